import { useId, useMemo } from "preact/hooks";
import type { Attachment } from "../../../types";
import type { Picks } from "./pairs";
import { nameOf, picks } from "./state";

/** So many names are offered while one types. */
const MOST_NAMES = 200;

export function Pickers({ pairs, shown }: { pairs: readonly Attachment[]; shown: number }) {
  const routes = useMemo(() => names(pairs.map(({ route }) => route)), [pairs]);
  const listeners = useMemo(() => names(pairs.map(({ listener }) => listener)), [pairs]);
  const routeCount = useMemo(() => new Set(pairs.map(({ route }) => route)).size, [pairs]);
  const listenerCount = useMemo(() => new Set(pairs.map(({ listener }) => listener)).size, [pairs]);
  return (
    <form class="pickers" aria-label="Which are shown" onSubmit={(event) => event.preventDefault()}>
      <Picker field="route" label="Route" names={routes} />
      <Picker field="listener" label="Listener" names={listeners} />
      <label class="row toggle">
        <input type="checkbox" checked={picks.value.onlyRefused} onChange={(event) => pick({ onlyRefused: event.currentTarget.checked })} />
        Only refused
      </label>
      <span class="muted" role="status">
        {shown === pairs.length ? "" : `${shown.toLocaleString("en")} of ${pairs.length.toLocaleString("en")} pairs`}
      </span>
      {routeCount * listenerCount > pairs.length && <span class="muted">Of so many, only the pairs that a parentRef names.</span>}
    </form>
  );
}

function Picker({ field, label, names }: { field: "route" | "listener"; label: string; names: readonly string[] }) {
  const list = useId();
  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        list={list}
        autocomplete="off"
        spellcheck={false}
        placeholder="All"
        value={picks.value[field]}
        onInput={(event) => pick({ [field]: event.currentTarget.value })}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  );
}

function pick(change: Partial<Picks>): void {
  picks.value = { ...picks.value, ...change };
}

function names(ids: readonly string[]): string[] {
  return [...new Set(ids)].slice(0, MOST_NAMES).map(nameOf);
}
