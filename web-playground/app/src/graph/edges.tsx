import { grouped } from "../ui/group";
import { clipped } from "./curve";
import { overlap, type Box, type PlacedEdge } from "./shape";

interface Props {
  edges: readonly PlacedEdge[];
  /** What is seen; without it everything is drawn. */
  seen?: Box;
  lit: ReadonlySet<string> | null;
  selection: string | null;
  /** The refused edge that the pointer is on. */
  pointed?: PlacedEdge | null;
  onPoint?: ((edge: PlacedEdge | null) => void) | undefined;
  onSelect?: ((edge: PlacedEdge) => void) | undefined;
}

/** So far above its edge a reason stands, clear of the nodes at both ends of a level one. */
const REASON = 27;

/** So many refused edges have a sign of their own at one time. */
const MOST_SIGNS = 400;

/** Of so many lines that look the same none is dashed: dashes take longer to paint than all else on the page. */
const MOST_DASHED = 100;

/** The edges: those that look the same as one path, for there can be thousands. */
export function Edges({ edges, seen, lit, selection, onPoint, onSelect }: Props) {
  const groups = grouped(edges, (edge) => lookOf(edge, lit, selection));
  const refused = edges.filter((edge) => !edge.attached && hasSign(edge, seen)).slice(0, MOST_SIGNS);
  return (
    <g class="edges" aria-hidden="true">
      {[...groups]
        .sort(([a], [b]) => a.length - b.length)
        .map(([look, alike]) => (
          <path key={look} class={["edge", look, alike.length > MOST_DASHED && "many"].filter(Boolean).join(" ")} d={alike.map((edge) => shownPath(edge, seen)).join("")} />
        ))}
      {refused.map((edge, index) => (
        <Refusal
          key={index}
          edge={edge}
          path={shownPath(edge, seen)}
          onPoint={onPoint}
          onSelect={onSelect}
        />
      ))}
    </g>
  );
}

/** A refused edge: a sign that can be pointed at. */
function Refusal({ edge, path, onPoint, onSelect }: { edge: PlacedEdge; path: string } & Pick<Props, "onPoint" | "onSelect">) {
  const [x, y] = edge.middle;
  return (
    <g class="refusal" onPointerEnter={() => onPoint?.(edge)} onPointerLeave={() => onPoint?.(null)} onClick={() => onSelect?.(edge)}>
      {onPoint && <path class="reach" d={path} />}
      <circle cx={x} cy={y} r={8} />
      <text class="cross" x={x} y={y + 4}>
        ✗
      </text>
    </g>
  );
}

/** Why the refused edges of the selected node are refused, and the one that is pointed at: over everything else. */
export function Reasons({ edges, selection, pointed }: Pick<Props, "edges" | "selection" | "pointed">) {
  const told = edges.filter((edge) => !edge.attached && edge.reason && (edge === pointed || touches(edge, selection)));
  return (
    <g class="reasons" aria-hidden="true">
      {told.slice(0, MOST_SIGNS).map(({ reason, middle: [x, y] }, index) => (
        <text key={index} class="reason" x={x} y={y - REASON}>
          {reason}
        </text>
      ))}
    </g>
  );
}

/** Of a line through thousands of rows the part that is seen: dashes of the whole would take seconds. */
function shownPath({ path, curves, box }: PlacedEdge, seen: Box | undefined): string {
  return seen && box.height > seen.height ? clipped(curves, seen) : path;
}

/** A sign out of sight is not drawn: of lines that come from far away there may be thousands. */
function hasSign({ middle: [x, y] }: PlacedEdge, seen: Box | undefined): boolean {
  return !seen || overlap(seen, { x, y, width: 0, height: 0 });
}

/** In the order in which they are drawn, by length. */
function lookOf(edge: PlacedEdge, lit: ReadonlySet<string> | null, selection: string | null): string {
  const light = lit && (edge.attached && lit.has(edge.from) && lit.has(edge.to) ? "lit" : "dim");
  const near = touches(edge, selection) ? "selected" : "";
  return [light, edge.attached ? "" : "refused", near].filter(Boolean).join(" ");
}

export function touches({ from, to }: PlacedEdge, selection: string | null): boolean {
  return from === selection || to === selection;
}
