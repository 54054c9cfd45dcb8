import type { Table } from "../../../types";
import { results, selection, selectNode } from "../state/store";
import { More } from "../ui/more";
import { Split } from "../ui/split";
import { Waiting } from "../ui/waiting";
import { Describe } from "./describe";
import { columnKind, nameColumn } from "./columns";
import "./status.css";
import { Truth, isTruth } from "./truth";
import { OpenGallery } from "../gallery/open-gallery";

/** What `kubectl get` would show, for each kind, and `kubectl describe` beside it. */
export function StatusPanel() {
  const tables = results.tables.value?.filter(({ rows }) => rows.length > 0);
  if (!tables) return <Waiting what="status" />;
  if (tables.length === 0) {
    return (
      <div class="empty">
        <p>No object here has a status.</p>
        <p>Write a GatewayClass, a Gateway or a route, or open an example.</p>
        <OpenGallery />
      </div>
    );
  }
  return (
    <Split label="Status of the selected object" aside={selection.value && <Describe />}>
      <div class="scroll status-tables" role="region" aria-label="Status by kind" tabIndex={0}>
        {tables.map((table) => (
          <KindTable key={table.kind} {...table} />
        ))}
      </div>
    </Split>
  );
}

function KindTable({ kind, columns, rows }: Table) {
  const named = nameColumn(columns);
  return (
    <table>
      <caption>
        {kind} <span class="badge">{rows.length.toLocaleString("en")}</span>
      </caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <More items={rows} step={100} columns={columns.length}>
          {({ node, cells }) => (
            <tr class={node && selection.value === node ? "selected" : ""} onClick={() => node && selectNode(node)}>
              {cells.map((cell, index) => (
                <td key={index}>{index === named && node ? <Choose node={node} name={cell} /> : <Cell text={cell} type={columnKind(columns[index])} />}</td>
              ))}
            </tr>
          )}
        </More>
      </tbody>
    </table>
  );
}

function Choose({ node, name }: { node: string; name: string }) {
  const choose = (event: MouseEvent) => {
    event.stopPropagation();
    selectNode(node);
  };
  return (
    <button type="button" class="link" aria-current={selection.value === node} onClick={choose}>
      {name}
    </button>
  );
}

function Cell({ text, type }: { text: string; type: string }) {
  return isTruth(text) ? <Truth status={text} type={type} /> : <>{text}</>;
}
