import { signal, type ReadonlySignal } from "@preact/signals";
import { spawn } from "./spawn";
import type { Answer, FromWorker, Has, Input, Part, Question, Replies, Results, ToWorker } from "./protocol";

/** How long an input may take before the worker is given up. */
const PATIENCE = 5_000;
/** How often a worker that does not start is tried again. */
const START_ATTEMPTS = 3;

export type EngineState =
  | { is: "starting" }
  | { is: "ready"; milliseconds: number }
  | { is: "busy" }
  /** The worker was restarted; the text is untouched. */
  | { is: "crashed"; message: string };

type Question1<K extends Question["ask"]> = Extract<Question, { ask: K }>;

/** The page's side of the conversation with the worker: restarts it when it traps or hangs. */
export class Client {
  readonly state: ReadonlySignal<EngineState>;
  readonly #state = signal<EngineState>({ is: "starting" });
  #worker: Worker;
  #run = 0;
  #ready = false;
  #latest: Input | null = null;
  /** Whether the latest input was sent to no worker yet: what crashed one is not sent to the next. */
  #untried = false;
  /** What the worker has. */
  #sent: Pick<Input, "files" | "pinned"> | null = null;
  /** What the page shows of the worker's answers. */
  #has: Has = {};
  /** What came, and is not shown yet. */
  #came: { part: Part; number: number | undefined; value: unknown }[] = [];
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #waiting = new Map<number, (answer: Answer<unknown>) => void>();
  #questions = 0;
  /** How often in a row the worker did not even start. */
  #stillborn = 0;
  readonly #accept: (answers: Partial<Results>) => void;

  constructor(accept: (answers: Partial<Results>) => void) {
    this.state = this.#state;
    this.#accept = accept;
    this.#worker = this.#start();
  }

  /** Replaces whatever was to be computed. */
  run(input: Input): void {
    this.#latest = input;
    this.#untried = true;
    if (this.#ready) this.#send(input);
    else if (this.#stillborn >= START_ATTEMPTS) this.#tryOnceMore();
  }

  /** Answers `null` when the engine had to be restarted meanwhile. */
  ask<K extends Question["ask"]>(question: Question1<K>): Promise<Answer<Replies[K]> | null> {
    if (!this.#ready) return Promise.resolve(null);
    const id = ++this.#questions;
    this.#post({ kind: "ask", id, question });
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => resolve(answer as Answer<Replies[K]> | null));
    });
  }

  /** Computes the latest input once more, after a crash. */
  retry(): void {
    if (this.#latest) this.run(this.#latest);
  }

  /** What kept the worker from starting may be over: the network is back. */
  #tryOnceMore(): void {
    this.#stillborn = START_ATTEMPTS - 1;
    this.#worker = this.#start();
  }

  #start(): Worker {
    const { worker, said } = spawn();
    const onMessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    const onError = ({ message }: ErrorEvent) => this.#restart(message || "the engine's worker did not start");
    worker.onmessage = onMessage;
    worker.onerror = onError;
    // Not before whoever asked for the worker has it.
    queueMicrotask(() => {
      for (const event of said) if (worker === this.#worker) event instanceof MessageEvent ? onMessage(event) : onError(event);
    });
    return worker;
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #send(input: Input): void {
    const { files, pinned, ...rest } = input;
    const run = ++this.#run;
    this.#untried = false;
    this.#came = [];
    this.#post({
      kind: "run",
      run,
      input: rest,
      has: this.#has,
      ...(this.#sent?.files !== files && { files }),
      ...(this.#sent?.pinned !== pinned && { pinned }),
    });
    this.#sent = { files, pinned };
    // Not a subscription: whoever runs an input is not to run it again because the engine became busy.
    if (this.#state.peek().is !== "crashed") this.#state.value = { is: "busy" };
    this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#restart(`the engine did not answer within ${PATIENCE / 1000} seconds`);
    }, PATIENCE);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.#ready = true;
        this.#stillborn = 0;
        if (this.#state.value.is === "starting") this.#state.value = { is: "ready", milliseconds: 0 };
        if (this.#latest && this.#untried) this.#send(this.#latest);
        break;
      case "part":
        if (message.run !== this.#run) break;
        this.#watch();
        // Each in a task of its own, for some are large.
        this.#came.push({ part: message.part, number: message.number, value: JSON.parse(message.text) });
        break;
      case "show":
        if (message.run === this.#run) this.#show();
        break;
      case "done":
        if (message.run !== this.#run) break;
        clearTimeout(this.#watchdog);
        this.#state.value = { is: "ready", milliseconds: message.milliseconds };
        break;
      case "reply":
        this.#waiting.get(message.id)?.(message.answer);
        this.#waiting.delete(message.id);
        break;
      case "crashed":
        this.#restart(message.message);
        break;
    }
  }

  #show(): void {
    const answers: Partial<Record<Part, unknown>> = {};
    for (const { part, number, value } of this.#came) {
      answers[part] = value;
      if (number === undefined) delete this.#has[part];
      else this.#has[part] = number;
    }
    this.#came = [];
    this.#accept(answers as Partial<Results>);
  }

  /** Forgets an answer: where it is wanted again, it comes again. */
  forget(part: Part): void {
    delete this.#has[part];
  }

  #restart(message: string): void {
    clearTimeout(this.#watchdog);
    this.#worker.terminate();
    if (!this.#ready) this.#stillborn += 1;
    this.#ready = false;
    this.#sent = null;
    this.#has = {};
    this.#came = [];
    for (const resolve of this.#waiting.values()) resolve(null as never);
    this.#waiting.clear();
    this.#state.value = { is: "crashed", message };
    if (this.#stillborn < START_ATTEMPTS) this.#worker = this.#start();
  }
}
