import { history, undo } from "@codemirror/commands";
import type { EditorState } from "@codemirror/state";
import { beforeEach, expect, test } from "vitest";
import { Documents } from "./documents";

let documents: Documents;
beforeEach(() => {
  documents = new Documents();
  documents.use([history()]);
});

const typed = (state: EditorState, insert: string) => state.update({ changes: { from: state.doc.length, insert } }).state;

function undone(state: EditorState): string {
  let after = state;
  undo({ state, dispatch: (transaction) => (after = transaction.state) });
  return after.doc.toString();
}

test("a file that is left and opened again can still be undone", () => {
  documents.keep("a", typed(documents.open({ path: "a", text: "a: 1\n" }), "b: 2\n"));
  expect(undone(documents.open({ path: "a", text: "a: 1\nb: 2\n" }))).toBe("a: 1\n");
});

test("what was written elsewhere meanwhile is there, and can be undone", () => {
  documents.keep("a", documents.open({ path: "a", text: "a: 1\n" }));
  const state = documents.open({ path: "a", text: "a: 3\n" });
  expect(state.doc.toString()).toBe("a: 3\n");
  expect(undone(state)).toBe("a: 1\n");
});

test("a renamed file keeps its history, in the editor or not", () => {
  const state = typed(documents.open({ path: "a", text: "" }), "x");
  documents.keep("a", state);
  documents.rename("a", "b");
  expect(undone(documents.open({ path: "b", text: "x" }))).toBe("");

  documents.rename("c", "d");
  documents.keep("c", state);
  expect(undone(documents.open({ path: "d", text: "x" }))).toBe("");
});

test("a file that is gone is forgotten", () => {
  documents.keep("a", typed(documents.open({ path: "a", text: "" }), "x"));
  documents.retain(new Set(["b"]));
  expect(undone(documents.open({ path: "a", text: "x" }))).toBe("x");
});
