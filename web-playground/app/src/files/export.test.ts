import { expect, test, vi } from "vitest";

vi.stubGlobal("location", new URL("https://example.com/"));
vi.stubGlobal("Worker", class {});
const { inOne } = await import("./export");

test("all files become documents of one", () => {
  const files = [
    { path: "a.yaml", text: "---\nkind: A\n" },
    { path: "empty.yaml", text: "\n" },
    { path: "b.json", text: '{"kind": "B"}' },
  ];
  expect(inOne(files)).toBe('# a.yaml\nkind: A\n---\n# b.json\n{"kind": "B"}\n');
});
