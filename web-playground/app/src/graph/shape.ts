import type { Picture, PictureEdge } from "../../../types";
import { curvesOf, extentOf, middleOf, type Curve, type Point } from "./curve";

/** Where things of the drawing are, and which of them are seen. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function boxOf(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** An edge and where it is. Its curves are made where they are asked for: most edges are out of sight. */
export class PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly attached: boolean;
  readonly reason: string | undefined;
  readonly path: string;
  readonly box: Box;
  #curves: Curve[] | undefined;

  constructor({ from, to, attached, reason, path }: PictureEdge) {
    this.from = from;
    this.to = to;
    this.attached = attached;
    this.reason = reason;
    this.path = path;
    this.box = extentOf(path);
  }

  get curves(): Curve[] {
    return (this.#curves ??= curvesOf(this.path));
  }

  get middle(): Point {
    return middleOf(this.curves);
  }
}

const placed = new WeakMap<Picture, PlacedEdge[]>();

export function placedEdges(picture: Picture): PlacedEdge[] {
  let edges = placed.get(picture);
  if (!edges) {
    edges = picture.edges.map((edge) => new PlacedEdge(edge));
    placed.set(picture, edges);
  }
  return edges;
}

/** The edges that are drawn: of those that are seen no more than `most`, the first by `rank`, and then the shortest. */
export function seenEdges(edges: readonly PlacedEdge[], seen: Box, rank: (edge: PlacedEdge) => number, most: number): PlacedEdge[] {
  const near = edges.filter(({ box }) => overlap(box, seen));
  if (near.length <= most) return near;
  const ranked = near.map((edge) => [rank(edge), edge] as const);
  return ranked
    .sort(([a, one], [b, other]) => a - b || one.box.height - other.box.height)
    .slice(0, most)
    .map(([, edge]) => edge);
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
