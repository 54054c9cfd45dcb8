import { useMemo } from "preact/hooks";
import { graphNodes, results } from "../state/store";
import { say } from "../ui/toast";
import { Conditions } from "./conditions";
import { Gone, NodeTitle } from "./node-title";
import { Policies } from "./policies";
import { conditionGroups, objectOf, policiesOf, subjectOf } from "./subject";
import { yamlOf } from "./yaml";

/** Everything that its status says of one node, as `kubectl describe` would. */
export function Describe({ id }: { id: string }) {
  const node = graphNodes.value.get(id);
  const report = results.report.value;
  const said = useMemo(() => {
    if (!node || !report) return null;
    const object = objectOf(node, report.objects);
    return {
      status: object?.status,
      groups: object ? conditionGroups(object, subjectOf(node)?.listener) : [],
      policies: policiesOf(node, report.policies),
    };
  }, [node, report]);
  if (!node || !said) return <Gone />;
  const { status, groups, policies } = said;
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
