import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Picture } from "../../../types";
import { changeView, deselect, selection, selectNode, view } from "../state/store";
import "./drawing.css";
import { Edges, Reasons, touches } from "./edges";
import { useCards } from "./node";
import { Pointed } from "./pointed";
import { overlap, placedEdges, seenEdges, type PlacedEdge } from "./shape";
import { changeMarks, litNodes, zoom } from "./state";
import { useViewport } from "./viewport";
import { walk, walkOf } from "./walk";
import { stepped } from "./zoom";

/** More lines than that at once are no lines any more. */
const MOST_EDGES = 600;

export function expandRoute(id: string): void {
  changeView({ expanded: [...(view.value.expanded ?? []), id] });
}

/** The drawn graph: one tab stop, within which the arrow keys go from node to node. */
export function Drawing({ picture }: { picture: Picture }) {
  const { room, scale, seen, size, reveal, begin, onScroll, drag } = useViewport(picture);
  const [pointed, setPointed] = useState<PlacedEdge | null>(null);
  const wanted = useRef<string | null>(null);
  const nodes = useMemo(() => new Map(picture.nodes.map((node) => [node.id, node])), [picture]);
  const selected = selection.value;
  const stop = selected && nodes.has(selected) ? selected : picture.nodes[0]?.id;
  const drawn = picture.nodes.filter((node) => node.id === stop || overlap(node, seen));
  const lit = litNodes.value;
  const edges = useMemo(() => {
    const near = new Set(drawn.map(({ id }) => id));
    const rank = (edge: PlacedEdge) => {
      if (lit?.has(edge.from) && lit.has(edge.to)) return 0;
      return touches(edge, selected) ? 1 : near.has(edge.from) || near.has(edge.to) ? 2 : 3;
    };
    return seenEdges(placedEdges(picture), seen, rank, MOST_EDGES);
  }, [picture, seen, lit, selected]);

  useEffect(() => {
    const node = selected ? nodes.get(selected) : undefined;
    if (node) reveal(node);
    else if (size.width > 0) begin(picture.nodes.find(({ id }) => lit?.has(id)) ?? picture.nodes[0]);
  }, [selected, nodes, size]);

  useLayoutEffect(() => {
    if (wanted.current === null || wanted.current !== stop) return;
    wanted.current = null;
    room.current?.querySelector<SVGGElement>(`[data-id="${CSS.escape(stop)}"]`)?.focus({ preventScroll: true });
  });

  const go = (id: string) => {
    wanted.current = id;
    selectNode(id);
  };

  const lines = useMemo(
    () => <Edges edges={edges} seen={seen} lit={lit} selection={selected} onPoint={setPointed} onSelect={({ to }) => go(to)} />,
    [edges, seen, lit, selected],
  );
  const card = useCards();

  const onKeyDown = (event: KeyboardEvent) => {
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = walkOf(event.key);
    const to = way && walk(picture, stop, way, lit ?? undefined);
    if (to) go(to);
    else if (event.key === "Enter") nodes.get(stop)?.collapsed ? expandRoute(stop) : selectNode(stop, { focus: true });
    else if (event.key === " ") go(stop);
    else if (event.key === "+" || event.key === "=") zoom.value = stepped(scale, 1);
    else if (event.key === "-") zoom.value = stepped(scale, -1);
    else if (event.key === "0") zoom.value = "fit";
    else if (event.key === "Escape" && selected) deselect();
    else if (!way) return;
    event.preventDefault();
  };

  const onClick = ({ target }: MouseEvent) => {
    const id = target instanceof Element ? target.closest("[data-id]")?.getAttribute("data-id") : null;
    if (id) go(id);
  };

  return (
    <div class="graph-room" ref={room} onScroll={onScroll} {...drag}>
      <div class="graph-titles" aria-hidden="true" style={{ width: `${picture.width * scale}px`, marginBottom: `${-24 * Math.min(1, scale)}px` }}>
        {picture.layers.map(({ title, x }, index) => (
          <span key={index} style={{ left: `${x * scale}px`, width: `${((picture.layers[index + 1]?.x ?? picture.width) - x - 8) * scale}px` }}>
            {title}
          </span>
        ))}
      </div>
      <div role="application" aria-roledescription="graph" aria-label="Attachment graph" aria-describedby="graph-keys" onKeyDown={onKeyDown}>
        <svg
          class="graph-drawing"
          role="presentation"
          width={picture.width * scale}
          height={picture.height * scale}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          onClick={onClick}
        >
          {lines}
          {drawn.map((node) =>
            card({
              node,
              light: lit ? (lit.has(node.id) ? "lit" : "dim") : "",
              selected: node.id === selected,
              change: changeMarks.value.get(node.id),
              stop: node.id === stop,
              onExpand: expandRoute,
            }),
          )}
          <Pointed nodes={nodes} />
          <Reasons edges={edges} selection={selected} pointed={pointed} />
        </svg>
      </div>
      <p id="graph-keys" class="visually-hidden">
        The left and right arrows follow edges, up and down stay in the column. Enter shows the manifest, Escape ends the selection, plus, minus and
        zero zoom. The table says the same.
      </p>
    </div>
  );
}
