import load, { __wbg_reset_state as reset } from "gatewright-glue";

import { EngineCrashed, type ErrorCode, GatewrightError, LoadFailed, NotInitialised } from "./errors.js";

/** The one instance of the module, and whether it is still sound. */

let loading: Promise<void> | undefined;
let loaded = false;

/** Counts the instances: what belongs to an earlier one is lost. */
let generation = 0;

/** A call that has not come back from the module. There are no calls back, so a second one finds the wreck of the first. */
let inside = false;

/** What the last crash came from. */
let wreck: unknown;

/** Instantiates the module once, however often and however many at a time it is called. After a failure it may be tried again. */
export function start(compile: () => Promise<WebAssembly.Module>): Promise<void> {
  loading ??= instantiate(compile).catch((error: unknown) => {
    loading = undefined;
    throw new LoadFailed(error);
  });
  return loading;
}

async function instantiate(compile: () => Promise<WebAssembly.Module>): Promise<void> {
  await load({ module_or_path: await compile() });
  loaded = true;
}

/** Calls a function of the module that needs no engine: after a crash, in a new instance. */
export function enter<T>(work: () => T): T {
  if (!loaded) throw new NotInitialised();
  if (inside) {
    reset();
    generation += 1;
    inside = false;
  }
  return call(work);
}

/** Calls a method of an engine that was opened in the instance of that number. */
export function reenter<T>(opened: number, work: () => T): T {
  if (isLost(opened)) throw new EngineCrashed(wreck);
  return call(work);
}

export function current(): number {
  return generation;
}

export function isLost(opened: number): boolean {
  return inside || opened !== generation;
}

function call<T>(work: () => T): T {
  inside = true;
  let result: T;
  try {
    result = work();
  } catch (thrown) {
    // A failure comes as text. Anything else is a trap, or a stack or memory that ran out: nobody knows what is
    // left behind, so `inside` stays.
    if (typeof thrown !== "string") {
      wreck = thrown;
      throw new EngineCrashed(thrown);
    }
    inside = false;
    throw failure(thrown);
  }
  inside = false;
  return result;
}

function failure(json: string): GatewrightError {
  const { code, message } = JSON.parse(json) as { code: ErrorCode; message: string };
  return new GatewrightError(code, message);
}
