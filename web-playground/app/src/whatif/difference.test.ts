import { expect, test } from "vitest";
import type { Comparison, Summary } from "../../../types";
import { fileDifferences, requestDifferences, trafficDifferences } from "./difference";

const file = (path: string, text: string) => ({ path, text });
const summary = (text: string): Summary => ({ outcome: "forward", text, backends: [] });

test("files differ by the lines that only one has", () => {
  const before = [file("a", "1\n2\n3\n"), file("b", "x\n"), file("c", "same")];
  const after = [file("a", "2\n3\n4\n5\n"), file("c", "same"), file("d", "new")];
  expect(fileDifferences(before, after)).toEqual([
    { path: "a", how: "changed", gained: 2, lost: 1 },
    { path: "b", how: "removed", gained: 0, lost: 1 },
    { path: "d", how: "added", gained: 1, lost: 0 },
  ]);
});

test("a line that begins or ends the file is counted whole", () => {
  const [one] = fileDifferences([file("a", "\nabc\nend")], [file("a", "xabc\nend!")]);
  expect(one).toEqual({ path: "a", how: "changed", gained: 2, lost: 3 });
});

const comparison: Comparison = {
  requests: [
    { changed: false, before: summary("forward to a"), after: summary("forward to a") },
    { changed: true, before: summary("forward to a"), after: summary("forward to b") },
  ],
  attachments: [],
  backends: [
    { name: "c", before: 0, after: 0 },
    { name: "a", before: 2, after: 1 },
    { name: "b", before: 0, after: 1 },
  ],
};
const compared = [{ url: "http://a.example/" }, { url: "http://b.example/" }];

test("requests that changed come first, under the names they are saved by", () => {
  const saved = [{ name: "second", request: { url: "http://b.example/" } }];
  expect(requestDifferences(comparison, compared, saved).map(({ name }) => name)).toEqual(["second", "GET a.example/"]);
});

test("a comparison of other requests says nothing", () => {
  expect(requestDifferences(comparison, compared.slice(1), [])).toEqual([]);
});

test("shares are of all requests, the greatest change first", () => {
  expect(trafficDifferences(comparison)).toEqual([
    { name: "a", before: 1, after: 0.5 },
    { name: "b", before: 0, after: 0.5 },
    { name: "c", before: 0, after: 0 },
  ]);
});
