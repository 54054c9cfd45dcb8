import type { PictureEdge, PictureNode } from "../../../types";

/** How the arrow keys go through the drawing: along edges to the left and right, and up and down within a column. */

type Drawn = { nodes: readonly PictureNode[]; edges: readonly Pick<PictureEdge, "from" | "to">[] };

export type Walk = "left" | "right" | "up" | "down" | "first" | "last";

const WALKS: Record<string, Walk> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

export function walkOf(key: string): Walk | undefined {
  return WALKS[key];
}

/** The node to go to, or nothing where there is no way on. Of several it is the nearest, but a path is not left. */
export function walk(drawn: Drawn, from: string, way: Walk, path: ReadonlySet<string> = new Set()): string | undefined {
  const current = drawn.nodes.find(({ id }) => id === from);
  if (!current) return drawn.nodes[0]?.id;
  if (way === "left" || way === "right") return along(drawn, current, way, path)?.id;
  const column = drawn.nodes.filter(({ layer }) => layer === current.layer).sort((a, b) => a.y - b.y);
  const index = column.indexOf(current);
  const to = { up: index - 1, down: index + 1, first: 0, last: column.length - 1 }[way];
  return column[to]?.id;
}

function along({ nodes, edges }: Drawn, current: PictureNode, way: "left" | "right", path: ReadonlySet<string>): PictureNode | undefined {
  const ends = new Set(edges.flatMap(({ from, to }) => (from === current.id ? [to] : to === current.id ? [from] : [])));
  const ahead = (node: PictureNode) => (way === "right" ? node.x > current.x : node.x < current.x);
  const distance = (node: PictureNode) => Math.abs(middle(node) - middle(current));
  const rank = (node: PictureNode) => (path.has(current.id) && path.has(node.id) ? 0 : 1);
  return nodes.filter((node) => ends.has(node.id) && ahead(node)).sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0];
}

function middle({ y, height }: PictureNode): number {
  return y + height / 2;
}
