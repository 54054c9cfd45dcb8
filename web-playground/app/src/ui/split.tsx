import type { ComponentChildren } from "preact";
import "./split.css";

interface Props {
  children: ComponentChildren;
  /** What is said about the selected thing, if there is one. */
  aside: ComponentChildren;
  label: string;
}

/** A panel with room for details: at its side where it is wide, below where it is not. */
export function Split({ children, aside, label }: Props) {
  return (
    <div class="split">
      <div class="split-frame">
        <div class="split-main">{children}</div>
        {aside && (
          <section class="split-aside" aria-label={label} tabIndex={0}>
            {aside}
          </section>
        )}
      </div>
    </div>
  );
}
