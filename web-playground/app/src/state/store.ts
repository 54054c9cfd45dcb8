import { batch, computed, effect, signal } from "@preact/signals";
import type { Diagnostic, GraphNode, Position, Range, Step, View } from "../../../types";
import { Client } from "../engine/client";
import type { Part, Results } from "../engine/protocol";
import { emptyWorkspace, type Workspace } from "./workspace";

/** The state of the page. Panels read signals and call the functions below; nobody else writes. */

const start = emptyWorkspace();

export const files = signal(start.files);
export const active = signal(start.active);
export const options = signal(start.options);
export const request = signal(start.request);
export const saved = signal(start.saved);
export const pinned = signal(start.pinned);
export const view = signal(start.view);
export const selection = signal(start.selection);
export const panel = signal(start.panel);

/** The node that is pointed at elsewhere: marked for as long as that lasts, and not selected. */
export const pointed = signal<string | null>(null);

/** The file that was given another name last. */
export const renamed = signal<{ from: string; to: string } | null>(null);

/** `?embed=1`: read-only, without what belongs to a page of one's own. */
export const embedded = new URLSearchParams(location.search).get("embed") === "1";

/** Of the three parts of the page, the one that a phone shows. */
export type Shown = "manifests" | "views" | "request";
export const shown = signal<Shown>("manifests");

/** What the engine said last, each part by itself. */
export const results = {
  diagnostics: signal<Results["diagnostics"] | null>(null),
  report: signal<Results["report"] | null>(null),
  decision: signal<Results["decision"] | null>(null),
  picture: signal<Results["picture"] | null>(null),
  tables: signal<Results["tables"] | null>(null),
  attachments: signal<Results["attachments"] | null>(null),
  decisions: signal<Results["decisions"] | null>(null),
  comparison: signal<Results["comparison"] | null>(null),
  envoy: signal<Results["envoy"] | null>(null),
} satisfies { [P in Part]: { value: Results[P] | null } };

/** Where the editor is to go: a new object each time, so that the same place can be asked for twice. */
export const jump = signal<{ file: string; range: Range; focus: boolean } | null>(null);

export const client = new Client((part, value) => {
  (results[part] as { value: unknown }).value = value;
});

export const activeFile = computed(() => files.value.find(({ path }) => path === active.value) ?? files.value[0]);

export const graphNodes = computed(
  () => new Map((results.report.value?.graph.nodes ?? []).map((node): [string, GraphNode] => [node.id, node])),
);

/** The nodes that the request goes through. */
export const requestPath = computed(() => {
  const decision = results.decision.value;
  return new Set(decision && "value" in decision ? (decision.value.nodes ?? []) : []);
});

/** What is computed for each panel, beside what is always there. */
const PARTS_OF_PANEL: Record<Workspace["panel"], Part[]> = {
  graph: ["picture"],
  status: ["tables"],
  attachments: ["attachments"],
  compare: ["comparison"],
  envoy: ["envoy"],
};

/** Keeps the engine working on whatever is there. Call once. */
export function runEngine(): void {
  effect(() => {
    client.run({
      files: files.value,
      options: options.value,
      pinned: pinned.value,
      request: request.value,
      saved: saved.value.map(({ request }) => request),
      view: view.value,
      wanted: ["diagnostics", "report", "decision", "decisions", ...PARTS_OF_PANEL[panel.value], ...(pinned.value ? ["comparison" as const] : [])],
    });
  });
}

export function workspace(): Workspace {
  return {
    files: files.value,
    active: active.value,
    options: options.value,
    request: request.value,
    saved: saved.value,
    pinned: pinned.value,
    view: view.value,
    selection: selection.value,
    panel: panel.value,
  };
}

export function openWorkspace(workspace: Workspace): void {
  batch(() => {
    files.value = workspace.files;
    active.value = workspace.active;
    options.value = workspace.options;
    request.value = workspace.request;
    saved.value = workspace.saved;
    pinned.value = workspace.pinned;
    view.value = workspace.view;
    selection.value = workspace.selection;
    panel.value = workspace.panel;
  });
}

export function writeFile(path: string, text: string): void {
  files.value = files.value.map((file) => (file.path === path && file.text !== text ? { path, text } : file));
}

// === jumps: graph node ↔ YAML range ↔ diagnostic ↔ trace step ===

function goTo(file: string | undefined, range: Range | undefined, focus: boolean): void {
  if (!file || !range || !files.value.some(({ path }) => path === file)) return;
  if (focus) opener = { element: document.activeElement, shown: shown.value };
  batch(() => {
    active.value = file;
    jump.value = { file, range, focus };
    if (focus) shown.value = "manifests";
  });
}

/** What took somebody to the editor, and is gone back to. */
let opener: { element: Element | null; shown: Shown } | null = null;

/** Puts the focus back to where the last jump began. False if there is nowhere to go back to. */
export function goBack(): boolean {
  if (!opener) return false;
  const { element, shown: before } = opener;
  opener = null;
  shown.value = before;
  const back = element?.isConnected ? element : document.querySelector("#view-panel [tabindex='0']");
  if (!(back instanceof HTMLElement || back instanceof SVGElement)) return false;
  // What is not shown cannot take the focus: the page shows it first.
  requestAnimationFrame(() => back.focus());
  return true;
}

/** Selects a node and shows where it is written. */
export function selectNode(id: string, { focus = false } = {}): void {
  batch(() => {
    selection.value = id;
    const node = graphNodes.value.get(id);
    goTo(node?.file, node?.range, focus);
  });
}

export function deselect(): void {
  selection.value = null;
}

/** Changes what of the graph is drawn. What is `undefined` is filtered by no longer. */
export function changeView(change: { [F in keyof View]: View[F] | undefined }): void {
  const entries = Object.entries({ ...view.value, ...change }).filter(([, value]) => value !== undefined && value.length > 0);
  view.value = Object.fromEntries(entries) as View;
}

export function selectStep(step: Step, { focus = false } = {}): void {
  batch(() => {
    if (step.node) selection.value = step.node;
    selectLine(step, { focus });
  });
}

/** Shows a line of a file, also where the editor is out of sight. */
export function selectLine({ file, line }: { file?: string; line?: number }, { focus = false } = {}): void {
  if (!line) return;
  const place = { line, column: 1 };
  batch(() => {
    goTo(file, { start: place, end: place }, focus);
    shown.value = "manifests";
  });
}

export function selectDiagnostic(diagnostic: Diagnostic, { focus = true } = {}): void {
  batch(() => {
    if (diagnostic.file && diagnostic.range) selection.value = nodeAt(diagnostic.file, diagnostic.range.start) ?? selection.value;
    goTo(diagnostic.file, diagnostic.range, focus);
  });
}

/** The smallest node that is written around a place. */
export function nodeAt(file: string, { line, column }: Position): string | null {
  const before = (a: Position, b: Position) => a.line < b.line || (a.line === b.line && a.column <= b.column);
  let best: GraphNode | null = null;
  for (const node of graphNodes.value.values()) {
    if (node.file !== file || !node.range) continue;
    const { start, end } = node.range;
    if (!before(start, { line, column }) || !before({ line, column }, end)) continue;
    if (!best?.range || before(best.range.start, start)) best = node;
  }
  return best?.id ?? null;
}

/** The cursor of the editor moved, by hand. */
export function cursorAt(file: string, position: Position): void {
  const node = nodeAt(file, position);
  if (node) selection.value = node;
}
