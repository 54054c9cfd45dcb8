import { describe, expect, it } from "vitest";
import type { Attachment } from "../../../types";
import { matrixOf, moved, picked, standingOf } from "./pairs";

function pair(route: string, listener: string, reason?: string): Attachment {
  return { route, listener, attached: !reason, ...(reason && { condition: "Accepted", reason }), message: "" };
}

const pairs = [pair("shop", "http"), pair("shop", "https", "NotAllowedByListeners"), pair("blog", "https")];
const all = { route: "", listener: "", onlyRefused: false };
const nameOf = (id: string) => `HTTPRoute default/${id}`;

it("tells what is refused from what nobody asked for", () => {
  expect(pairs.map(standingOf)).toEqual(["attached", "refused", "attached"]);
  expect(standingOf({ ...pair("a", "b"), attached: false })).toBe("unasked");
});

it("picks by parts of names, in any case", () => {
  expect(picked(pairs, all, nameOf)).toHaveLength(3);
  expect(picked(pairs, { ...all, route: "SHOP " }, nameOf)).toHaveLength(2);
  expect(picked(pairs, { ...all, listener: "https", onlyRefused: true }, nameOf)).toEqual([pairs[1]]);
  expect(picked(pairs, { ...all, route: "none" }, nameOf)).toEqual([]);
});

describe("the matrix", () => {
  it("has a row for each route and a hole for what was not picked", () => {
    expect(matrixOf(pairs)).toEqual({
      listeners: ["http", "https"],
      rows: [
        { route: "shop", cells: [pairs[0], pairs[1]] },
        { route: "blog", cells: [undefined, pairs[2]] },
      ],
    });
  });

  it("gives way to a list where it would be too large", () => {
    const routes = Array.from({ length: 301 }, (_, index) => pair(`r${index}`, "http"));
    expect(matrixOf(routes.slice(1))).not.toBeNull();
    expect(matrixOf(routes)).toBeNull();
    const listeners = Array.from({ length: 11 }, (_, index) => pair("r", `l${index}`));
    expect(matrixOf(listeners)).toBeNull();
  });

  it("is walked by arrow keys, and not left by them", () => {
    expect(moved("ArrowDown", [0, 1], 2, 2)).toEqual([1, 1]);
    expect(moved("ArrowDown", [1, 1], 2, 2)).toBeNull();
    expect(moved("ArrowLeft", [1, 0], 2, 2)).toBeNull();
    expect(moved("End", [1, 0], 2, 2)).toEqual([1, 1]);
    expect(moved("PageUp", [1, 0], 2, 2)).toEqual([0, 0]);
    expect(moved("a", [0, 0], 2, 2)).toBeNull();
  });
});
