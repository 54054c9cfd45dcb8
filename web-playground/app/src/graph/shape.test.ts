import { describe, expect, it } from "vitest";
import type { Picture } from "../../../types";
import { boxOf, fitted, overlap, placedEdges, seenEdges } from "./shape";

describe("shapes", () => {
  it("know their box", () => {
    expect(boxOf([[3, 4], [1, 9], [2, 2]])).toEqual({ x: 1, y: 2, width: 2, height: 7 });
  });

  it("know what they overlap", () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlap(box, { x: 5, y: 5, width: 1, height: 1 })).toBe(true);
    expect(overlap(box, { x: 11, y: 0, width: 1, height: 1 })).toBe(false);
  });

  it("are left out where there are too many, the least wanted and longest first", () => {
    const edge = (to: string, y: number) => ({ from: "a", to, attached: true, path: `M0 0H10V${y}` });
    const edges = placedEdges({ edges: [edge("far", 900), edge("near", 10), edge("wanted", 800), edge("gone", -5)] } as Picture);
    const names = (most: number, y = 0) =>
      seenEdges(edges, { x: 0, y, width: 50, height: 50 }, ({ to }) => (to === "wanted" ? 0 : 1), most).map(({ to }) => to);
    expect(names(4)).toEqual(["far", "near", "wanted", "gone"]);
    expect(names(2)).toEqual(["wanted", "gone"]);
    expect(names(4, 500)).toEqual(["far", "wanted"]);
  });

  it("shorten a text to what fits, by characters", () => {
    const measure = (text: string) => [...text].length;
    expect(fitted("abc", 3, measure)).toBe("abc");
    expect(fitted("abcdef", 4, measure)).toBe("abc…");
    expect(fitted("😀😀😀", 2, measure)).toBe("😀…");
    expect(fitted("abc", 0, measure)).toBe("…");
  });
});
