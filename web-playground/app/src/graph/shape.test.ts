import { describe, expect, it } from "vitest";
import { fitted, middleOf, overlap, pointsOf } from "./shape";

describe("shapes", () => {
  it("reads the points of a path", () => {
    expect(pointsOf("M0 -1.5C10,20 30-40 1e2 .5")).toEqual([[0, -1.5], [10, 20], [30, -40], [100, 0.5]]);
    expect(pointsOf("")).toEqual([]);
  });

  it("finds the middle of a curve and of a line", () => {
    expect(middleOf("M0 0C50 0 50 80 100 80")).toEqual([50, 40]);
    expect(middleOf("M0 0L10 20")).toEqual([5, 10]);
    expect(middleOf("")).toEqual([0, 0]);
  });

  it("knows what overlaps", () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlap(box, { x: 5, y: 5, width: 1, height: 1 })).toBe(true);
    expect(overlap(box, { x: 11, y: 0, width: 1, height: 1 })).toBe(false);
  });

  it("shortens a text to what fits, by characters", () => {
    const measure = (text: string) => [...text].length;
    expect(fitted("abc", 3, measure)).toBe("abc");
    expect(fitted("abcdef", 4, measure)).toBe("abc…");
    expect(fitted("😀😀😀", 2, measure)).toBe("😀…");
    expect(fitted("abc", 0, measure)).toBe("…");
  });
});
