import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { changeOfBar, selectedNode } from "./selected-node";

const lines = (start: number, end: number) => ({ start: { line: start, column: 1 }, end: { line: end, column: 1 } });

test("a bar changes only where it is to be elsewhere", () => {
  let state = EditorState.create({ doc: "a: 1\nb: 2\nc: 3\n", extensions: [selectedNode] });
  expect(changeOfBar(state, null)).toBeNull();
  const change = changeOfBar(state, lines(2, 3));
  expect(change).not.toBeNull();
  state = state.update(change ?? {}).state;
  expect(changeOfBar(state, lines(2, 3))).toBeNull();
  expect(changeOfBar(state, lines(2, 4))).not.toBeNull();
  expect(changeOfBar(state, null)).not.toBeNull();
});

test("a bar moves with what is typed above it", () => {
  let state = EditorState.create({ doc: "a: 1\nb: 2\n", extensions: [selectedNode] });
  state = state.update(changeOfBar(state, lines(2, 3)) ?? {}).state;
  state = state.update({ changes: { from: 0, insert: "# new\n" } }).state;
  expect(changeOfBar(state, lines(3, 4))).toBeNull();
  expect(changeOfBar(state, lines(2, 3))).not.toBeNull();
});
