import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

export interface Tab<K extends string> {
  key: K;
  title: ComponentChildren;
  /** What is said of it beside its title: a count. */
  badge?: string | undefined;
}

interface Props<K extends string> {
  label: string;
  /** Of the elements' ids. */
  name: string;
  tabs: readonly Tab<K>[];
  current: K;
  onSelect(key: K): void;
}

/** A tab list as the ARIA practices have it: one tab stop, arrows between tabs. The panel is the caller's: [`panelProps`]. */
export function Tabs<K extends string>({ label, name, tabs, current, onSelect }: Props<K>) {
  const list = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const index = tabs.findIndex(({ key }) => key === current);
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.key);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}-tab-${tab.key}`)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={go}>
      {tabs.map(({ key, title, badge }) => (
        <button
          type="button"
          role="tab"
          key={key}
          id={`${name}-tab-${key}`}
          aria-selected={key === current}
          aria-controls={`${name}-panel`}
          tabIndex={key === current ? 0 : -1}
          onClick={() => onSelect(key)}
        >
          {title}
          {badge && <span class="badge">{badge}</span>}
        </button>
      ))}
    </div>
  );
}

/** What the element that shows the current tab needs. */
export function panelProps(name: string, current: string) {
  return { role: "tabpanel", id: `${name}-panel`, "aria-labelledby": `${name}-tab-${current}` } as const;
}
