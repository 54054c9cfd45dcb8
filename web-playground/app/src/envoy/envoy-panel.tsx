import { signal } from "@preact/signals";
import type { Document } from "../../../types";
import { sentence } from "../request/outcome";
import { copyText } from "../share/clipboard";
import { panel, results } from "../state/store";
import { Tabs, panelProps } from "../ui/tabs";
import { download } from "../ui/transfer";
import { DocumentText } from "./document-text";
import "./envoy.css";
import { Message } from "../ui/message";

const current = signal("");
/** What Envoy begins with. */
const START = "bootstrap.json";

/** What runs the manifests in Envoy, to copy. */
export function EnvoyPanel() {
  const answer = results.envoy.value;
  if (!answer) return <p class="empty">Writing the configuration…</p>;
  if ("error" in answer) return <Refused message={answer.error.message} />;
  const documents = answer.value;
  const shown = documents.find(({ name }) => name === current.value) ?? documents[0];
  if (!shown) return <p class="empty">There is nothing to run: the manifests have no Gateway that is served.</p>;
  return <Documents documents={documents} shown={shown} />;
}

function Refused({ message }: { message: string }) {
  return (
    <div class="empty refused-input">
      <p class="error-text">
        <span aria-hidden="true">✗ </span>
        <Message text={sentence(message)} />
      </p>
      <p>Half of the manifests would be a surprise in production, so there is no configuration until they are right.</p>
      <button type="button" onClick={() => (panel.value = "status")}>
        Show the status
      </button>
    </div>
  );
}

function Documents({ documents, shown }: { documents: Document[]; shown: Document }) {
  return (
    <div class="envoy">
      <p class="muted">
        {noteOf(shown.name)}
        {shown.name === START && <code>envoy -c {START}</code>}
      </p>
      <div class="row wrap envoy-bar">
        <Tabs
          label="Files"
          name="document"
          current={shown.name}
          onSelect={(name) => (current.value = name)}
          tabs={documents.map(({ name }) => ({ key: name, title: name }))}
        />
        <span class="row">
          <button type="button" onClick={() => copyText(shown.text, `Copied ${shown.name}`)}>
            Copy
          </button>
          <button type="button" onClick={() => download(shown.name, shown.text, shown.name.endsWith(".json") ? "application/json" : "text/plain")}>
            Download
          </button>
        </span>
      </div>
      <div class="envoy-text" {...panelProps("document", shown.name)}>
        <DocumentText key={shown.name} text={shown.text} label={shown.name} />
      </div>
    </div>
  );
}

/** What to do with a file. */
function noteOf(name: string): string {
  switch (name) {
    case START:
      return "This file names the others. Put them all and gatewright.wasm into one directory, and start Envoy there: ";
    case "lds.json":
      return "The listeners: ports, TLS, and the filter chains. Envoy follows this file.";
    case "cds.json":
      return "The clusters: the Services that rules forward to. Envoy follows this file.";
    case "ecds.json":
      return "The filter with its configuration. Envoy follows this file, so routes change without a restart.";
    case "filter-configuration.json":
      return "The filter's configuration alone, for an Envoy of your own: the configuration of its Wasm plugin.";
    default:
      return name.startsWith("sds.")
        ? "A certificate. Envoy follows this file, so a renewal closes no connection."
        : "Put this file beside the others.";
  }
}
