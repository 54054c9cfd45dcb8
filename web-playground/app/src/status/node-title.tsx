import type { GraphNode } from "../../../types";
import { deselect, selectNode } from "../state/store";
import { Verdict } from "../ui/verdict";

/** What is selected, the way to end that, and the way to where it is written. */
export function NodeTitle({ node }: { node: GraphNode }) {
  return (
    <header class="node-title">
      <h2>
        <span class="muted">{node.kind}</span> {node.name}
      </h2>
      <button type="button" class="plain" aria-label="Close the details" onClick={deselect}>
        ✕
      </button>
      <Place node={node} />
    </header>
  );
}

function Place({ node }: { node: GraphNode }) {
  if (node.missing) return <Verdict kind="missing" />;
  if (!node.file || !node.range) return null;
  return (
    <button type="button" class="link" onClick={() => selectNode(node.id, { focus: true })}>
      {`${node.file}, line ${node.range.start.line}`}
    </button>
  );
}

/** The selection outlived what it was: the manifests changed. */
export function Gone() {
  return (
    <p class="row">
      <span class="grow muted">What was selected is not there any more.</span>
      <button type="button" onClick={deselect}>
        Close
      </button>
    </p>
  );
}
