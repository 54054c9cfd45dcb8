import type { Box } from "./shape";

/** Paths as curves, so that only the part that is seen needs to be drawn. */

export type Point = readonly [x: number, y: number];
/** A cubic curve: its ends are the first and the last. */
export type Curve = readonly [Point, Point, Point, Point];

/** Gives the numbers of a path of `M`, `L`, `H`, `V` and `C` with absolute coordinates, each with the command it belongs to. */
function eachNumber(path: string, take: (command: string, value: number) => void): void {
  let command = "";
  let from = 0;
  for (let at = 0; at <= path.length; at += 1) {
    const code = path.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e || (code === 0x2d && from === at)) continue;
    if (from < at) take(command, Number(path.slice(from, at)));
    // A minus begins the next number by itself.
    from = code === 0x2d ? at : at + 1;
    if (code >= 0x41) command = path.charAt(at);
  }
}

/** The curves of such a path. */
export function curvesOf(path: string): Curve[] {
  const curves: Curve[] = [];
  let at: Point = [0, 0];
  const numbers: number[] = [];
  const line = (to: Point) => {
    curves.push([at, at, to, to]);
    at = to;
  };
  eachNumber(path, (command, value) => {
    if (command === "H") return line([value, at[1]]);
    if (command === "V") return line([at[0], value]);
    numbers.push(value);
    if (numbers.length < (command === "C" ? 6 : 2)) return;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x = 0, y = 0] = numbers.splice(0);
    if (command === "M") at = [x1, y1];
    else if (command === "C") {
      const to: Point = [x, y];
      curves.push([at, [x1, y1], [x2, y2], to]);
      at = to;
    } else line([x1, y1]);
  });
  return curves;
}

/** The box around all ends and handles of such a path, without making curves of it. */
export function extentOf(path: string): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let isX = true;
  eachNumber(path, (command, value) => {
    if (command === "H" || (command !== "V" && isX)) {
      left = Math.min(left, value);
      right = Math.max(right, value);
    } else {
      top = Math.min(top, value);
      bottom = Math.max(bottom, value);
    }
    if (command !== "H" && command !== "V") isX = !isX;
  });
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
  let path = "";
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  // Halves by de Casteljau. Of hundreds of edges: points that are pairs would take most of the time.
  const draw = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number, depth: number): void => {
    const [x1, x2] = [Math.min(ax, bx, cx, dx), Math.max(ax, bx, cx, dx)];
    const [y1, y2] = [Math.min(ay, by, cy, dy), Math.max(ay, by, cy, dy)];
    if (x1 > right || x2 < box.x || y1 > bottom || y2 < box.y) return;
    if (depth === 0 || (x2 - x1 <= box.width && y2 - y1 <= box.height)) {
      path += `M${exact(ax)},${exact(ay)}C${exact(bx)},${exact(by)} ${exact(cx)},${exact(cy)} ${exact(dx)},${exact(dy)}`;
      return;
    }
    const [abx, aby, bcx, bcy, cdx, cdy] = [(ax + bx) / 2, (ay + by) / 2, (bx + cx) / 2, (by + cy) / 2, (cx + dx) / 2, (cy + dy) / 2];
    const [abcx, abcy, bcdx, bcdy] = [(abx + bcx) / 2, (aby + bcy) / 2, (bcx + cdx) / 2, (bcy + cdy) / 2];
    const [x, y] = [(abcx + bcdx) / 2, (abcy + bcdy) / 2];
    draw(ax, ay, abx, aby, abcx, abcy, x, y, depth - 1);
    draw(x, y, bcdx, bcdy, cdx, cdy, dx, dy, depth - 1);
  };
  for (const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] of curves) draw(ax, ay, bx, by, cx, cy, dx, dy, 10);
  return path;
}

/** As exact as anybody sees it. */
function exact(value: number): number {
  return Math.round(value * 100) / 100;
}
