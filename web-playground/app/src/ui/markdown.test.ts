import { expect, test } from "vitest";
import { blocksOf, piecesOf } from "./markdown";

test("paragraphs, lists and fences are told apart", () => {
  expect(blocksOf("One\nline.\n\n```yaml in a route\na: 1\n\nb: 2\n```\n\n- x\n- y\n  z\n")).toEqual([
    { is: "text", text: "One line." },
    { is: "code", text: "a: 1\n\nb: 2\n" },
    { is: "list", items: ["x", "y z"] },
  ]);
});

test("code, emphasis and links are found in a line", () => {
  expect(piecesOf("see `a*b*`, *this* and [that](https://example.com/x)")).toEqual([
    { is: "text", text: "see " },
    { is: "code", text: "a*b*" },
    { is: "text", text: ", " },
    { is: "emphasis", text: "this" },
    { is: "text", text: " and " },
    { is: "link", text: "that", href: "https://example.com/x" },
  ]);
});

test("other links stay text", () => {
  expect(piecesOf("[x](javascript:alert(1))")).toEqual([{ is: "text", text: "[x](javascript:alert(1))" }]);
});
