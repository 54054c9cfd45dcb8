import { boxOf, overlap, type Box } from "./shape";

/** Paths as curves, so that only the part that is seen needs to be drawn. */

export type Point = readonly [x: number, y: number];
/** A cubic curve: its ends are the first and the last. */
export type Curve = readonly [Point, Point, Point, Point];

/** The curves of a path of `M`, `L`, `H`, `V` and `C` with absolute coordinates. */
export function curvesOf(path: string): Curve[] {
  const curves: Curve[] = [];
  let at: Point = [0, 0];
  for (const [, command, rest = ""] of path.matchAll(/([MLHVC])([^MLHVC]*)/g)) {
    const numbers = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const [a = 0, b = 0] = numbers;
    if (command === "M") at = [a, b];
    else if (command === "C") {
      for (let index = 0; index + 5 < numbers.length; index += 6) {
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x = 0, y = 0] = numbers.slice(index, index + 6);
        curves.push([at, [x1, y1], [x2, y2], [x, y]]);
        at = [x, y];
      }
    } else {
      const to: Point = command === "H" ? [a, at[1]] : command === "V" ? [at[0], a] : [a, b];
      curves.push([at, at, to, to]);
      at = to;
    }
  }
  return curves;
}

/** The box around all ends and handles of such a path, without making curves of it. */
export function extentOf(path: string): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let command = "";
  let isX = true;
  let from = 0;
  for (let at = 0; at <= path.length; at += 1) {
    const code = path.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e || (code === 0x2d && from === at)) continue;
    if (from < at) {
      const value = Number(path.slice(from, at));
      if (isX) {
        left = Math.min(left, value);
        right = Math.max(right, value);
      } else {
        top = Math.min(top, value);
        bottom = Math.max(bottom, value);
      }
      if (command !== "H" && command !== "V") isX = !isX;
    }
    // A minus begins the next number by itself.
    from = code === 0x2d ? at : at + 1;
    if (code >= 0x41) {
      command = path.charAt(at);
      isX = command !== "V";
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function between([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2, (ay + by) / 2];
}

/** The two halves of a curve (de Casteljau). */
export function halves([a, b, c, d]: Curve): [Curve, Curve] {
  const [ab, bc, cd] = [between(a, b), between(b, c), between(c, d)];
  const [abc, bcd] = [between(ab, bc), between(bc, cd)];
  const middle = between(abc, bcd);
  return [
    [a, ab, abc, middle],
    [middle, bcd, cd, d],
  ];
}

/** The middle of an edge's middle part. */
export function middleOf(curves: readonly Curve[]): Point {
  const curve = curves[Math.floor(curves.length / 2)];
  return curve ? halves(curve)[0][3] : [0, 0];
}

/** The part of a path that is near a box, as a path. What is not much larger than the box stays whole. */
export function clipped(curves: readonly Curve[], box: Box): string {
  return curves.flatMap((curve) => near(curve, box, 10)).map(([a, b, c, d]) => `M${a}C${b} ${c} ${d}`).join("");
}

function near(curve: Curve, box: Box, depth: number): Curve[] {
  const own = boxOf(curve);
  if (!overlap(own, box)) return [];
  if (depth === 0 || (own.width <= box.width && own.height <= box.height)) return [curve];
  return halves(curve).flatMap((half) => near(half, box, depth - 1));
}
