import { expect, test } from "vitest";
import { emptyWorkspace } from "../state/workspace";
import { summaryOf } from "./summary";

const of = (...texts: string[]) => summaryOf({ ...emptyWorkspace(), files: texts.map((text, index) => ({ path: `${index}`, text })) });

test("files and objects are counted, and kinds named", () => {
  expect(of("kind: Gateway\n---\nkind: HTTPRoute\nspec:\n  kind: Service\n", "kind: HTTPRoute")).toBe("2 files, 3 objects: Gateway, HTTPRoute");
});

test("a text without objects says so", () => {
  expect(of("a: 1")).toBe("1 file, 0 objects");
});
