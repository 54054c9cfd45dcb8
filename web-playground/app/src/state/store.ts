import { batch, computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Diagnostic, NodeReport, Position, Range, Step, View } from "../../../types";
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
  node: signal<Results["node"] | null>(null),
  tables: signal<Results["tables"] | null>(null),
  attachments: signal<Results["attachments"] | null>(null),
  decisions: signal<Results["decisions"] | null>(null),
  comparison: signal<Results["comparison"] | null>(null),
  envoy: signal<Results["envoy"] | null>(null),
} satisfies { [P in Part]: { value: Results[P] | null } };

/** Where the editor is to go: a new object each time, so that the same place can be asked for twice. */
export const jump = signal<{ file: string; range: Range; focus: boolean } | null>(null);

export const client = new Client((answers) =>
  batch(() => {
    for (const [part, value] of Object.entries(answers)) (results[part as Part] as { value: unknown }).value = value;
  }),
);

export const activeFile = computed(() => files.value.find(({ path }) => path === active.value) ?? files.value[0]);

/** What the engine says of the selected node. Nothing while it has not answered, or if the node is not there. */
export const selectedNode = computed((): NodeReport | null => {
  const found = results.node.value;
  return found && found.id === selection.value ? found.report : null;
});

/** Whether it has answered. */
export const isNodeKnown = computed(() => results.node.value?.id === selection.value);

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

/** How many parts of the page read the whole report: it is as large as all manifests together. */
const readers = signal(0);

/** The whole report, for a component that is there for a while. */
export function useReport(): Results["report"] | null {
  useEffect(() => {
    readers.value += 1;
    return () => {
      readers.value -= 1;
      if (readers.value > 0) return;
      results.report.value = null;
      client.forget("report");
    };
  }, []);
  return results.report.value;
}

const hasReaders = computed(() => readers.value > 0);

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
      selection: selection.value,
      wanted: [
        "diagnostics",
        "decision",
        "node",
        "decisions",
        ...PARTS_OF_PANEL[panel.value],
        ...(hasReaders.value ? ["report" as const] : []),
        ...(pinned.value ? ["comparison" as const] : []),
      ],
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

function goTo(file: string | undefined, range: Range | undefined, from: Opener | null): void {
  if (!file || !range || !files.value.some(({ path }) => path === file)) return;
  if (from) opener = from;
  batch(() => {
    active.value = file;
    jump.value = { file, range, focus: from !== null };
    if (from) shown.value = "manifests";
  });
}

interface Opener {
  element: Element | null;
  shown: Shown;
}

/** What has the focus now, where it is to go to the editor. */
function openerOf(focus: boolean): Opener | null {
  return focus ? { element: document.activeElement, shown: shown.value } : null;
}

/** What took somebody to the editor, and is gone back to. */
let opener: Opener | null = null;

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

/** Counts what was to be selected: an answer of the engine that comes too late selects nothing. */
let selections = 0;

/** Selects a node and shows where it is written. */
export async function selectNode(id: string, { focus = false } = {}): Promise<void> {
  const number = ++selections;
  const from = openerOf(focus);
  selection.value = id;
  const found = selectedNode.peek() ?? (await nodeOf(id));
  if (number === selections) goTo(found?.node.file, found?.node.range, from);
}

async function nodeOf(id: string): Promise<NodeReport | null> {
  const answer = await client.ask({ ask: "node", id });
  return answer && "value" in answer ? answer.value : null;
}

export function deselect(): void {
  selections += 1;
  selection.value = null;
}

/** Changes what of the graph is drawn. What is `undefined` is filtered by no longer. */
export function changeView(change: { [F in keyof View]: View[F] | undefined }): void {
  const entries = Object.entries({ ...view.value, ...change }).filter(([, value]) => value !== undefined && value.length > 0);
  view.value = Object.fromEntries(entries) as View;
}

export function selectStep(step: Step, { focus = false } = {}): void {
  selections += 1;
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
    goTo(file, { start: place, end: place }, openerOf(focus));
    shown.value = "manifests";
  });
}

export function selectDiagnostic({ file, range }: Diagnostic, { focus = true } = {}): void {
  goTo(file, range, openerOf(focus));
  if (file && range) void selectAt(file, range.start);
}

/** The cursor of the editor moved, by hand. */
export function cursorAt(file: string, position: Position): void {
  void selectAt(file, position);
}

/** Selects the node that is written most closely around a place, if there is one. */
async function selectAt(file: string, position: Position): Promise<void> {
  const number = ++selections;
  const answer = await client.ask({ ask: "nodeAt", file, position });
  if (number === selections && answer && "value" in answer && answer.value !== null) selection.value = answer.value;
}
