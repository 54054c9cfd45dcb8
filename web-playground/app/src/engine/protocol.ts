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
  /** The id of a node. */
  selection: string | null;
  /** The parts that somebody looks at; the others are not computed. */
  wanted: Part[];
}

/** Everything that the engine says about an input, by part. */
export interface Results {
  diagnostics: Diagnostic[];
  report: Report;
  decision: Answer<Decision>;
  picture: Picture;
  /** Of the node that is selected. */
  node: { id: string | null; report: NodeReport | null };
  tables: Table[];
  attachments: Attachment[];
  /** Of the saved requests, in their order and without traces. Fewer than these while more are to come. */
  decisions: Answer<Decision>[];
  comparison: Comparison;
  envoy: Answer<Document[]>;
}

export type Part = keyof Results;

/**
 * In the order in which they are computed: what people wait for comes first. The parts of a group are shown at once,
 * since they tell of each other.
 */
export const GROUPS: readonly (readonly Part[])[] = [
  ["diagnostics"],
  ["decision", "picture", "node", "tables", "attachments"],
  ["decisions"],
  ["report"],
  ["comparison"],
  ["envoy"],
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
  | { ask: "node"; id: string }
  | { ask: "nodeAt"; file: string; position: Position }
  | { ask: "complete"; file: SourceFile; position: Position }
  | { ask: "hover"; file: SourceFile; position: Position }
  | { ask: "parseRequest"; text: string };

export interface Replies {
  node: NodeReport | null;
  nodeAt: string | null;
  complete: Completions;
  hover: Hover | null;
  parseRequest: Request;
}

/** The answers that the page has, by the numbers that they came with. */
export type Has = Partial<Record<Part, number>>;

/** Files are sent only when they differ from those sent last. */
export type ToWorker =
  | { kind: "run"; run: number; input: Omit<Input, "files" | "pinned">; has: Has; files?: SourceFile[]; pinned?: SourceFile[] | null }
  | { kind: "ask"; id: number; question: Question };

export type FromWorker =
  | { kind: "ready" }
  /** An answer that the page does not have, as JSON. An unfinished one has no number. */
  | { kind: "part"; run: number; part: Part; text: string; number?: number }
  /** What came since the last one is to be shown. */
  | { kind: "show"; run: number }
  | { kind: "done"; run: number; milliseconds: number }
  | { kind: "reply"; id: number; answer: Answer<unknown> }
  | { kind: "crashed"; message: string };
