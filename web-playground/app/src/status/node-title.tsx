import type { GraphNode } from "../../../types";
import { deselect, isNodeKnown, selectNode } from "../state/store";
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

/** Nothing while the engine has not answered. After that, the selection outlived what it was: the manifests changed. */
export function Unknown() {
  if (!isNodeKnown.value) return null;
  return (
    <p class="row">
      <span class="grow muted">What was selected is not there any more.</span>
      <button type="button" onClick={deselect}>
        Close
      </button>
    </p>
  );
}
