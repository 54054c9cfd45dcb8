import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Picture, PictureNode } from "../../../types";
import type { Box } from "./shape";
import { zoom } from "./state";
import { scaleOf, scrollAfter, scrollTo, wheeled } from "./zoom";

/** What is drawn beyond the edges of what is seen. Columns are few, rows many. */
const MARGIN = { x: 400, y: 100 };

/** How far one scrolls, and how much the room grows, before it is drawn anew. */
const STEP = { x: 200, y: 100 };

/** The part of the drawing that is seen: its scale, how to move it, and what needs to be drawn. */
export function useViewport(picture: Picture) {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [corner, setCorner] = useState({ x: 0, y: 0 });
  /** Where it is scrolled to. The element knows, too, but would lay out the page before it says so. */
  const scrolled = useRef({ x: 0, y: 0 });
  const scale = scaleOf(zoom.value, picture, size);
  const begun = useRef(false);
  const before = useRef({ scale, x: 0, y: 0 });

  useLayoutEffect(() => {
    const element = room.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const [width, height] = [element.clientWidth, element.clientHeight - titleHeight(element)];
      setSize((known) => (known.width === width && known.height === height ? known : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Whatever changed the scale, what was in the middle or under the pointer stays there.
  useLayoutEffect(() => {
    const { scale: old, x, y } = before.current;
    const element = room.current;
    if (element && old !== scale && typeof zoom.peek() === "number") {
      element.scrollTo(scrollAfter(element.scrollLeft, x, old, scale), scrollAfter(element.scrollTop, y, old, scale));
    }
    before.current = { scale, x: size.width / 2, y: size.height / 2 };
  }, [scale, size]);

  useEffect(() => {
    const element = room.current;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = element?.getBoundingClientRect() ?? { left: 0, top: 0 };
      Object.assign(before.current, { x: event.clientX - left, y: event.clientY - top });
      zoom.value = wheeled(before.current.scale, event.deltaY);
    };
    // Preact's listeners may be passive, and then the browser would zoom the page.
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, []);

  const onScroll = () => {
    const element = room.current;
    if (!element) return;
    const { scrollLeft, scrollTop } = element;
    scrolled.current = { x: scrollLeft, y: scrollTop };
    const x = Math.floor(scrollLeft / scale / STEP.x) * STEP.x;
    const y = Math.floor(scrollTop / scale / STEP.y) * STEP.y;
    setCorner((known) => (known.x === x && known.y === y ? known : { x, y }));
  };

  const width = useSteps(size.width / scale, STEP.x) + STEP.x + 2 * MARGIN.x;
  const height = useSteps(size.height / scale, STEP.y) + STEP.y + 2 * MARGIN.y;
  const seen: Box = useMemo(() => ({ x: corner.x - MARGIN.x, y: corner.y - MARGIN.y, width, height }), [corner, width, height]);

  const reveal = ({ x, y, width, height }: PictureNode) => {
    const element = room.current;
    if (!element || size.width === 0) return;
    begun.current = true;
    const { x: left, y: top } = scrolled.current;
    const to = {
      x: scrollTo(left, size.width, x * scale, (x + width) * scale),
      y: scrollTo(top, size.height, y * scale, (y + height) * scale),
    };
    if (to.x !== left || to.y !== top) element.scrollTo(to.x, to.y);
  };

  /** Before anybody moves: columns are centred on each other, so the first node of a tall drawing is far down. */
  const begin = (node: PictureNode | undefined) => {
    const element = room.current;
    if (!element || !node || begun.current) return;
    begun.current = true;
    element.scrollTo(0, (node.y + node.height / 2) * scale - size.height / 2);
  };

  return { room, scale, seen, size, reveal, begin, onScroll, ...useDrag(room) };
}

/** A length in whole steps. It stays the same where a bar above takes or leaves a line. */
function useSteps(length: number, step: number): number {
  const before = useRef(0);
  const needed = Math.ceil(length / step) * step;
  if (needed > before.current || needed < before.current - step) before.current = needed;
  return before.current;
}

/** The titles stand over the drawing and take room from it. */
function titleHeight(element: HTMLElement): number {
  return element.querySelector<HTMLElement>(".graph-titles")?.offsetHeight ?? 0;
}

/** Moves the drawing by dragging its ground. A finger scrolls by itself. */
function useDrag(room: { current: HTMLDivElement | null }) {
  const drag = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    const element = room.current;
    const held = event.button === 0 && event.pointerType !== "touch" && event.target instanceof Element && !event.target.closest(".node, .refusal");
    if (!element || !held) return;
    drag.current = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
  };
  const onPointerMove = (event: PointerEvent) => {
    const [from, element] = [drag.current, room.current];
    if (!from || !element) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(x) + Math.abs(y) < 4 && !element.hasPointerCapture(event.pointerId)) return;
    element.setPointerCapture(event.pointerId);
    element.scrollTo(from.left - x, from.top - y);
  };
  const onPointerUp = () => (drag.current = null);
  return { drag: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onLostPointerCapture: onPointerUp } };
}
