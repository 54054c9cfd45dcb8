import { expect, test } from "vitest";
import type { Diagnostic, Severity } from "../../../types";
import { countOf, countText, firstOf, grouped } from "./list";

const at = (file: string | undefined, line: number, severity: Severity = "error"): Diagnostic => ({
  severity,
  code: "code",
  message: `${file} ${line}`,
  ...(file && { file, range: { start: { line, column: 1 }, end: { line, column: 2 } } }),
});

test("counts are told in words", () => {
  expect(countText(countOf([at("a", 1), at("a", 2), at("a", 3, "note")]))).toBe("2 errors, 1 note");
  expect(countText(countOf([]))).toBe("no problems");
});

test("files come as their tabs do, lines from the top, and what has no file last", () => {
  const { groups } = grouped([at("a", 9), at(undefined, 0), at("b", 2), at("a", 3)], ["b", "a"], new Set(), 10);
  expect(groups.map(({ file, diagnostics }) => [file, ...diagnostics.map(({ range }) => range?.start.line)])).toEqual([
    ["b", 2],
    ["a", 3, 9],
    [undefined, undefined],
  ]);
});

test("a severity can be left out", () => {
  const { groups } = grouped([at("a", 1, "note"), at("a", 2)], ["a"], new Set<Severity>(["note"]), 10);
  expect(groups).toMatchObject([{ total: 1 }]);
});

test("what is too much is counted", () => {
  const many = Array.from({ length: 10_000 }, (_, line) => at(line < 6_000 ? "a" : "b", line));
  const { groups, left } = grouped(many, ["a", "b"], new Set(), 200);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ file: "a", total: 6_000 });
  expect(left).toBe(9_800);
});

test("the first of a long list are those of the first files, and the rest is counted", () => {
  const many = Array.from({ length: 30 }, (_, line) => at(line < 10 ? "a" : "b", line));
  const { groups } = grouped(many, ["a", "b"], new Set(), 200);
  const { drawn, left } = firstOf(groups, 12);
  expect(drawn.map(({ file, diagnostics, total }) => [file, diagnostics.length, total])).toEqual([
    ["a", 10, 10],
    ["b", 2, 20],
  ]);
  expect(left).toBe(18);
});
