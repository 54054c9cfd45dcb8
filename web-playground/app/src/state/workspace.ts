import type { Options, Outcome, Request, SourceFile, View } from "../../../types";

/** Everything that a person made and would miss: what is saved, shared and restored. */
export interface Workspace {
  files: SourceFile[];
  /** The path of the file in the editor. */
  active: string;
  options: Options;
  request: Request;
  saved: SavedRequest[];
  /** The files that the present ones are compared with. */
  pinned: SourceFile[] | null;
  view: View;
  /** The id of a graph node. */
  selection: string | null;
  panel: Panel;
}

export interface SavedRequest {
  name: string;
  request: Request;
  expected?: Expectation;
}

export interface Expectation {
  outcome: Outcome;
  /** `namespace/route/rule`. */
  rule?: string;
  backend?: string;
  status?: number;
}

/** The views beside the editor. */
export const PANELS = ["graph", "status", "attachments", "compare", "envoy"] as const;
export type Panel = (typeof PANELS)[number];

export function emptyWorkspace(): Workspace {
  const file = { path: "manifests.yaml", text: "" };
  return {
    files: [file],
    active: file.path,
    options: {},
    request: { method: "GET", url: "http://example.com/", headers: [] },
    saved: [],
    pinned: null,
    view: {},
    selection: null,
    panel: "graph",
  };
}

/** Halves of surrogate pairs, which a link can hold and nothing behind the page takes, become U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** A workspace from somewhere that cannot be trusted: a link, the local storage, an import. Throws a sentence. */
export function checkedWorkspace(value: unknown): Workspace {
  const broken = (what: string): never => {
    throw new Error(`${what} is not as it should be`);
  };
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
  const text = (value: unknown, what: string): string => (typeof value === "string" ? wellFormed(value) : broken(what));
  const optionalText = (value: unknown, what: string) => (value === undefined ? undefined : text(value, what));
  const list = (value: unknown, what: string): unknown[] => (Array.isArray(value) ? value : broken(what));
  const files = (value: unknown): SourceFile[] => {
    const found = list(value, "the list of files").map((file) =>
      isObject(file) ? { path: text(file.path, "a file's path"), text: text(file.text, "a file's text") } : broken("a file"),
    );
    return new Set(found.map(({ path }) => path)).size === found.length ? found : broken("the list of files");
  };
  const request = (value: unknown): Request => {
    if (!isObject(value)) return broken("a request");
    const headers = list(value.headers ?? [], "the headers of a request").map((header): [string, string] =>
      Array.isArray(header) ? [text(header[0], "a header"), text(header[1], "a header")] : broken("a header"),
    );
    const method = optionalText(value.method, "the method of a request");
    const gateway = optionalText(value.gateway, "the Gateway of a request");
    return { url: text(value.url, "the URL of a request"), headers, ...(method && { method }), ...(gateway && { gateway }) };
  };
  const expected = (value: unknown): Expectation => {
    if (!isObject(value) || !["forward", "redirect", "reply", "noMatch"].includes(value.outcome as string)) return broken("an expectation");
    const [rule, backend] = [optionalText(value.rule, "an expected rule"), optionalText(value.backend, "an expected backend")];
    const status = typeof value.status === "number" ? value.status : undefined;
    return { outcome: value.outcome as Outcome, ...(rule && { rule }), ...(backend && { backend }), ...(status && { status }) };
  };
  const saved = (value: unknown): SavedRequest => {
    if (!isObject(value)) return broken("a saved request");
    return {
      name: text(value.name, "the name of a saved request"),
      request: request(value.request),
      ...(value.expected !== undefined && { expected: expected(value.expected) }),
    };
  };
  const strings = (value: unknown, names: readonly string[], what: string): Record<string, string> => {
    if (value === undefined) return {};
    if (!isObject(value)) return broken(what);
    const entries = names.flatMap((name) => (value[name] === undefined ? [] : [[name, text(value[name], what)] as const]));
    return Object.fromEntries(entries);
  };

  if (!isObject(value)) return broken("the workspace");
  const empty = emptyWorkspace();
  const found = files(value.files);
  const own = found.length > 0 ? found : empty.files;
  const view = value.view as { expanded?: unknown } | undefined;
  const expanded = view?.expanded === undefined ? [] : list(view.expanded, "the view").map((id) => text(id, "the view"));
  const first = own[0]?.path ?? "";
  return {
    files: own,
    active: own.some(({ path }) => path === value.active) ? (value.active as string) : first,
    options: strings(value.options, ["channel", "controller", "namespace"], "the options") as Options,
    request: value.request === undefined ? empty.request : request(value.request),
    saved: list(value.saved ?? [], "the list of saved requests").map(saved),
    pinned: value.pinned == null ? null : files(value.pinned),
    view: { ...strings(value.view, ["namespace", "gateway", "hostname", "text"], "the view"), ...(expanded.length > 0 && { expanded }) },
    selection: typeof value.selection === "string" ? value.selection : null,
    panel: PANELS.includes(value.panel as Panel) ? (value.panel as Panel) : "graph",
  };
}
