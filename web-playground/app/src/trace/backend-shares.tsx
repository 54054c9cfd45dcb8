import type { Decision } from "../../../types";
import { percent, sharesOf } from "./received";

/** All backends of the rule with their shares. */
export function BackendShares({ decision: { backend, actions } }: { decision: Decision }) {
  const shares = sharesOf(actions.backends ?? []);
  const weightless = shares.every(({ weight }) => weight === 0);
  return (
    <section aria-labelledby="backend-shares">
      <h3 id="backend-shares">{shares.length === 1 ? "The rule's backend" : `The rule's ${shares.length} backends, by weight`}</h3>
      {weightless && <p class="muted">No backend has a weight, so none is drawn.</p>}
      <ul class="shares">
        {shares.map(({ name, weight, usable, share }, index) => (
          <li key={index} class={usable ? "" : "unusable"}>
            <span class="mono break share-name">{name}</span>
            <span class="share-bar" aria-hidden="true">
              <span style={{ width: percent(share) }} />
            </span>
            <span class="share-number">
              {percent(share)} <span class="muted">weight {weight}</span>
            </span>
            <span class="share-remark">
              {!usable && <span class="verdict failed">✗ answers 500</span>}
              {usable && shares.length > 1 && name === backend && <span class="muted">shown above</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
