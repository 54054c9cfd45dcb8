import type { Attachment } from "../../../types";
import { More } from "../ui/more";
import { StandingOf } from "./standing";
import { choose, isChosen, nameOf } from "./state";

/** The same as the matrix, where there is too much for one. */
export function List({ pairs }: { pairs: readonly Attachment[] }) {
  return (
    <div class="scroll pairs" role="region" aria-label="Routes and listeners" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Route</th>
            <th scope="col">Listener</th>
            <th scope="col">State</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          <More items={pairs} step={100} columns={4}>
            {(pair) => (
              <tr class={isChosen(pair) ? "selected" : ""} onClick={() => choose(pair)}>
                <td>
                  <button type="button" class="link" aria-current={isChosen(pair)} aria-label={`${nameOf(pair.route)}, listener ${nameOf(pair.listener)}`}>
                    {nameOf(pair.route)}
                  </button>
                </td>
                <td>{nameOf(pair.listener)}</td>
                <td>
                  <StandingOf pair={pair} />
                </td>
                <td>{pair.attached ? "" : pair.reason}</td>
              </tr>
            )}
          </More>
        </tbody>
      </table>
    </div>
  );
}
