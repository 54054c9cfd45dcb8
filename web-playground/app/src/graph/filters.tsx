import { useMemo } from "preact/hooks";
import type { Report, View } from "../../../types";
import { changeView, useReport, view } from "../state/store";
import { filtering } from "./state";

type Field = Exclude<keyof View, "expanded">;

/** What is shown of the graph. The engine filters: everything that belongs to a match stays. */
export function Filters() {
  return (
    <form class="graph-filters" id="graph-filters" aria-label="Filter" hidden={!filtering.value} onSubmit={(event) => event.preventDefault()}>
      {filtering.value && <Fields />}
    </form>
  );
}

function Fields() {
  const report = useReport();
  const choices = useMemo(() => choicesOf(report), [report]);
  return (
    <>
      <Choice field="namespace" label="Namespace" choices={choices.namespaces} />
      <Choice field="gateway" label="Gateway" choices={choices.gateways} />
      <Entry field="hostname" label="Hostname" placeholder="shop.example.com" />
      <Entry field="text" label="Text" placeholder="part of a name" />
    </>
  );
}

function Choice({ field, label, choices }: { field: Field; label: string; choices: readonly string[] }) {
  const current = view.value[field] ?? "";
  const offered = current && !choices.includes(current) ? [current, ...choices] : choices;
  return (
    <label>
      <span>{label}</span>
      <select value={current} onChange={(event) => changeView({ [field]: event.currentTarget.value })}>
        <option value="">All</option>
        {offered.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}

function Entry({ field, label, placeholder }: { field: Field; label: string; placeholder: string }) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={view.value[field] ?? ""}
        onInput={(event) => changeView({ [field]: event.currentTarget.value })}
      />
    </label>
  );
}

function choicesOf(report: Report | null) {
  const sorted = (values: Iterable<string>) => [...new Set(values)].sort((a, b) => a.localeCompare(b, "en"));
  const spaces = (report?.objects ?? []).flatMap(({ kind, metadata }) => (kind === "Namespace" ? [metadata.name] : (metadata.namespace ?? [])));
  const gateways = (report?.graph.nodes ?? []).filter(({ kind }) => kind === "Gateway").map(({ name }) => name);
  return { namespaces: sorted(spaces), gateways: sorted(gateways) };
}
