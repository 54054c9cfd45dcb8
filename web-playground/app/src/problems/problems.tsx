import { computed, signal } from "@preact/signals";
import type { Severity } from "../../../types";
import { client, files, results } from "../state/store";
import { Announcer } from "./announcer";
import { CodeDialog } from "./code-dialog";
import { countOf, grouped, SEVERITIES, STEP } from "./list";
import { ProblemList } from "./problem-list";
import "./problems.css";

const open = signal(true);
const hidden = signal<ReadonlySet<Severity>>(new Set());
const most = signal(STEP);
const explained = signal<string | null>(null);

const diagnostics = computed(() => results.diagnostics.value ?? []);
const counts = computed(() => countOf(diagnostics.value));
/** As one text, so that it stays the same while somebody types. */
const paths = computed(() => JSON.stringify(files.value.map(({ path }) => path)));
const list = computed(() => grouped(diagnostics.value, JSON.parse(paths.value) as string[], hidden.value, most.value));

const SIGNS: Record<Severity, string> = { error: "✗", warning: "!", note: "i" };

/** Everything that is wrong, under the editor. */
export function Problems() {
  const { groups, left } = list.value;
  const explain = (code: string) => (explained.value = code);
  return (
    <section class={`problems ${open.value ? "open" : ""}`} aria-label="Problems">
      <h2 class="visually-hidden">Problems</h2>
      <div class="problems-bar">
        <button type="button" class="plain" aria-expanded={open.value} aria-controls="problem-list" onClick={() => (open.value = !open.value)}>
          <span aria-hidden="true">{open.value ? "⌄" : "›"}</span> Problems
        </button>
        <div class="row" role="group" aria-label="Show">
          {SEVERITIES.map((severity) => (
            <Filter key={severity} severity={severity} />
          ))}
        </div>
        <EngineState />
      </div>
      {open.value && (groups.length > 0 ? <ProblemList groups={groups} left={left} onMore={() => (most.value += STEP)} onExplain={explain} /> : <Nothing />)}
      <Announcer counts={counts} />
      {explained.value !== null && <CodeDialog code={explained.value} onClose={() => (explained.value = null)} />}
    </section>
  );
}

function Filter({ severity }: { severity: Severity }) {
  const count = counts.value[severity];
  const pressed = !hidden.value.has(severity);
  const toggle = () => {
    hidden.value = pressed ? new Set([...hidden.value, severity]) : new Set([...hidden.value].filter((other) => other !== severity));
  };
  return (
    <button type="button" class={`filter verdict ${severity}`} aria-pressed={pressed} onClick={toggle}>
      <span aria-hidden="true">{SIGNS[severity]}</span> {count} <span class="word">{`${severity}${count === 1 ? "" : "s"}`}</span>
    </button>
  );
}

function EngineState() {
  const state = client.state.value;
  const text = {
    starting: "Starting the engine…",
    busy: "Checking…",
    crashed: "The engine stopped",
    ready: state.is === "ready" && state.milliseconds > 0 ? `Checked in ${Math.max(1, Math.round(state.milliseconds))} ms` : "Checked",
  }[state.is];
  return <span class="muted engine-state">{text}</span>;
}

function Nothing() {
  const empty = files.value.every(({ text }) => text.trim() === "");
  const text =
    results.diagnostics.value === null
      ? "Nothing is checked yet."
      : diagnostics.value.length > 0
        ? "The problems that there are, are filtered out."
        : empty
          ? "There are no manifests yet: paste some, drop files, or open an example."
          : "✓ No problems.";
  return (
    <div class="problem-list" id="problem-list">
      <p class="empty">{text}</p>
    </div>
  );
}
