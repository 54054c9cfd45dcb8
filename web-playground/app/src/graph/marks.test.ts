import { expect, it } from "vitest";
import type { PictureNode } from "../../../types";
import { changes, said } from "./marks";

it("marks who gained and who lost", () => {
  const marks = changes({
    requests: [],
    attachments: [
      { route: "HTTPRoute/a/a", listener: "x", before: false, after: true, reason: "" },
      { route: "HTTPRoute/a/b", listener: "x", before: false, after: true, reason: "" },
      { route: "HTTPRoute/a/b", listener: "y", before: true, after: false, reason: "" },
      { route: "HTTPRoute/a/c", listener: "y", before: true, after: true, reason: "" },
    ],
    backends: [
      { name: "a/s:80", before: 1, after: 0.5 },
      { name: "a/t:80", before: 0.5, after: 0.5 },
    ],
  });
  expect([...marks].map(([id, { sign, word }]) => [id, sign, word])).toEqual([
    ["HTTPRoute/a/a", "▲", "gained"],
    ["HTTPRoute/a/b", "▲▼", "gained and lost"],
    ["Backend/a/s:80", "▼", "lost"],
  ]);
});

it("says everything that the drawing shows", () => {
  const node = { description: "HTTPRoute a/b, refused", collapsed: 3 } as PictureNode;
  expect(said(node, true, { sign: "▼", word: "lost" })).toBe(
    "HTTPRoute a/b, refused, on the request's path, lost since the pinned state, 3 rules not shown, Enter shows them",
  );
  expect(said({ ...node, collapsed: 0 }, false, undefined)).toBe("HTTPRoute a/b, refused");
});
