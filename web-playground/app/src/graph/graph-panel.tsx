import { changeView, results, selection, view } from "../state/store";
import { Split } from "../ui/split";
import { Waiting } from "../ui/waiting";
import { Details } from "./details";
import { Drawing } from "./drawing";
import { Filters } from "./filters";
import "./graph.css";
import { mode } from "./state";
import { GraphTable } from "./table";
import { Toolbar } from "./toolbar";
import { OpenGallery } from "../gallery/open-gallery";

export const NO_FILTER = { namespace: undefined, gateway: undefined, hostname: undefined, text: undefined };

export function GraphPanel() {
  const picture = results.picture.value;
  if (!picture) return <Waiting what="graph" />;
  const { namespace, gateway, hostname, text } = view.value;
  const filtered = Boolean(namespace || gateway || hostname || text);
  if (picture.nodes.length === 0 && !filtered) return <Nothing />;
  return (
    <Split label="Details of the selected node" aside={selection.value && <Details id={selection.value} />}>
      <Toolbar picture={picture} filtered={filtered} />
      <Filters />
      {picture.nodes.length === 0 ? (
        <div class="empty">
          <p>Nothing matches the filter.</p>
          <button type="button" onClick={() => changeView(NO_FILTER)}>
            Clear the filter
          </button>
        </div>
      ) : mode.value === "drawing" ? (
        <Drawing picture={picture} />
      ) : (
        <GraphTable picture={picture} />
      )}
    </Split>
  );
}

function Nothing() {
  return (
    <div class="empty">
      <p>There is nothing to draw yet.</p>
      <p>Write a GatewayClass, a Gateway or a route, or open an example.</p>
        <OpenGallery />
    </div>
  );
}
