import { Transaction } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { batch, effect, signal, untracked } from "@preact/signals";
import type { Range } from "../../../types";
import { activeFile, client, cursorAt, embedded, files, jump, renamed, results, selectedNode, shown, writeFile } from "../state/store";
import { changeFrom, documents } from "./documents";
import { changeOfMarks } from "./diagnostics";
import { extensions } from "./extensions";
import { offsetsOf, positionAt } from "./positions";
import { changeOfBar } from "./selected-node";
import { typing } from "./typing";

/** How long the cursor rests before its node is selected. */
const CURSOR_PAUSE = 80;
/** While the engine works, typing is gathered for a millisecond for so many characters: the page copies all of them each time. */
const CHARACTERS_A_MILLISECOND = 50_000;
const LONGEST_PAUSE = 60;
/** Up to here a jump selects the text; above, it goes to its beginning. */
const MOST_SELECTED_LINES = 3;

/** No timer: the page hears of it as soon as the editor is through with it. */
const NOW = 0;

/** Keeps an editor and the state of the page together. Returns what ends it. */
export function mountEditor(parent: HTMLElement): () => void {
  /** The file in the editor. */
  const path = signal("");
  /** What the page last heard from here. */
  let written = "";
  let typed: number | undefined;
  let moved: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    if (typed === undefined) return;
    clearTimeout(typed);
    typed = undefined;
    written = view.state.doc.toString();
    batch(() => {
      typing.value = false;
      writeFile(path.peek(), written);
    });
  };

  const cursorRested = () => cursorAt(path.peek(), positionAt(view.state.doc, view.state.selection.main.head));

  const onUpdate = ({ docChanged, selectionSet, transactions }: ViewUpdate) => {
    if (transactions.some((transaction) => transaction.annotation(Transaction.remote))) return;
    if (docChanged) {
      clearTimeout(typed);
      typing.value = true;
      if (client.state.peek().is === "ready") {
        typed = NOW;
        queueMicrotask(flush);
      } else {
        typed = window.setTimeout(flush, Math.min(view.state.doc.length / CHARACTERS_A_MILLISECOND, LONGEST_PAUSE));
      }
    }
    const byHand = transactions.some((transaction) => transaction.isUserEvent("select") || transaction.isUserEvent("input"));
    if (!byHand || !(docChanged || selectionSet)) return;
    clearTimeout(moved);
    moved = setTimeout(cursorRested, CURSOR_PAUSE);
  };

  documents.use([extensions(() => path.peek(), embedded), EditorView.updateListener.of(onUpdate), EditorView.domEventHandlers({ blur: flush })]);
  const view = new EditorView({ parent });

  /** Puts the active file into the editor, as it is in the state of the page. */
  const show = () => {
    const file = activeFile.value;
    if (!file) return;
    if (file.path === path.peek()) {
      if (typed !== undefined || file.text === written) return;
      written = file.text;
      const change = changeFrom(view.state, file.text);
      if (change) view.dispatch(change);
      return;
    }
    flush();
    if (path.peek()) documents.keep(path.peek(), view.state);
    path.value = file.path;
    written = file.text;
    view.setState(documents.open(file));
  };

  const follow = () => {
    show();
    documents.retain(new Set(files.value.map(({ path }) => path)));
  };

  // Before the other parts of the page draw: the editor asks where things are, and all that was drawn is laid out for that.
  const mark = () => {
    const change = changeOfMarks(view.state, results.diagnostics.value ?? [], path.value);
    if (change) view.dispatch(change);
  };

  const showSelection = () => {
    const node = selectedNode.value?.node;
    const change = changeOfBar(view.state, node?.range && node.file === path.value ? node.range : null);
    if (change) view.dispatch(change);
  };

  const go = () => {
    const to = jump.value;
    if (!to) return;
    untracked(show);
    if (to.file !== path.peek()) return;
    goTo(view, to.range);
    if (!to.focus) return;
    shown.value = "manifests";
    view.focus();
    // On a phone the editor was out of sight, and cannot take the focus before the page shows it.
    if (!view.hasFocus) requestAnimationFrame(() => view.focus());
  };

  // Before the files have their new names.
  const rename = () => {
    if (renamed.value) documents.rename(renamed.value.from, renamed.value.to);
  };

  const ends = [effect(rename), effect(follow), effect(mark), effect(showSelection), effect(go)];
  window.addEventListener("pagehide", flush);
  return () => {
    flush();
    for (const end of ends) end();
    window.removeEventListener("pagehide", flush);
    clearTimeout(moved);
    view.destroy();
  };
}

function goTo(view: EditorView, range: Range): void {
  const { from, to } = offsetsOf(view.state.doc, range);
  const selected = range.end.line - range.start.line < MOST_SELECTED_LINES;
  view.dispatch({
    selection: { anchor: from, head: selected ? to : from },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
}
