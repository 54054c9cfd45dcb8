import { useMemo } from "preact/hooks";
import { selectedNode } from "../state/store";
import { say } from "../ui/toast";
import { Conditions } from "./conditions";
import { NodeTitle, Unknown } from "./node-title";
import { Policies } from "./policies";
import { conditionGroups, policiesOf, subjectOf } from "./subject";
import { yamlOf } from "./yaml";

/** Everything that its status says of one node, as `kubectl describe` would. */
export function Describe() {
  const report = selectedNode.value;
  const said = useMemo(() => {
    if (!report) return null;
    const { node, object } = report;
    return {
      node,
      status: object?.status,
      groups: object ? conditionGroups(object, subjectOf(node)?.listener) : [],
      policies: policiesOf(node, report.policies),
    };
  }, [report]);
  if (!said) return <Unknown />;
  const { node, status, groups, policies } = said;
  return (
    <div class="details">
      <NodeTitle node={node} />
      {groups.length === 0 && policies.length === 0 && <p class="muted">Nothing writes a status for this.</p>}
      <Conditions groups={groups} />
      <Policies policies={policies} />
      {status !== undefined && <Yaml text={yamlOf({ status })} />}
    </div>
  );
}

function Yaml({ text }: { text: string }) {
  const copy = () => navigator.clipboard.writeText(text).then(() => say("Copied the status"), () => say("The browser does not allow copying"));
  return (
    <details>
      <summary>Status as YAML</summary>
      <button type="button" onClick={copy}>
        Copy
      </button>
      <pre tabIndex={0} class="scroll">
        {text}
      </pre>
    </details>
  );
}
