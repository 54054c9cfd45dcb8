import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import "./split.css";

interface Props {
  children: ComponentChildren;
  /** What is said about the selected thing, if there is one. */
  aside: ComponentChildren;
  label: string;
}

/**
 * A panel with room for details: at its side where it is wide, below where it is not. Escape leads back from the details,
 * and what had the focus in them and is gone does not take it along.
 */
export function Split({ children, aside, label }: Props) {
  const main = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const inside = useRef(false);
  const back = () => main.current?.querySelector<HTMLElement | SVGElement>("[tabindex='0']")?.focus();
  useLayoutEffect(() => {
    if (!inside.current || document.activeElement !== document.body) return;
    if (details.current) details.current.focus();
    else back();
  });
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node) inside.current = details.current?.contains(relatedTarget) ?? false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") back();
  };
  return (
    <div class="split">
      <div class="split-frame">
        <div class="split-main" ref={main}>{children}</div>
        {aside && (
          <section
            class="split-aside"
            aria-label={label}
            tabIndex={0}
            ref={details}
            onFocusIn={() => (inside.current = true)}
            onFocusOut={onFocusOut}
            onKeyDown={onKeyDown}
          >
            {aside}
          </section>
        )}
      </div>
    </div>
  );
}
