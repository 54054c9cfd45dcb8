import type { GraphEdge, GraphNode, NodeReport } from "../../../types";

/** An edge that does not hold, as seen from one of its ends. */
export interface Broken {
  edge: GraphEdge;
  /** The id of the other end. */
  other: string;
  node: GraphNode | undefined;
  /** How the other end stands to this one. */
  direction: "from" | "to";
}

/** What does not hold of a node. The order is that of the graph. */
export function brokenEdges({ node: { id }, refused, others }: NodeReport): Broken[] {
  const known = new Map(others.map((node) => [node.id, node]));
  return refused.map((edge) => {
    const [other, direction] = edge.to === id ? ([edge.from, "from"] as const) : ([edge.to, "to"] as const);
    return { edge, other, node: known.get(other), direction };
  });
}
