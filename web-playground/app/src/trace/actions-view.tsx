import type { Decision } from "../../../types";
import { replyReason } from "../request/outcome";
import { isConnection } from "../request/url";
import { request } from "../state/store";
import { BackendShares } from "./backend-shares";
import { PlaceLink } from "./place-link";
import { receivedByBackend, type Received } from "./received";
import "./trace.css";

/** What the backend and the client receive, who else could have, and which policies hold. */
export function ActionsView({ decision }: { decision: Decision }) {
  const { outcome, actions, policy = [] } = decision;
  return (
    <div class="actions">
      {outcome === "forward" && <BackendReceives decision={decision} />}
      <ClientReceives decision={decision} />
      {(actions.backends?.length ?? 0) > 0 && <BackendShares decision={decision} />}
      {policy.length > 0 && <Policies policy={policy} />}
    </div>
  );
}

function BackendReceives({ decision: { backend, actions } }: { decision: Decision }) {
  const connection = isConnection(request.value.url);
  const fields = receivedByBackend(request.value, actions);
  const changed = fields.some(({ change }) => change);
  return (
    <section aria-labelledby="backend-receives">
      <h3 id="backend-receives">
        The backend receives <span class="mono">{backend}</span>
      </h3>
      {connection ? (
        <p class="muted">The connection as it is, byte by byte.</p>
      ) : (
        <>
          {!changed && <p class="muted">The request as it was sent: no filter changes it.</p>}
          <Fields list={fields} />
        </>
      )}
    </section>
  );
}

function Fields({ list }: { list: Received[] }) {
  return (
    <table class="fields">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {list.map(({ name, value, change, before }, index) => (
          <tr key={index} class={change ?? "same"}>
            <th scope="row" class="mono">
              {name}
            </th>
            <td class="mono break">{change === "removed" ? <del>{value}</del> : value}</td>
            <td>
              {change && <span class={`change ${change}`}>{change}</span>}
              {before !== undefined && (
                <span class="muted">
                  {" "}
                  was <code class="break">{before}</code>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ClientReceives({ decision: { outcome, actions } }: { decision: Decision }) {
  const { status, details, location, responseHeaders = [] } = actions;
  const connection = isConnection(request.value.url);
  return (
    <section aria-labelledby="client-receives">
      <h3 id="client-receives">The client receives</h3>
      {outcome === "forward" && <p>{connection ? "What the backend sends." : "The backend's answer."}</p>}
      {status !== undefined && (
        <p>
          Status <strong>{status}</strong>
          {outcome === "reply" && `: ${replyReason(details)}`}
          {outcome === "noMatch" && ": nothing takes the request"}
        </p>
      )}
      {status === undefined && outcome !== "forward" && <p>A closed connection.</p>}
      {location !== undefined && (
        <p>
          Location <span class="mono break">{location}</span>
        </p>
      )}
      {responseHeaders.length > 0 && (
        <ul class="changes">
          {responseHeaders.map(({ operation, name, value }, index) => (
            <li key={index}>
              <span class="change">{operation}</span> <span class="mono break">{value === undefined ? name : `${name}: ${value}`}</span>
            </li>
          ))}
        </ul>
      )}
      {outcome === "forward" && !connection && responseHeaders.length === 0 && <p class="muted">No filter changes its headers.</p>}
    </section>
  );
}

function Policies({ policy }: { policy: NonNullable<Decision["policy"]> }) {
  return (
    <section aria-labelledby="policies">
      <h3 id="policies">Policies in effect</h3>
      <ul class="changes">
        {policy.map(({ name, value, object, fieldPath, ...place }) => (
          <li key={`${name} ${fieldPath}`} class="row wrap">
            <span class="mono break">
              {name} = {typeof value === "string" ? value : JSON.stringify(value)}
            </span>
            {object && (
              <span class="muted">
                from {object.kind} {object.name}
              </span>
            )}
            <PlaceLink {...place} />
          </li>
        ))}
      </ul>
    </section>
  );
}
