import { useEffect, useRef } from "preact/hooks";

/** What is beyond the end of what is seen, and to be drawn nevertheless: a share of that. */
const BEYOND = "50%";

interface Props {
  /** Of all that is not drawn, in CSS pixels. */
  height: number;
  /** Of one item. */
  each: number;
  /** Somebody comes near: so many more are to be drawn. */
  onNear(more: number): void;
}

/** The end of a long list, as room for what is not drawn. What scrolls is the nearest `.scroll` around it. */
export function Undrawn({ height, each, onNear }: Props) {
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const look = ([entry]: IntersectionObserverEntry[]) => {
      if (!entry?.isIntersecting) return;
      const near = (entry.rootBounds?.bottom ?? innerHeight) - entry.boundingClientRect.top;
      onNear(Math.ceil(near / each) + 1);
    };
    // Not asked at each turn of the wheel: asking would lay out the page.
    const observer = new IntersectionObserver(look, { root: element.closest(".scroll"), rootMargin: `0px 0px ${BEYOND} 0px` });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);
  return <div class="undrawn" ref={room} style={{ height: `${height}px` }} />;
}
