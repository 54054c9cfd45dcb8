/// <reference lib="webworker" />
import { Engine, init, loadDocumentation } from "gatewright";
import documentationUrl from "../../../../target/web/engine/documentation.txt?url";
import moduleUrl from "../../../../target/web/engine.wasm.xz?url";
import { XzReadableStream } from "xz-decompress";
import type { Request, SourceFile } from "../../../types";
import { textOf } from "../../../package/src/engine";
import { comparedRequests } from "../request/same";
import { wellFormed } from "../state/workspace";
import { restored } from "./streams";
import { GROUPS, type Answer, type Failure, type FromWorker, type Input, type Part, type Question, type ToWorker } from "./protocol";

/** The engine's side of the conversation: one input at a time, and the newest one wins. */

declare const self: DedicatedWorkerGlobalScope;

type Run = Extract<ToWorker, { kind: "run" }>;
type Asked = Extract<ToWorker, { kind: "ask" }>;

let files: SourceFile[] = [];
let pinned: SourceFile[] | null = null;
/** Counts what was pinned. */
let pinnedNumber = 0;
/** The engines that were opened last, and what they were opened with. */
let present: Opened | null = null;
let past: Opened | null = null;
let newest = 0;
/** Of the run that came last. */
let options: Input["options"] = {};

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

/** What was answered last, by part. */
const answers = new Map<Part, Answered>();
let answered = 0;

interface Answered {
  /** What it was computed from. */
  of: Opened;
  from: string;
  text: string;
  number: number;
}

/** What a part is computed from, beside the engine. */
function basis(part: Part, { request, saved, view, selection }: Run["input"]): string {
  switch (part) {
    case "decision":
      return JSON.stringify(request);
    case "decisions":
      return JSON.stringify(saved);
    case "picture":
      return JSON.stringify(view);
    case "node":
      return String(selection);
    case "comparison":
      return JSON.stringify([pinnedNumber, comparedRequests(request, saved)]);
    default:
      return "";
  }
}

/** How long the page hears nothing while many requests are answered, in milliseconds. */
const SIGN_OF_LIFE = 500;

/** Answers the saved requests, unless a newer input comes. Nobody reads their traces. */
async function decide(run: number, { engine }: Opened, saved: Input["saved"]): Promise<string | null> {
  const decisions: string[] = [];
  const text = () => `[${decisions.join(",")}]`;
  let told = performance.now();
  for (const request of saved) {
    decisions.push(decided(engine, request, { trace: false }));
    if (performance.now() - told < SIGN_OF_LIFE) continue;
    send({ kind: "part", run, part: "decisions", text: text() });
    send({ kind: "show", run });
    await breathe();
    if (run !== newest) return null;
    told = performance.now();
  }
  return text();
}

function decided(engine: Engine, request: Request, options?: { trace: boolean }): string {
  const found = answer(() => textOf(() => engine.decide(request, options)));
  return "value" in found ? `{"value":${found.value}}` : JSON.stringify(found);
}

function nodeText(engine: Engine, id: string | null): string {
  return `{"id":${JSON.stringify(id)},"report":${id === null ? "null" : textOf(() => engine.node(id))}}`;
}

/** The answer as JSON, which is how the engine has it. */
function compute(part: Exclude<Part, "decisions">, engine: Engine, input: Run["input"]): string {
  switch (part) {
    case "diagnostics":
      return textOf(() => engine.diagnostics());
    case "report":
      return textOf(() => engine.report());
    case "decision":
      return decided(engine, input.request);
    case "picture":
      return textOf(() => engine.picture(input.view));
    case "node":
      return nodeText(engine, input.selection);
    case "tables":
      return textOf(() => engine.tables());
    case "attachments":
      return textOf(() => engine.attachments());
    case "comparison": {
      if (!pinned) return JSON.stringify({ requests: [], attachments: [], backends: [] });
      const { engine: before } = (past = open(past, pinned, input.options));
      return textOf(() => before.compare(engine, comparedRequests(input.request, input.saved)));
    }
    case "envoy":
      return JSON.stringify(answer(() => [...engine.envoy(), { name: "filter-configuration.json", text: engine.bundle() }]));
  }
}

/** The answer, the one from before if it says the same. Nothing if a newer input came meanwhile. */
async function answerTo(part: Part, opened: Opened, { run, input }: Run): Promise<Answered | null> {
  const known = answers.get(part);
  const from = basis(part, input);
  if (known?.of === opened && known.from === from) return known;
  const text = part === "decisions" ? await decide(run, opened, input.saved) : compute(part, opened.engine, input);
  if (text === null) return null;
  const now = { of: opened, from, text, number: known?.text === text ? known.number : ++answered };
  answers.set(part, now);
  return now;
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

/** The engine of what the page sent last. */
function opened(): Opened {
  present = open(present, files, options);
  return present;
}

async function answerAll(message: Run): Promise<void> {
  const { run, input, has } = message;
  const start = performance.now();
  await breathe();
  if (run !== newest) return;
  const now = opened();
  for (const group of GROUPS) {
    const wanted = group.filter((part) => input.wanted.includes(part));
    let shows = false;
    for (const part of wanted) {
      const answer = await answerTo(part, now, message);
      if (run !== newest || !answer) return;
      const { text, number } = answer;
      if (has[part] !== number) send({ kind: "part", run, part, text, number });
      shows ||= has[part] !== number;
      // Before questions are let in: they may take long.
      if (shows && part === wanted.at(-1)) send({ kind: "show", run });
      await breathe();
      if (run !== newest) return;
    }
  }
  send({ kind: "done", run, milliseconds: performance.now() - start });
}

async function answerOne({ id, question }: Asked): Promise<void> {
  if (question.ask === "complete" || question.ask === "hover") await documented();
  send({ kind: "reply", id, answer: answer(() => reply(question)) });
}

function reply(question: Question): unknown {
  switch (question.ask) {
    case "parseRequest":
      return Engine.parseRequest(question.text);
    case "node":
      return opened().engine.node(question.id);
    case "nodeAt":
      return opened().engine.nodeAt(question.file, question.position);
  }
  // What is typed may be newer than what was run: this file counts.
  const { file, position } = question;
  const ask = (engine: Engine) => (question.ask === "complete" ? engine.complete(file.path, position) : engine.hover(file.path, position));
  if (present?.files === files && files.some(({ path, text }) => path === file.path && text === file.text)) return ask(present.engine);
  const current = files.map((known) => (known.path === file.path ? file : known));
  const engine = engineOf(current, options);
  try {
    return ask(engine);
  } finally {
    engine.free();
  }
}

/** How long an answer waits for its words, in milliseconds. */
const PATIENCE = 1_000;

/** What the editor asks about has words, which are loaded when they are first asked for; without them it has an answer, too. */
async function documented(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([loadDocumentation(documentationUrl), patience]).catch(() => {});
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
    options = data.input.options;
    if (data.files) files = data.files;
    if (data.pinned !== undefined) {
      pinned = data.pinned;
      pinnedNumber += 1;
    }
    void answerAll(data).catch(crashed);
  } else {
    void answerOne(data).catch(crashed);
  }
};

init({ module: fetchModule() }).then(() => send({ kind: "ready" }), crashed);
