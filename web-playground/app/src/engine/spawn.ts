/**
 * The worker of the engine. The first one starts as soon as this module runs, which is before the rest of the page is
 * here: its module is most of what a first visit loads.
 */

export interface Spawned {
  worker: Worker;
  /** What it said before somebody listened. */
  said: (MessageEvent | ErrorEvent)[];
}

export function spawn(): Spawned {
  const spawned = first ?? start();
  first = null;
  return spawned;
}

function start(): Spawned {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "gatewright" });
  const said: Spawned["said"] = [];
  worker.onmessage = (event) => said.push(event);
  worker.onerror = (event) => said.push(event);
  return { worker, said };
}

let first: Spawned | null = start();
