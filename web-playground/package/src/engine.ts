import { Engine as Raw } from "gatewright-glue";

import type {
  Attachment,
  Comparison,
  Completions,
  Decision,
  Diagnostic,
  Document,
  Hover,
  NodeReport,
  Options,
  Picture,
  Position,
  Report,
  Request,
  SourceFile,
  Table,
  View,
} from "../../types.js";
import type {} from "./dispose.js";
import { documentation } from "./documentation.js";
import { EngineCrashed, EngineFreed, GatewrightError } from "./errors.js";
import { current, enter, isLost, reenter } from "./instance.js";

/** Manifests, analysed: how every route attaches, and what happens to a request. */
export class Engine {
  #raw: Raw | undefined;
  readonly #generation: number;
  #isDocumented = false;

  private constructor(raw: Raw) {
    this.#raw = raw;
    this.#generation = current();
  }

  /** Reads manifests. Whatever is wrong with them is in the report: only arguments of a wrong type throw. */
  static open(files: readonly SourceFile[], options: Options = {}): Engine {
    const [given, how] = [text("files", files), text("options", options)];
    return new Engine(enter(() => Raw.open(given, how)));
  }

  /** Gives a file another text. All is then as if the engine were opened anew, but only documents that differ are read. */
  edit(path: string, text: string): void {
    if (typeof text !== "string") throw new GatewrightError("invalid-argument", "text: this is no text");
    const file = String(path);
    this.#call((engine) => engine.edit(file, text));
  }

  /** Reads a curl command, or a method and a URL: the request that goes over the wire, with every header that curl sends. */
  static parseRequest(command: string): Request {
    const given = String(command);
    return parsed(enter(() => Raw.parseRequest(given)));
  }

  /** Everything about the manifests. `time` is when conditions changed, by default now. */
  report(options: { time?: Date } = {}): Report {
    const time = moment(options.time);
    return this.#ask((engine) => engine.report(time));
  }

  /** What the report says of one node of the graph, by its id; null if it is not there. */
  node(id: string, options: { time?: Date } = {}): NodeReport | null {
    const [node, time] = [String(id), moment(options.time)];
    return this.#ask((engine) => engine.node(node, time));
  }

  /** The id of the node that is written most closely around a position of a file. */
  nodeAt(path: string, position: Position): string | null {
    const [file, line, column] = place(path, position);
    return this.#ask((engine) => engine.nodeAt(file, line, column));
  }

  diagnostics(): Diagnostic[] {
    return this.#ask((engine) => engine.diagnostics());
  }

  /**
   * What happens to a request, and why. Text is a curl command, or a method and a URL. With `trace: false` the trace is
   * empty and its `nearest` is not told: for whoever has many requests, since it has a step for each match.
   */
  decide(request: Request | string, options: { trace?: boolean } = {}): Decision {
    const question = text("request", request);
    const trace = options.trace !== false;
    return this.#ask((engine) => engine.decide(question, trace));
  }

  /**
   * Whether and why each route attaches to each listener, or one route (the id of its graph node) to each, or each to
   * one listener. Of very many pairs, without a choice, those that a parentRef asks for.
   */
  attachments(of: { route?: string; listener?: string } = {}): Attachment[] {
    const [route, listener] = [of.route, of.listener].map((id) => (id === undefined ? id : String(id)));
    return this.#ask((engine) => engine.attachments(route, listener));
  }

  /** The tables of `gatewright status`. */
  tables(): Table[] {
    return this.#ask((engine) => engine.tables());
  }

  /** The graph as a drawing, in CSS pixels. */
  picture(view: View = {}): Picture {
    const shown = text("view", view);
    return this.#ask((engine) => engine.picture(shown));
  }

  /** What changes from these manifests to others: for each of the requests, for routes and listeners, for backends. */
  compare(after: Engine, requests: readonly Request[]): Comparison {
    const asked = text("requests", requests);
    if (!(after instanceof Engine)) throw new GatewrightError("invalid-argument", "after: this is not an engine");
    if (isLost(after.#generation)) throw new EngineCrashed();
    const other = after.#raw;
    if (!other) throw new EngineFreed();
    return this.#ask((engine) => engine.compare(other, asked));
  }

  /** What may stand at a position of a file, for editors. In words as soon as the documentation is loaded. */
  complete(path: string, position: Position): Completions {
    const [file, line, column] = place(path, position);
    return this.#ask((engine) => this.#documented(engine).complete(file, line, column));
  }

  /** What stands at a position of a file, for editors. In words as soon as the documentation is loaded. */
  hover(path: string, position: Position): Hover | null {
    const [file, line, column] = place(path, position);
    return this.#ask((engine) => this.#documented(engine).hover(file, line, column));
  }

  /** What Envoy needs to run the Gateways, for a directory that it is started in, as `gatewright envoy` writes it. */
  envoy(): Document[] {
    return this.#ask((engine) => engine.envoy());
  }

  /** The configuration of the Envoy filter, as `gatewright bundle` writes it. */
  bundle(): string {
    return this.#call((engine) => engine.bundle());
  }

  /** Gives the memory back. Without it that happens at some time after the engine is no longer used. */
  free(): void {
    const raw = this.#raw;
    this.#raw = undefined;
    // There is nothing left of an engine that crashed.
    if (raw && !isLost(this.#generation)) reenter(this.#generation, () => raw.free());
  }

  #call<T>(work: (engine: Raw) => T): T {
    const raw = this.#raw;
    if (!raw) throw new EngineFreed();
    return reenter(this.#generation, () => work(raw));
  }

  #documented(engine: Raw): Raw {
    const text = this.#isDocumented ? undefined : documentation();
    if (text !== undefined) {
      engine.document(text);
      this.#isDocumented = true;
    }
    return engine;
  }

  #ask<T>(work: (engine: Raw) => string): T {
    return parsed(this.#call(work));
  }
}

export interface Engine {
  /** `using engine = Engine.open(…)`. */
  [Symbol.dispose](): void;
}

// Where the symbol is not there yet, compilers that know `using` look for this one.
Object.defineProperty(Engine.prototype, Symbol.dispose ?? Symbol.for("Symbol.dispose"), {
  value: Engine.prototype.free,
  configurable: true,
  writable: true,
});

let wantsText = false;

/** What a call of a method answers, as JSON text: for whoever passes it on. */
export function textOf(call: () => unknown): string {
  wantsText = true;
  try {
    return call() as string;
  } finally {
    wantsText = false;
  }
}

function parsed<T>(json: string): T {
  return (wantsText ? json : JSON.parse(json)) as T;
}

/** In RFC 3339. */
function moment(time = new Date()): string {
  const [seconds] = time.toISOString().split(".");
  return `${seconds}Z`;
}

function place(path: string, position: Position): [file: string, line: number, column: number] {
  const [line, column] = [Number(position?.line), Number(position?.column)];
  if (!(line >= 1 && column >= 1)) throw new GatewrightError("invalid-argument", "position: lines and columns count from 1");
  return [String(path), line, column];
}

function text(what: string, value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw new GatewrightError("invalid-argument", `${what}: this is not plain data`, { cause });
  }
  if (json === undefined) throw new GatewrightError("invalid-argument", `${what}: this is not plain data`);
  return json;
}
