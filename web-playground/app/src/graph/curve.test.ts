import { describe, expect, it } from "vitest";
import { clipped, curvesOf, extentOf, halves, middleOf } from "./curve";
import { boxOf } from "./shape";

describe("curves", () => {
  it("are read from a path", () => {
    expect(curvesOf("M0 0C50 0 50 80 100 80H150")).toEqual([
      [[0, 0], [50, 0], [50, 80], [100, 80]],
      [[100, 80], [100, 80], [150, 80], [150, 80]],
    ]);
    expect(curvesOf("M1,2 L-3 .5 V7")).toEqual([
      [[1, 2], [1, 2], [-3, 0.5], [-3, 0.5]],
      [[-3, 0.5], [-3, 0.5], [-3, 7], [-3, 7]],
    ]);
    expect(curvesOf("")).toEqual([]);
  });

  it("reach as far as their path says", () => {
    for (const path of ["M0 0C50 0 50 80 100 80H150", "M1,2 L-3 .5 V7", "M-4-6H10C20 -8.25 20 8 30 8V-40", "M5 5L6 6 H3"]) {
      expect(extentOf(path)).toEqual(boxOf(curvesOf(path).flat()));
    }
  });

  it("have a middle", () => {
    expect(middleOf(curvesOf("M0 0C50 0 50 80 100 80"))).toEqual([50, 40]);
    expect(middleOf(curvesOf("M0 0H10C20 0 20 8 30 8H40"))).toEqual([20, 4]);
    expect(middleOf([])).toEqual([0, 0]);
  });

  it("meet where they are halved", () => {
    const [first, second] = halves([[0, 0], [50, 0], [50, 80], [100, 80]]);
    expect(first[3]).toEqual([50, 40]);
    expect(second[0]).toEqual([50, 40]);
    expect(second[3]).toEqual([100, 80]);
  });

  it("are drawn only near what is seen", () => {
    const long = curvesOf("M0 0C50 0 50 100000 100 100000");
    const part = curvesOf(clipped(long, { x: 0, y: 50_000, width: 200, height: 500 }));
    const heights = part.flatMap((curve) => curve.map(([, y]) => y));
    expect(Math.min(...heights)).toBeGreaterThan(49_000);
    expect(Math.min(...heights)).toBeLessThanOrEqual(50_000);
    expect(Math.max(...heights)).toBeGreaterThanOrEqual(50_500);
    expect(Math.max(...heights)).toBeLessThan(51_500);
    expect(clipped(long, { x: 200, y: 0, width: 10, height: 10 })).toBe("");
  });
});
