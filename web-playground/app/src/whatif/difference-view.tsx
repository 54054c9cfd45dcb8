import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Comparison } from "../../../types";
import { load } from "../request/draft";
import { comparedRequests } from "../request/same";
import { request, saved, selectNode, useReport } from "../state/store";
import { requestDifferences, type RequestDifference } from "./difference";
import { Traffic } from "./traffic";

/** How many of a list are shown at first. */
const FEW = 50;
const all = signal(false);

export function Difference({ comparison }: { comparison: Comparison }) {
  const requests = saved.value.map((one) => one.request);
  const list = requestDifferences(comparison, comparedRequests(request.value, requests), saved.value);
  const changed = list.filter((one) => one.changed);
  return (
    <div class="difference">
      <section aria-labelledby="requests-changed">
        <h3 id="requests-changed">Requests</h3>
        <p role="status">
          {changed.length === 0 ? "No request is answered differently" : `${changed.length} of ${list.length} requests are answered differently`}
          {saved.value.length === 0 && <span class="muted">. Only the request in the bar is compared: save requests to compare more</span>}.
        </p>
        <ul>
          {changed.slice(0, all.value ? undefined : FEW).map((one, index) => (
            <Changed key={index} one={one} />
          ))}
        </ul>
        {changed.length > FEW && !all.value && (
          <button type="button" onClick={() => (all.value = true)}>
            Show all {changed.length}
          </button>
        )}
      </section>
      <Attachments list={comparison.attachments} />
      <Traffic comparison={comparison} />
    </div>
  );
}

function Changed({ one }: { one: RequestDifference }) {
  return (
    <li class="request-difference">
      <button type="button" class="plain saved-name" onClick={() => load(one.request)}>
        {one.name}
      </button>
      <dl>
        <div>
          <dt>before</dt>
          <dd>
            {one.before.text}
            {one.before.rule && <span class="muted"> by rule {one.before.rule}</span>}
          </dd>
        </div>
        <div>
          <dt>now</dt>
          <dd>
            {one.after.text}
            {one.after.rule && <span class="muted"> by rule {one.after.rule}</span>}
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Attachments({ list }: { list: Comparison["attachments"] }) {
  const changed = list.filter(({ before, after }) => before !== after);
  const nodes = useReport()?.graph.nodes;
  const known = useMemo(() => new Set(nodes?.map(({ id }) => id)), [nodes]);
  return (
    <section aria-labelledby="attachments-changed">
      <h3 id="attachments-changed">Attachments</h3>
      {changed.length === 0 && <p>No route attaches to another listener than before.</p>}
      <ul>
        {changed.slice(0, all.value ? undefined : FEW).map(({ route, listener, after, reason }) => (
          <li key={`${route} ${listener}`} class="attachment-difference">
            <span class={`verdict ${after ? "ok" : "refused"}`}>
              <span class="sign" aria-hidden="true">
                {after ? "+" : "−"}
              </span>
              {after ? "gained" : "lost"}
            </span>
            <span class="break">
              <NodeName id={route} isThere={known.has(route)} /> on <NodeName id={listener} isThere={known.has(listener)} />
              {reason && <span class="muted">: {reason}</span>}
            </span>
          </li>
        ))}
      </ul>
      {changed.length > FEW && !all.value && (
        <button type="button" onClick={() => (all.value = true)}>
          Show all {changed.length}
        </button>
      )}
    </section>
  );
}

/** `HTTPRoute default/foo`, which selects it where it still is. */
function NodeName({ id, isThere }: { id: string; isThere: boolean }) {
  const text = id.replace("/", " ");
  if (!isThere) return <span class="mono">{text}</span>;
  return (
    <button type="button" class="place plain" onClick={() => selectNode(id)}>
      {text}
    </button>
  );
}
