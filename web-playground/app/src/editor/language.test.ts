import { expect, test } from "vitest";
import { withoutOverflow, yaml } from "./language";

const { parser } = yaml.language;

/** A parse that comes to this end. */
function ending(error: Error) {
  const inner = parser.startParse("a: 1\n");
  inner.advance = () => {
    throw error;
  };
  return withoutOverflow(inner, { length: 5 } as never, [], []);
}

test("a text is parsed", () => {
  expect(parser.parse("a: [1]\n").toString()).toContain("FlowSequence");
});

test("a text that is deeper than the stack has no structure, and is no error", () => {
  expect(ending(new RangeError("Maximum call stack size exceeded")).advance()?.length).toBe(0);
});

test("other errors are not hidden", () => {
  expect(() => ending(new TypeError("a bug")).advance()).toThrow("a bug");
});
