import type { Graph, GraphEdge } from "../../../types";

/** An edge that does not hold, as seen from one of its ends. */
export interface Broken {
  edge: GraphEdge;
  /** The id of the other end. */
  other: string;
  /** How the other end stands to this one. */
  direction: "from" | "to";
}

/** What does not hold of a node. The order is that of the graph. */
export function brokenEdges({ edges }: Graph, id: string): Broken[] {
  return edges
    .filter(({ attached, from, to }) => !attached && (from === id || to === id))
    .map((edge) => (edge.to === id ? { edge, other: edge.from, direction: "from" } : { edge, other: edge.to, direction: "to" }));
}
