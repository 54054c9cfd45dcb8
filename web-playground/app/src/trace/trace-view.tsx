import { effect, signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Decision } from "../../../types";
import { sentence } from "../request/outcome";
import { request } from "../state/store";
import { download } from "../ui/transfer";
import { Undrawn } from "../ui/undrawn";
import { Nearest } from "./nearest";
import { RouteSteps } from "./route-steps";
import { StepRow } from "./step-row";
import "./trace.css";
import { FEW, MORE, beginningOf, chosenSteps, treeOf } from "./tree";

const most = signal(FEW);

/** How high a step is that is not drawn, in CSS pixels, and the name of its route. */
const HEIGHT = { step: 28, name: 34 };

/** So many steps are drawn at first: there is room for them in half a screen. */
const DRAWN = Math.ceil(screen.availHeight / 2 / (HEIGHT.step + HEIGHT.name));

// Another request is another question: its answer is not drawn with a thousand steps.
effect(() => {
  if (request.value && most.peek() > MORE) most.value = FEW;
});

/** Why a request is answered as it is: listener → route → rule → match. */
export function TraceView({ decision }: { decision: Decision }) {
  const steps = chosenSteps(decision, most.value);
  const left = decision.trace.length - steps.length;
  const [seen, setSeen] = useState(DRAWN);
  const { drawn: tree, left: undrawn } = beginningOf(treeOf(decision, steps), seen);
  return (
    <div class="trace">
      <Nearest decision={decision} />
      {tree.listeners.length > 0 && (
        <section aria-labelledby="trace-listeners">
          <h3 id="trace-listeners">Listeners of {decision.gateway}</h3>
          <ul>
            {tree.listeners.map((step, index) => (
              <StepRow key={index} step={step} decision={decision} label={step.subject} />
            ))}
          </ul>
        </section>
      )}
      {tree.routes.length > 0 && (
        <section aria-labelledby="trace-routes">
          <h3 id="trace-routes">Routes on {decision.listener ?? "the listener"}</h3>
          <ul class="routes">
            {tree.routes.map((group) => (
              <RouteSteps key={group.route} group={group} decision={decision} />
            ))}
          </ul>
        </section>
      )}
      {tree.refused.length > 0 && (
        <section aria-labelledby="trace-refused">
          <h3 id="trace-refused">Routes that name the Gateway and are not attached here</h3>
          <ul class="routes">
            {tree.refused.map(({ reason, steps }) => (
              <li key={reason} class="route">
                <p class="route-name">{sentence(reason)}</p>
                <ul>
                  {steps.map((step, index) => (
                    <StepRow key={index} step={step} decision={decision} label={step.subject} reason={false} />
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      )}
      {undrawn.steps > 0 && (
        <Undrawn height={undrawn.steps * HEIGHT.step + undrawn.routes * HEIGHT.name} each={HEIGHT.step} onNear={(more) => setSeen((seen) => seen + more)} />
      )}
      <div class="row wrap trace-tools">
        {left > 0 && (
          <button type="button" onClick={() => (most.value += left <= MORE ? left : MORE)}>
            {left <= MORE ? `Show all ${decision.trace.length} steps` : `Show ${MORE} more of ${left} steps`}
          </button>
        )}
        {most.value > FEW && decision.trace.length > FEW && (
          <button type="button" onClick={() => (most.value = FEW)}>
            Show fewer
          </button>
        )}
        <button type="button" class="plain" onClick={() => save(decision)}>
          Export as JSON
        </button>
      </div>
    </div>
  );
}

function save(decision: Decision): void {
  download("trace.json", `${JSON.stringify({ request: request.value, decision }, null, 2)}\n`);
}
