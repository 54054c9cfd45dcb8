import type { PictureNode } from "../../../types";
import { said, stateOf, type Change } from "./marks";
import { shortened } from "./measure";

/** Of kinds that a column does not tell, in as few letters as people use. */
const SHORT_KINDS: Record<string, string> = {
  HTTPRoute: "HTTP",
  GRPCRoute: "gRPC",
  TLSRoute: "TLS",
  TCPRoute: "TCP",
  UDPRoute: "UDP",
  ListenerSet: "Set",
};

/** Said by the column's title. */
const PLAIN_KINDS = ["GatewayClass", "Gateway", "Listener", "Rule", "Backend"];

interface Props {
  node: PictureNode;
  /** On the request's path, beside it, or nothing is highlighted. */
  light: "lit" | "dim" | "";
  selected: boolean;
  change: Change | undefined;
  /** Whether Tab comes here. In a picture for elsewhere nothing takes the focus. */
  stop?: boolean;
  onExpand?: (id: string) => void;
}

export function Node({ node, light, selected, change, stop, onExpand }: Props) {
  const { id, kind, state, width, height, x, y, collapsed } = node;
  const tag = SHORT_KINDS[kind] ?? (PLAIN_KINDS.includes(kind) ? "" : kind.replace(/Policy$/, ""));
  const shownTag = shortened(tag, 70, "10px");
  const label = shortened(node.label, width - 38 - (tag ? shownTag.length * 6 + 8 : 0), "600 13px");
  const detail = shortened(node.detail, width - 38 - (collapsed ? 22 : 0), "12px");
  const middle = height / 2;
  const lines = detail ? [middle - 4, middle + 13] : [middle + 5, 0];
  const focusable = stop === undefined ? {} : { role: "button" as const, tabIndex: stop ? 0 : -1, "data-id": id, "aria-current": selected };
  return (
    <g
      class={`node ${state} ${light} ${selected ? "selected" : ""}`}
      transform={`translate(${x} ${y})`}
      aria-label={said(node, light === "lit", change)}
      {...focusable}
    >
      {selected && <rect class="outline" x={-4} y={-4} width={width + 8} height={height + 8} rx={9} />}
      <rect class="body" width={width} height={height} rx={6} />
      <text class="sign" x={15} y={lines[0]}>
        {stateOf(node).sign}
      </text>
      <text class="label" x={28} y={lines[0]}>
        {label}
      </text>
      {tag && (
        <text class="kind" x={width - 8} y={lines[0]}>
          {shownTag}
        </text>
      )}
      {detail && (
        <text class="detail" x={28} y={lines[1]}>
          {detail}
        </text>
      )}
      {change && (
        <text class="change" x={width - 4} y={-4}>{`${change.sign} ${change.word}`}</text>
      )}
      {collapsed && (
        <g class="count" transform={`translate(${width - 18} ${middle - 12})`} onClick={(event) => expand(event, () => onExpand?.(id))}>
          <rect width={36} height={24} rx={12} />
          <text x={18} y={16}>
            {collapsed > 999 ? "…" : `+${collapsed}`}
          </text>
        </g>
      )}
    </g>
  );
}

function expand(event: MouseEvent, go: () => void): void {
  event.stopPropagation();
  go();
}
