import type { Picture } from "../../../types";
import { changeView, requestPath, selection, view } from "../state/store";
import { exportPicture } from "./export";
import { NO_FILTER } from "./graph-panel";
import { changeMarks, filtering, highlighting, litNodes, mode, zoom } from "./state";
import { stepped } from "./zoom";

/** What one may do with the graph, above it. */
export function Toolbar({ picture, filtered }: { picture: Picture; filtered: boolean }) {
  const { expanded } = view.value;
  return (
    <div class="graph-bar" role="group" aria-label="How the graph is shown">
      <div class="row joined" role="group" aria-label="Shown as">
        <button type="button" aria-pressed={mode.value === "drawing"} onClick={() => (mode.value = "drawing")}>
          Graph
        </button>
        <button type="button" aria-pressed={mode.value === "table"} onClick={() => (mode.value = "table")}>
          Table
        </button>
      </div>
      <button type="button" aria-expanded={filtering.value} aria-controls="graph-filters" onClick={() => (filtering.value = !filtering.value)}>
        Filter{filtered ? " (on)" : ""}
      </button>
      {requestPath.value.size > 0 && (
        <label class="row toggle">
          <input type="checkbox" checked={highlighting.value} onChange={(event) => (highlighting.value = event.currentTarget.checked)} />
          Highlight request
        </label>
      )}
      {expanded && (
        <button type="button" class="plain" onClick={() => changeView({ expanded: undefined })}>
          Collapse rules
        </button>
      )}
      <span class="muted" role="status">
        {picture.hidden > 0 ? `${picture.hidden.toLocaleString("en")} hidden` : ""}
      </span>
      {filtered && (
        <button type="button" class="plain" onClick={() => changeView(NO_FILTER)}>
          Clear
        </button>
      )}
      {mode.value === "drawing" && picture.nodes.length > 0 && (
        <div class="row tools">
          <button type="button" class="plain" aria-label="Zoom out" onClick={() => (zoom.value = stepped(shownScale(picture), -1))}>
            −
          </button>
          <button type="button" class="plain" aria-label="Zoom in" onClick={() => (zoom.value = stepped(shownScale(picture), 1))}>
            +
          </button>
          <button type="button" class="plain" onClick={() => (zoom.value = "fit")}>
            Fit
          </button>
          <button type="button" class="plain" onClick={() => exportPicture(picture, { lit: litNodes.value, selection: selection.value, changes: changeMarks.value })}>
            Save SVG
          </button>
        </div>
      )}
    </div>
  );
}

/** The scale that the drawing has now, whatever decided it. */
function shownScale({ width }: Picture): number {
  const shown = document.querySelector(".graph-drawing")?.clientWidth ?? width;
  return shown / width;
}
