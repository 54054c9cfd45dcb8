import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { PictureNode } from "../../../types";
import { said, stateOf, type Change } from "./marks";
import { shortened, type Shortened } from "./measure";

/** Of the graphics module of ARIA, which Preact's types do not know. */
const SYMBOL = "graphics-symbol" as "img";

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
  const { id, state, width, height, x, y, collapsed } = node;
  const room = width - 30 - (collapsed ? 20 : 0);
  const label = shortened(node.label, room, "500 13px");
  const detail = shortened(node.detail, room, "11.5px");
  const middle = height / 2;
  const lines = detail.text ? [middle - 4, middle + 13] : [middle + 5, 0];
  const focusable = stop === undefined ? {} : { tabindex: stop ? 0 : -1, "data-id": id, "aria-current": selected };
  return (
    <g
      class={`node ${state} ${light} ${selected ? "selected" : ""}`}
      transform={`translate(${x} ${y})`}
      role={SYMBOL}
      aria-roledescription="node"
      aria-label={said(node, light === "lit", change)}
      {...focusable}
    >
      {selected && <rect class="outline" x={-4} y={-4} width={width + 8} height={height + 8} rx={9} />}
      <rect class="body" width={width} height={height} rx={6} />
      <text class="sign" x={14} y={lines[0]}>
        {stateOf(node).sign}
      </text>
      <text class="label" x={26} y={lines[0]} {...squeeze(label)}>
        {label.text}
      </text>
      {detail.text && (
        <text class="detail" x={26} y={lines[1]} {...squeeze(detail)}>
          {detail.text}
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

/** Nodes by their ids: where one is as it was drawn last, it is not drawn anew. */
export function useCards(): (props: Props) => VNode {
  const known = useRef(new Map<string, { props: Props; drawn: VNode }>());
  const before = known.current;
  const now = (known.current = new Map());
  return (props) => {
    const { id } = props.node;
    const old = before.get(id);
    const card = old && isSame(old.props, props) ? old : { props, drawn: <Node key={id} {...props} /> };
    now.set(id, card);
    return card.drawn;
  };
}

function isSame({ node: old, ...before }: Props, { node, ...after }: Props): boolean {
  return equal(before, after) && (old === node || equal(old, node));
}

function equal<T extends object>(one: T, other: T): boolean {
  const keys = Object.keys(one) as (keyof T)[];
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function squeeze({ squeezed }: Shortened) {
  return squeezed === undefined ? {} : ({ textLength: squeezed, lengthAdjust: "spacingAndGlyphs" } as const);
}

function expand(event: MouseEvent, go: () => void): void {
  event.stopPropagation();
  go();
}
