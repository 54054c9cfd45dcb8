import { describe, expect, it } from "vitest";
import { scaleOf, scrollAfter, scrollTo, stepped, wheeled } from "./zoom";

const room = { width: 800, height: 400 };

describe("the scale", () => {
  it("fits the whole drawing if asked to", () => {
    expect(scaleOf("fit", { width: 1600, height: 400 }, room)).toBe(0.5);
    expect(scaleOf("fit", { width: 160, height: 40 }, room)).toBe(1.5);
    expect(scaleOf("fit", { width: 1600, height: 100_000 }, room)).toBe(0.4);
  });

  it("stays readable by itself", () => {
    expect(scaleOf("auto", { width: 1600, height: 400 }, room)).toBe(0.75);
    expect(scaleOf("auto", { width: 160, height: 40 }, room)).toBe(1);
    expect(scaleOf("auto", { width: 0, height: 0 }, { width: 0, height: 0 })).toBe(0.75);
  });

  it("is a little smaller where that shows all columns", () => {
    expect(scaleOf("auto", { width: 1200, height: 400 }, room)).toBeCloseTo(0.667);
    expect(scaleOf("auto", { width: 1200, height: 4000 }, room)).toBeCloseTo(0.667);
    expect(scaleOf("auto", { width: 1300, height: 400 }, room)).toBe(0.75);
  });

  it("goes in steps, up to an end", () => {
    expect(stepped(stepped(0.8, 1), -1)).toBeCloseTo(0.8);
    expect(stepped(1.9, 1)).toBe(2);
    expect(stepped(0.26, -1)).toBe(0.25);
    expect(wheeled(1, -10_000)).toBeCloseTo(Math.exp(1 / 3));
    expect(wheeled(1, 3)).toBeLessThan(1);
  });
});

describe("scrolling", () => {
  it("keeps what is under the pointer", () => {
    expect(scrollAfter(100, 50, 1, 2)).toBe(250);
  });

  it("reveals what is outside, and nothing else moves", () => {
    expect(scrollTo(100, 200, 150, 180)).toBe(100);
    expect(scrollTo(100, 200, 50, 80)).toBe(34);
    expect(scrollTo(100, 200, 290, 320)).toBe(136);
    expect(scrollTo(0, 200, 5, 30)).toBe(0);
    expect(scrollTo(100, 200, 500, 900)).toBe(484);
  });
});
