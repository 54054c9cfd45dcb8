/// <reference lib="webworker" />
import { Engine, init } from "gatewright";
import moduleUrl from "../../../../target/web/engine.wasm.xz?url";
import { XzReadableStream } from "xz-decompress";
import type { Decision, SourceFile } from "../../../types";
import { comparedRequests } from "../request/same";
import { wellFormed } from "../state/workspace";
import { restored } from "./streams";
import { PARTS, type Answer, type Failure, type FromWorker, type Input, type Part, type Question, type ToWorker } from "./protocol";

/** The engine's side of the conversation: one input at a time, and the newest one wins. */

declare const self: DedicatedWorkerGlobalScope;

type Run = Extract<ToWorker, { kind: "run" }>;

let files: SourceFile[] = [];
let pinned: SourceFile[] | null = null;
/** The engines that were opened last, and what they were opened with. */
let present: Opened | null = null;
let past: Opened | null = null;
let newest = 0;

interface Opened {
  engine: Engine;
  key: string;
  files: SourceFile[];
}

function send(message: FromWorker): void {
  self.postMessage(message);
}

function failure(error: unknown): Failure {
  const { code, message } = error as Partial<Failure>;
  if (typeof code !== "string" || code === "engine-crashed") throw error;
  return { code, message: String(message) };
}

function answer<T>(compute: () => T): Answer<T> {
  try {
    return { value: compute() };
  } catch (error) {
    return { error: failure(error) };
  }
}

function open(opened: Opened | null, of: SourceFile[], options: Input["options"]): Opened {
  const key = JSON.stringify(options);
  if (opened?.key === key) {
    if (opened.files === of) return opened;
    const changed = changedFiles(opened.files, of);
    if (changed && changed.length <= 1) {
      for (const { path, text } of changed) opened.engine.edit(wellFormed(path), wellFormed(text));
      return { ...opened, files: of };
    }
  }
  opened?.engine.free();
  return { engine: engineOf(of, options), key, files: of };
}

/** The files whose text is all that differs. Nothing where others do, or where a name says not which file it is. */
function changedFiles(before: readonly SourceFile[], after: readonly SourceFile[]): SourceFile[] | null {
  const paths = new Set(after.map(({ path }) => wellFormed(path)));
  if (before.length !== paths.size || after.some(({ path }, number) => path !== before[number]?.path)) return null;
  return after.filter(({ text }, number) => text !== before[number]?.text);
}

function engineOf(files: readonly SourceFile[], options: Input["options"]): Engine {
  return Engine.open(files.map(({ path, text }) => ({ path: wellFormed(path), text: wellFormed(text) })), options);
}

/** How long the page hears nothing while many requests are answered, in milliseconds. */
const SIGN_OF_LIFE = 500;
/** The answers to the saved requests, and what they are of. */
let decided: { of: Opened; key: string; answers: Answer<Decision>[] } | null = null;

/** Answers the saved requests, unless a newer input comes. Nobody reads their traces, so these stay here. */
async function decide(number: number, opened: Opened, saved: Input["saved"]): Promise<Answer<Decision>[] | null> {
  const key = JSON.stringify(saved);
  if (decided?.of === opened && decided.key === key) return decided.answers;
  const answers: Answer<Decision>[] = [];
  let told = performance.now();
  for (const request of saved) {
    answers.push(answer(() => ({ ...opened.engine.decide(request), trace: [] })));
    if (performance.now() - told < SIGN_OF_LIFE) continue;
    send({ kind: "part", run: number, part: "decisions", value: answers });
    await breathe();
    if (number !== newest) return null;
    told = performance.now();
  }
  decided = { of: opened, key, answers };
  return answers;
}

function compute(part: Exclude<Part, "decisions">, engine: Engine, input: Run["input"]): unknown {
  switch (part) {
    case "diagnostics":
      return engine.diagnostics();
    case "report":
      return engine.report();
    case "decision":
      return answer(() => engine.decide(input.request));
    case "picture":
      return engine.picture(input.view);
    case "tables":
      return engine.tables();
    case "attachments":
      return engine.attachments();
    case "comparison":
      if (!pinned) return { requests: [], attachments: [], backends: [] };
      past = open(past, pinned, input.options);
      return past.engine.compare(engine, comparedRequests(input.request, input.saved));
    case "envoy":
      return answer(() => [...engine.envoy(), { name: "filter-configuration.json", text: engine.bundle() }]);
  }
}

/** Lets newer messages in. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function run({ run, input }: Run): Promise<void> {
  const start = performance.now();
  await breathe();
  if (run !== newest) return;
  const opened = open(present, files, input.options);
  present = opened;
  for (const part of PARTS.filter((part) => input.wanted.includes(part))) {
    const value = part === "decisions" ? await decide(run, opened, input.saved) : compute(part, opened.engine, input);
    if (run !== newest) return;
    send({ kind: "part", run, part, value });
    await breathe();
    if (run !== newest) return;
  }
  send({ kind: "done", run, milliseconds: performance.now() - start });
}

function reply(question: Question): unknown {
  if (question.ask === "parseRequest") return Engine.parseRequest(question.text);
  // What is typed may be newer than what was run: this file counts.
  const { file, position } = question;
  const ask = (engine: Engine) => (question.ask === "complete" ? engine.complete(file.path, position) : engine.hover(file.path, position));
  if (present?.files === files && files.some(({ path, text }) => path === file.path && text === file.text)) return ask(present.engine);
  const current = files.map((known) => (known.path === file.path ? file : known));
  const engine = engineOf(current, present ? (JSON.parse(present.key) as Input["options"]) : {});
  try {
    return ask(engine);
  } finally {
    engine.free();
  }
}

async function fetchModule(): Promise<WebAssembly.Module> {
  const response = await fetch(moduleUrl);
  if (!response.ok || !response.body) throw new Error(`the engine cannot be loaded: ${moduleUrl} answers ${response.status}`);
  const sorted = await new Response(new XzReadableStream(response.body)).arrayBuffer();
  return WebAssembly.compile(restored(new Uint8Array(sorted)));
}

function crashed(error: unknown): void {
  // What the engine died of tells more than that it did.
  const died = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  send({ kind: "crashed", message: died instanceof Error ? reportOf(died) : String(died) });
}

/** Its first line is shown. Some browsers begin the stack with it, and some do not. */
function reportOf({ name, message, stack = "" }: Error): string {
  const title = `${name}: ${message}`;
  return stack.startsWith(title) ? stack : `${title}\n${stack}`;
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "run") {
    newest = data.run;
    if (data.files) files = data.files;
    if (data.pinned !== undefined) pinned = data.pinned;
    void run(data).catch(crashed);
  } else {
    try {
      send({ kind: "reply", id: data.id, answer: answer(() => reply(data.question)) });
    } catch (error) {
      crashed(error);
    }
  }
};

init({ module: fetchModule() }).then(() => send({ kind: "ready" }), crashed);
