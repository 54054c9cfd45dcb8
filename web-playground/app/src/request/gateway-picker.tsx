import { results, useReport } from "../state/store";
import { draft, edit } from "./draft";

/** Which Gateway is asked: only a question where several listen on the port. */
export function GatewayPicker() {
  const answer = results.decision.value;
  const chosen = draft.value.gateway;
  const error = answer && "error" in answer && answer.error.code === "ambiguous-gateway" ? answer.error.message : null;
  return error || chosen ? <Picker chosen={chosen} error={error} /> : null;
}

function Picker({ chosen, error }: { chosen: string | undefined; error: string | null }) {
  const all = (useReport()?.graph.nodes ?? []).filter(({ kind, missing }) => kind === "Gateway" && !missing).map(({ name }) => name);
  const named = all.filter((name) => error?.split(/[\s,]+/).includes(name));
  const offered = named.length > 0 ? named : all;
  return (
    <div class="row wrap">
      <label class="row">
        Gateway
        <select value={chosen ?? ""} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value="">{chosen ? "any" : "choose one"}</option>
          {chosen && !offered.includes(chosen) && <option value={chosen}>{all.includes(chosen) ? chosen : `${chosen} (not there)`}</option>}
          {offered.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {error && <span class="muted">Several Gateways listen on this port.</span>}
    </div>
  );
}

function choose(name: string): void {
  // `exactOptionalPropertyTypes`: without a choice the field is empty, and is not sent.
  edit({ gateway: name });
}
