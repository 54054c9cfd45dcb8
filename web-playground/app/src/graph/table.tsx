import { useMemo } from "preact/hooks";
import type { Picture, PictureEdge, PictureNode } from "../../../types";
import { selectNode, selection } from "../state/store";
import { More } from "../ui/more";
import { Verdict } from "../ui/verdict";
import { stateOf } from "./marks";
import { changeMarks, litNodes } from "./state";

type Row = { from: PictureNode; to?: PictureNode; edge?: PictureEdge };

/** What the drawing says, as a table: an edge in each row, and then what no edge leads to. */
export function GraphTable({ picture }: { picture: Picture }) {
  const rows = useMemo(() => rowsOf(picture), [picture]);
  return (
    <div class="scroll graph-table" tabIndex={0} role="region" aria-label="The graph as a table">
      <table>
        <caption>What is attached to what, and why not</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">State</th>
            <th scope="col">Condition</th>
            <th scope="col">Reason</th>
            <th scope="col">Message</th>
          </tr>
        </thead>
        <tbody>
          <More items={rows} step={200} columns={6}>
            {({ from, to, edge }) => (
              <tr class={selection.value === from.id || selection.value === to?.id ? "selected" : ""}>
                <td>
                  <Name node={from} />
                </td>
                <td>{to ? <Name node={to} /> : <span class="muted">nothing</span>}</td>
                <td>{edge && <Verdict kind={edge.attached ? "ok" : to?.state === "missing" || from.state === "missing" ? "missing" : "refused"} />}</td>
                <td>{edge?.condition}</td>
                <td>{edge?.reason}</td>
                <td>{edge?.message}</td>
              </tr>
            )}
          </More>
        </tbody>
      </table>
    </div>
  );
}

function Name({ node }: { node: PictureNode }) {
  const change = changeMarks.value.get(node.id);
  const state = stateOf(node);
  return (
    <>
      <button type="button" class="link" aria-current={selection.value === node.id} onClick={() => selectNode(node.id)}>
        {node.kind} {node.label}
      </button>
      <span class="muted marks">
        {node.state !== "ok" && <span>{`${state.sign} ${state.word}`}</span>}
        {litNodes.value?.has(node.id) && <span>→ request</span>}
        {change && <span>{`${change.sign} ${change.word}`}</span>}
      </span>
    </>
  );
}

function rowsOf({ nodes, edges }: Picture): Row[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const tied = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const rows = edges.flatMap((edge): Row[] => {
    const [from, to] = [known.get(edge.from), known.get(edge.to)];
    return from && to ? [{ from, to, edge }] : [];
  });
  return [...rows, ...nodes.filter(({ id }) => !tied.has(id)).map((from) => ({ from }))];
}
