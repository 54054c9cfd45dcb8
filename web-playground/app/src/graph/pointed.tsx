import type { PictureNode } from "../../../types";
import { pointed } from "../state/store";

/** A mark around the node that is pointed at in a trace; it draws itself anew without the rest of the graph. */
export function Pointed({ nodes }: { nodes: ReadonlyMap<string, PictureNode> }) {
  const node = pointed.value === null ? undefined : nodes.get(pointed.value);
  if (!node) return null;
  return <rect class="pointed" x={node.x - 5} y={node.y - 5} width={node.width + 10} height={node.height + 10} rx={10} />;
}
