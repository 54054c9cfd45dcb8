import { expect, test } from "vitest";
import { depthBehind } from "./indentation";

test.each([
  ["spec:", 2],
  ["  listeners:  ", 4],
  ["- matches:", 4],
  ["  - path: # exact", 6],
  ["    script: |", 6],
  ['"a b":', 2],
])("behind %j a block begins at column %d", (line, depth) => {
  expect(depthBehind(line, 2)).toBe(depth);
});

test.each(["kind: Gateway", "# spec:", "- name", "", "url: http://a", "a: [b:", "x # y:"])("%j opens no block", (line) => {
  expect(depthBehind(line, 2)).toBeNull();
});
