import { useMemo } from "preact/hooks";
import type { Attachment } from "../../../types";
import { results } from "../state/store";
import { Split } from "../ui/split";
import { Waiting } from "../ui/waiting";
import { Answer, sentence } from "./answer";
import "./attachments.css";
import { List } from "./list";
import { MatrixTable } from "./matrix";
import { matrixOf, picked } from "./pairs";
import { Pickers } from "./pickers";
import { chosen, nameOf, picks } from "./state";
import { OpenGallery } from "../gallery/open-gallery";

/** Why a route is not attached: every route against every listener. */
export function AttachmentsPanel() {
  const pairs = results.attachments.value;
  if (!pairs) return <Waiting what="list of attachments" />;
  if (pairs.length === 0) {
    return (
      <div class="empty">
        <p>Attaching takes a route and a listener.</p>
        <p>Write a Gateway with a listener and a route that names it, or open an example.</p>
        <OpenGallery />
      </div>
    );
  }
  return <Pairs pairs={pairs} />;
}

function Pairs({ pairs }: { pairs: readonly Attachment[] }) {
  const shown = useMemo(() => picked(pairs, picks.value, nameOf), [pairs, picks.value]);
  const matrix = useMemo(() => matrixOf(shown), [shown]);
  return (
    <Split label="Why the chosen route is attached, or not" aside={chosen.value && <Answer pair={chosen.value} />}>
      <p class="visually-hidden" role="status">
        {chosen.value && `${sentence(chosen.value)}: ${chosen.value.message}`}
      </p>
      <Pickers pairs={pairs} shown={shown.length} />
      {shown.length === 0 ? (
        <p class="empty">{picks.value.onlyRefused ? "No route is refused here." : "No route and listener have such names."}</p>
      ) : matrix ? (
        <MatrixTable {...matrix} />
      ) : (
        <List pairs={shown} />
      )}
    </Split>
  );
}
