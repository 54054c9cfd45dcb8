import type {
  Attachment,
  Comparison,
  Completions,
  Decision,
  Diagnostic,
  Document,
  Hover,
  Options,
  Picture,
  Position,
  Report,
  Request,
  SourceFile,
  Table,
  View,
} from "../../../types";

/** What the page wants to know, all of it at once: the worker answers for the newest input only. */
export interface Input {
  files: SourceFile[];
  options: Options;
  /** What the present state is compared with. */
  pinned: SourceFile[] | null;
  request: Request;
  saved: Request[];
  view: View;
  /** The parts that somebody looks at; the others are not computed. */
  wanted: Part[];
}

/** Everything that the engine says about an input, by part. */
export interface Results {
  diagnostics: Diagnostic[];
  report: Report;
  decision: Answer<Decision>;
  picture: Picture;
  tables: Table[];
  attachments: Attachment[];
  /** Of the saved requests, in their order and without traces. Fewer than these while more are to come. */
  decisions: Answer<Decision>[];
  comparison: Comparison;
  envoy: Answer<Document[]>;
}

export type Part = keyof Results;

/** In the order in which they are computed: what people wait for comes first. */
export const PARTS: readonly Part[] = [
  "diagnostics",
  "report",
  "decision",
  "picture",
  "decisions",
  "tables",
  "attachments",
  "comparison",
  "envoy",
];

/** The engine's answer, or why it has none. */
export type Answer<T> = { value: T } | { error: Failure };

export interface Failure {
  /** Stable. */
  code: string;
  message: string;
}

/** A question apart from the input, with an answer of its own. */
export type Question =
  | { ask: "complete"; file: SourceFile; position: Position }
  | { ask: "hover"; file: SourceFile; position: Position }
  | { ask: "parseRequest"; text: string };

export interface Replies {
  complete: Completions;
  hover: Hover | null;
  parseRequest: Request;
}

/** Files are sent only when they differ from those sent last. */
export type ToWorker =
  | { kind: "run"; run: number; input: Omit<Input, "files" | "pinned">; files?: SourceFile[]; pinned?: SourceFile[] | null }
  | { kind: "ask"; id: number; question: Question };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "part"; run: number; part: Part; value: unknown }
  | { kind: "done"; run: number; milliseconds: number }
  | { kind: "reply"; id: number; answer: Answer<unknown> }
  | { kind: "crashed"; message: string };
