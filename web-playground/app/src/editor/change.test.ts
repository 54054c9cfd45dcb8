import { expect, test } from "vitest";
import { changeBetween, withUnixLineEnds } from "./change";

const cases: [before: string, after: string][] = [
  ["", "a"],
  ["a", ""],
  ["aaa", "aa"],
  ["name: a\nport: 80\n", "name: a\nport: 8080\n"],
  ["abc", "xyz"],
  ["aba", "ababa"],
];

test.each(cases)("a change from %j leads to %j", (before, after) => {
  const change = changeBetween(before, after);
  expect(change && before.slice(0, change.from) + change.insert + before.slice(change.to)).toBe(after);
});

test("only what differs is replaced", () => {
  expect(changeBetween("port: 80\n", "port: 90\n")).toEqual({ from: 6, to: 7, insert: "9" });
});

test("equal texts need no change", () => {
  expect(changeBetween("a", "a")).toBeNull();
});

test("line ends of Windows and old Macs become Unix ones", () => {
  expect(withUnixLineEnds("a\r\nb\rc\n")).toBe("a\nb\nc\n");
});
