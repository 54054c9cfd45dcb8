import type { Decision, Request, Step } from "../../../types";
import { draft, load } from "../request/draft";
import { nearestStep } from "../request/outcome";
import { hintOf, towards } from "./hint";
import { Versus } from "./step-row";

/** For a 404: what came closest, before all the rest. */
export function Nearest({ decision }: { decision: Decision }) {
  if (decision.outcome !== "noMatch") return null;
  const step = nearestStep(decision);
  if (step) return <Explained step={step} request={draft.value} />;
  const refused = decision.trace.filter(({ step }) => step === "attachment");
  if (refused.length === 0) {
    return decision.listener ? <p class="callout">No route is attached to listener {decision.listener}, so there is nothing that could match.</p> : null;
  }
  return (
    <p class="callout">
      {refused.length === 1 ? "A route names the Gateway and is" : `${refused.length} routes name the Gateway and are`} not attached to this
      listener. Below is why.
    </p>
  );
}

function Explained({ step, request }: { step: Step; request: Request }) {
  const hint = hintOf(step);
  const better = towards(step, request);
  return (
    <div class="callout">
      <p>
        Closest was <strong class="mono">{step.subject}</strong>, but:
      </p>
      <p>
        <Versus step={step} />
      </p>
      {hint && <p>{hint}</p>}
      {better && (
        <p>
          <button type="button" onClick={() => load(better)}>
            Ask for what it expects
          </button>
        </p>
      )}
    </div>
  );
}
