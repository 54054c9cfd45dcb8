import { Conditions } from "../status/conditions";
import { NodeTitle, Unknown } from "../status/node-title";
import { conditionGroups, subjectOf } from "../status/subject";
import { changeView, requestPath, results, selectedNode, selectNode, view } from "../state/store";
import { More } from "../ui/more";
import { Verdict } from "../ui/verdict";
import { brokenEdges, type Broken } from "./broken";
import { expandRoute } from "./drawing";
import { rules } from "./marks";
import { changeMarks } from "./state";
import { Message } from "../ui/message";

/** What is to be known of the selected node: what does not hold, where it is written, and what its object says. */
export function Details({ id }: { id: string }) {
  const report = selectedNode.value;
  if (!report) return <Unknown />;
  const { node, object } = report;
  const broken = brokenEdges(report);
  const groups = object ? conditionGroups(object, subjectOf(node)?.listener) : [];
  const change = changeMarks.value.get(id);
  return (
    <div class="details">
      <NodeTitle node={node} />
      <p class="row wrap">
        {requestPath.value.has(id) && <span>On the request's path</span>}
        {change && <strong>{`${change.sign} ${change.word}`}</strong>}
        <Rules id={id} />
      </p>
      {broken.length > 0 && (
        <section>
          <h3>What does not hold</h3>
          <ul>
            <More items={broken} step={50}>
              {(item) => <Refusal key={`${item.edge.from} ${item.edge.to}`} {...item} />}
            </More>
          </ul>
        </section>
      )}
      <Conditions groups={groups} />
      {broken.length === 0 && groups.length === 0 && <p class="muted">Nothing is refused here.</p>}
    </div>
  );
}

function Refusal({ edge, other, node, direction }: Broken) {
  return (
    <li class="refused-edge">
      <span class="row wrap">
        <Verdict kind={node?.missing ? "missing" : "refused"} /> {direction}
        <button type="button" class="link" onClick={() => selectNode(other)}>
          {node ? `${node.kind} ${node.name}` : other}
        </button>
      </span>
      <span>
        {edge.condition} <strong>{edge.reason}</strong>
      </span>
      {edge.message && <p><Message text={edge.message} /></p>}
    </li>
  );
}

function Rules({ id }: { id: string }) {
  const drawn = results.picture.value?.nodes.find((node) => node.id === id);
  const expanded = view.value.expanded ?? [];
  if (drawn?.collapsed) {
    return (
      <button type="button" onClick={() => expandRoute(id)}>
        Show {rules(drawn.collapsed)}
      </button>
    );
  }
  if (!expanded.includes(id)) return null;
  return (
    <button type="button" onClick={() => changeView({ expanded: expanded.filter((route) => route !== id) })}>
      Collapse the rules
    </button>
  );
}
