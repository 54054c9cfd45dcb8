import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./menu.css";

export interface MenuItem {
  label: string;
  run(): void;
  /** Of a choice: whether it is the present one. */
  checked?: boolean;
}

interface Props {
  label: string;
  /** What the button shows; the label if left out. */
  children?: ComponentChildren;
  items: readonly MenuItem[];
  plain?: boolean;
}

/** A menu button as the ARIA practices have it: arrows between the items, Esc and Tab close it. */
export function Menu({ label, children, items, plain = false }: Props) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(frame.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

  // Before the next key: what comes after the paint would take the focus from a menu that is closed again.
  useLayoutEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Tab") setOpen(false);
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (to !== undefined) all.at(to % all.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" ref={frame} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={plain ? "plain" : ""}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={children ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        {children ?? label}
      </button>
      {open && (
        <div class="menu-items" role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              type="button"
              role={item.checked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.checked}
              tabIndex={-1}
              key={item.label}
              onClick={() => {
                close();
                item.run();
              }}
            >
              {item.checked !== undefined && <span class="menu-check" aria-hidden="true">{item.checked ? "✓" : ""}</span>}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
