import { beforeAll, expect, test, vi } from "vitest";
import type { Example } from "./examples";

vi.stubGlobal("location", new URL("https://example.com/"));
vi.stubGlobal("Worker", class {});
const { loadExamples, openFirstExample, searched, workspaceOf } = await import("./open");
const { workspace } = await import("../state/store");
const { checkedWorkspace } = await import("../state/workspace");

let examples: readonly Example[];
beforeAll(async () => {
  examples = await loadExamples();
});

test("each example is a workspace, under a slug of its own", () => {
  expect(new Set(examples.map(({ slug }) => slug)).size).toBe(examples.length);
  for (const example of examples) {
    const workspace = workspaceOf(example, "graph");
    expect(checkedWorkspace(JSON.parse(JSON.stringify(workspace)))).toEqual(workspace);
    expect(workspace.saved.every(({ expected }) => expected)).toBe(true);
  }
});

test("the first visit shows the first example", () => {
  openFirstExample();
  const [first] = examples;
  expect(workspace()).toEqual(first && workspaceOf(first, workspace().panel));
});

test("an expectation is taken from the facts", () => {
  const example: Example = {
    ...examples[0]!,
    requests: [
      { method: "GET", url: "http://a/", headers: [], name: "one", expect: ["because  x won: y", "forward  login → default/foo:80"] },
      { method: "GET", url: "http://a/b", headers: [], expect: ["redirect  301 https://b/"] },
      { url: "tls://a:443", headers: [], expect: ["noMatch"] },
    ],
  };
  expect(workspaceOf(example, "graph").saved.map(({ name, expected }) => [name, expected])).toEqual([
    ["one", { outcome: "forward", backend: "default/foo:80" }],
    ["GET http://a/b", { outcome: "redirect", status: 301 }],
    ["tls://a:443", { outcome: "noMatch" }],
  ]);
});

test("a search wants all its words, in any place and case", () => {
  const found = searched(examples, "  grant MISSING ").flatMap(([, list]) => list.map(({ slug }) => slug));
  expect(found).toContain("missing-reference-grant");
  expect(found.length).toBeLessThan(examples.length);
  expect(searched(examples, "no such thing anywhere")).toEqual([]);
});
