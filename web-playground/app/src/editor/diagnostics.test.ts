import { EditorState, Text } from "@codemirror/state";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../types";
import { changeOfMarks, marksOf } from "./diagnostics";

const text = Text.of(["kind: 😀 A", "name: b"]);
const at = (line: number, from: number, to: number, file = "a"): Diagnostic => ({
  severity: "note",
  code: "code",
  message: "m",
  file,
  range: { start: { line, column: from }, end: { line, column: to } },
});

test("marks stand where the characters are, in the order of the text", () => {
  const marks = marksOf([at(2, 7, 8), at(1, 9, 10)], "a", text);
  expect(marks.map(({ from, to, severity }) => [text.sliceString(from, to), severity])).toEqual([["A", "info"], ["b", "info"]]);
});

test("what spans lines is marked in its first", () => {
  const whole = { ...at(1, 1, 2), range: { start: { line: 1, column: 1 }, end: { line: 2, column: 5 } } };
  expect(marksOf([whole], "a", text)).toMatchObject([{ from: 0, to: text.line(1).to }]);
});

test("other files and what has no place are left out", () => {
  expect(marksOf([at(1, 1, 2, "b"), { severity: "error", code: "c", message: "m", file: "a" }], "a", text)).toEqual([]);
});

test("thousands are not all painted", () => {
  expect(marksOf(Array.from({ length: 5_000 }, () => at(1, 1, 2)), "a", text)).toHaveLength(1_000);
});

test("marks that typing has moved to where they belong stay, and others are put anew", () => {
  let state = EditorState.create({ doc: text });
  state = state.update(changeOfMarks(state, [at(2, 7, 8)], "a") ?? {}).state;
  state = state.update({ changes: { from: 0, insert: "# a comment\n" } }).state;
  expect(changeOfMarks(state, [at(3, 7, 8)], "a")).toBeNull();
  expect(changeOfMarks(state, [at(2, 7, 8)], "a")).not.toBeNull();
  expect(changeOfMarks(state, [{ ...at(3, 7, 8), hint: "another" }], "a")).not.toBeNull();
  expect(changeOfMarks(state, [], "a")).not.toBeNull();
});
