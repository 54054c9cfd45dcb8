import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { offsetAt, offsetsOf, positionAt } from "./positions";

const text = Text.of(["kind: Gateway", "name: 😀😀 é", ""]);

test("a column counts a character outside the basic plane once", () => {
  expect(offsetAt(text, { line: 2, column: 9 })).toBe(14 + 6 + 4);
  expect(positionAt(text, 14 + 6 + 4)).toEqual({ line: 2, column: 9 });
});

test("places and offsets are each other's inverse", () => {
  for (const line of [1, 2, 3]) {
    for (let column = 1; column <= [...text.line(line).text].length + 1; column += 1) {
      expect(positionAt(text, offsetAt(text, { line, column }))).toEqual({ line, column });
    }
  }
});

test("a place outside the text is the nearest inside", () => {
  expect(offsetAt(text, { line: 0, column: 1 })).toBe(0);
  expect(offsetAt(text, { line: 1, column: 99 })).toBe(13);
  expect(offsetAt(text, { line: 99, column: 1 })).toBe(text.length);
});

test("a range that ends before it starts is empty", () => {
  expect(offsetsOf(text, { start: { line: 2, column: 3 }, end: { line: 1, column: 1 } })).toEqual({ from: 16, to: 16 });
});
