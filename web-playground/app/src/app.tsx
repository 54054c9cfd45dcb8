import "./app.css";
import { AttachmentsPanel } from "./attachments/attachments-panel";
import { Behind } from "./behind";
import { EditorPane } from "./editor/editor-pane";
import { EnvoyPanel } from "./envoy/envoy-panel";
import { GraphPanel } from "./graph/graph-panel";
import { Header } from "./header/header";
import { RequestPane } from "./request/request-pane";
import { client, panel, shown } from "./state/store";
import type { Panel } from "./state/workspace";
import { StatusPanel } from "./status/status-panel";
import { Tabs, panelProps, type Tab } from "./ui/tabs";
import { Toasts, say } from "./ui/toast";

const VIEWS: readonly Tab<Panel>[] = [
  { key: "graph", title: "Graph" },
  { key: "status", title: "Status" },
  { key: "attachments", title: "Attachments" },
  { key: "compare", title: "What if" },
  { key: "envoy", title: "Envoy" },
];

const COMPONENTS = {
  graph: GraphPanel,
  status: StatusPanel,
  attachments: AttachmentsPanel,
  compare: () => (
    <Behind part={({ ComparePanel }) => <ComparePanel />}>
      <p class="empty">Loading…</p>
    </Behind>
  ),
  envoy: EnvoyPanel,
} as const satisfies Record<Panel, () => unknown>;

export function App() {
  const View = COMPONENTS[panel.value];
  return (
    <div class="page">
      <Header />
      <Crash />
      <nav class="switch" aria-label="Parts of the page">
        <Tabs
          label="Parts of the page"
          name="part"
          current={shown.value}
          onSelect={(key) => (shown.value = key)}
          tabs={[
            { key: "manifests", title: "Manifests" },
            { key: "views", title: "Views" },
            { key: "request", title: "Request" },
          ]}
        />
      </nav>
      <main class="work" data-shown={shown.value} id="part-panel">
        <EditorPane />
        <div class="views">
          <section class="pane view-pane" aria-label="Views">
            <div class="bar">
              <Tabs label="Views" name="view" tabs={VIEWS} current={panel.value} onSelect={(key) => (panel.value = key)} />
            </div>
            <div class="panel" {...panelProps("view", panel.value)}>
              <View />
            </div>
          </section>
          <RequestPane />
        </div>
      </main>
      <Toasts />
    </div>
  );
}

/** What happened to the engine, if it had to be restarted. */
function Crash() {
  const state = client.state.value;
  if (state.is !== "crashed") return <div hidden />;
  const copy = () => navigator.clipboard.writeText(state.message).then(() => say("Copied the report"));
  return (
    <div class="crash" role="alert">
      <strong>The engine stopped and was started again.</strong>
      <span>Your text is untouched; the next edit is tried afresh.</span>
      <code class="grow">{state.message.split("\n")[0]}</code>
      <button type="button" onClick={copy}>
        Copy report
      </button>
      <button type="button" onClick={() => client.retry()}>
        Try again
      </button>
    </div>
  );
}
