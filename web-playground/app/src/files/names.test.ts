import { expect, test } from "vitest";
import { freeName, objection } from "./names";

test("a free name is left as it is", () => {
  expect(freeName("a.yaml", ["b.yaml"])).toBe("a.yaml");
});

test("a taken name gets the next free number before its extension", () => {
  expect(freeName("a.yaml", ["a.yaml", "a-2.yaml"])).toBe("a-3.yaml");
  expect(freeName(".hidden", [".hidden"])).toBe(".hidden-2");
});

test.each([["  ", "needs a name"], ["a.yaml", "already"], ["a\nb", "control"], ["a".repeat(201), "at most"]])("%j is refused", (path, why) => {
  expect(objection(path, ["a.yaml"])).toContain(why);
});

test("other scripts and spaces are names, too", () => {
  expect(objection("تجربة my file.yaml", [])).toBeNull();
});
