import { useRef, useState } from "preact/hooks";
import { moved, type Matrix } from "./pairs";
import { StandingOf } from "./standing";
import { choose, isChosen, nameOf } from "./state";

/** Routes by listeners: one tab stop, and the arrow keys go from cell to cell. */
export function MatrixTable({ listeners, rows }: Matrix) {
  const table = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<[number, number]>([0, 0]);
  const [row, column] = rows[place[0]]?.cells[place[1]] ? place : firstCell({ listeners, rows });
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, [row, column], rows.length, listeners.length);
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setPlace(to);
    table.current?.querySelector<HTMLElement>(`[data-place="${to.join()}"]`)?.focus();
  };
  return (
    <div class="scroll matrix">
      <table role="grid" aria-label="Routes by listeners" ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">Route</th>
            {listeners.map((listener) => (
              <th scope="col" key={listener}>
                {nameOf(listener)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ route, cells }, down) => (
            <tr key={route}>
              <th scope="row">{nameOf(route)}</th>
              {cells.map((pair, right) => {
                const own = { "data-place": `${down},${right}`, tabIndex: down === row && right === column ? 0 : -1 };
                if (!pair) {
                  return (
                    <td key={right} {...own} class="muted" aria-label="Not shown">
                      ·
                    </td>
                  );
                }
                return (
                  <td key={right} class={isChosen(pair) ? "selected" : ""}>
                    <button
                      type="button"
                      class="cell"
                      {...own}
                      aria-pressed={isChosen(pair)}
                      onFocus={() => setPlace([down, right])}
                      onClick={() => choose(pair)}
                    >
                      <StandingOf pair={pair} />
                      {!pair.attached && pair.reason && <span class="reason">{pair.reason}</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function firstCell({ rows }: Matrix): [number, number] {
  return [0, Math.max(0, rows[0]?.cells.findIndex((cell) => cell) ?? 0)];
}
