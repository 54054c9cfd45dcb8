import { expect, test } from "vitest";
import { isDeep, yaml } from "./language";

const { parser } = yaml.language;
const nested = (depth: number) => `a: ${"[".repeat(depth)}${"]".repeat(depth)}\n`;

test("a text is parsed", () => {
  expect(parser.parse("a: [{b: 1}]\n").toString()).toContain("FlowSequence");
});

test("a text that is deeper than the stack has no structure, and is no error", () => {
  expect(parser.parse(nested(100_000)).length).toBe(0);
});

test("many brackets are not deep ones", () => {
  expect(isDeep(nested(3).repeat(1_000))).toBe(false);
  expect(isDeep("{[".repeat(250))).toBe(false);
  expect(isDeep("{[".repeat(251))).toBe(true);
  expect(isDeep(`${"]".repeat(600)}${"[".repeat(501)}`)).toBe(true);
});
