import type { Picture, PictureEdge, PictureNode } from "../../../types";

/** Where things of the drawing are, without the drawing. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function boxOf(points: readonly (readonly [number, number])[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The points that a path with absolute coordinates names. */
export function pointsOf(path: string): [number, number][] {
  const numbers = (path.match(/-?\d*\.?\d+(?:e-?\d+)?/gi) ?? []).map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, index) => [numbers[2 * index] ?? 0, numbers[2 * index + 1] ?? 0]);
}

/** The middle of an edge. Of a curve with two control points exactly, of anything else nearly. */
export function middleOf(path: string): [number, number] {
  const points = pointsOf(path);
  const [a, b, c, d] = points;
  if (a && b && c && d && points.length === 4) {
    const between = (axis: 0 | 1) => (a[axis] + 3 * b[axis] + 3 * c[axis] + d[axis]) / 8;
    return [between(0), between(1)];
  }
  const last = points.at(-1);
  return a && last ? [(a[0] + last[0]) / 2, (a[1] + last[1]) / 2] : [0, 0];
}

/** An edge and where it is. */
export interface PlacedEdge extends PictureEdge {
  box: Box;
  middle: [number, number];
}

const placed = new WeakMap<Picture, PlacedEdge[]>();

export function placedEdges(picture: Picture): PlacedEdge[] {
  let edges = placed.get(picture);
  if (!edges) {
    edges = picture.edges.map((edge) => ({ ...edge, box: boxOf(pointsOf(edge.path)), middle: middleOf(edge.path) }));
    placed.set(picture, edges);
  }
  return edges;
}

export function centre({ x, y, width, height }: PictureNode): [number, number] {
  return [x + width / 2, y + height / 2];
}

/** The longest beginning of a text that fits a width, with an ellipsis if that is not all. */
export function fitted(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  let [fits, most] = [0, characters.length];
  while (fits < most) {
    const half = Math.ceil((fits + most) / 2);
    if (measure(`${characters.slice(0, half).join("")}…`) <= width) fits = half;
    else most = half - 1;
  }
  return `${characters.slice(0, fits).join("")}…`;
}
