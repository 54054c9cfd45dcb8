import type { Decision } from "../../../types";
import { client, results, selectStep } from "../state/store";
import { PlaceLink } from "../trace/place-link";
import { isGood, nearestStep, outcomeText, sentence, winningStep } from "./outcome";

/** The first line of the answer: what happens, and by which rule. */
export function Outcome() {
  const answer = results.decision.value;
  return (
    <div class="outcome" role="status" aria-label="What happens">
      {!answer ? <p class="muted">{client.state.value.is === "crashed" ? "The engine has no answer." : "The engine is starting…"}</p> : null}
      {answer && "value" in answer && <Told decision={answer.value} />}
      {answer && "error" in answer && (
        <p class="muted">
          {answer.error.code === "no-gateway" ? `${sentence(answer.error.message)}. Add a Gateway, or open an example.` : "No answer yet: see what the request needs."}
        </p>
      )}
    </div>
  );
}

function Told({ decision }: { decision: Decision }) {
  const good = isGood(decision);
  const step = winningStep(decision);
  const nearest = decision.rule === undefined ? nearestStep(decision) : undefined;
  return (
    <>
      <p class={`headline ${good ? "good" : "bad"}`}>
        <span aria-hidden="true">{good ? "→" : "✗"} </span>
        {outcomeText(decision)}
      </p>
      {decision.rule !== undefined && (
        <p class="because">
          by rule <strong class="mono">{decision.rule}</strong> {step && <PlaceLink {...step} onClick={() => selectStep(step, { focus: true })} />}
        </p>
      )}
      {nearest && (
        <p class="because">
          closest: <strong class="mono">{nearest.subject}</strong> <PlaceLink {...nearest} onClick={() => selectStep(nearest, { focus: true })} />
        </p>
      )}
    </>
  );
}
