import type { Decision, Step } from "../../../types";
import { pointed, selectStep } from "../state/store";
import { PlaceLink } from "./place-link";
import { criterionOf } from "./precedence";
import { Message } from "../ui/message";

interface Props {
  step: Step;
  decision: Decision;
  label: string;
  /** False where the reason stands above. */
  reason?: boolean;
}

/** One step: how it went, of what, why, and where it is written. */
export function StepRow({ step, decision, label, reason = true }: Props) {
  return (
    <li class={`step ${step.verdict}`} {...pointing(step.node)}>
      <StepVerdict step={step} decision={decision} />
      <div class="step-text">
        <span class="step-label mono">{label}</span> {reason && <Reason step={step} decision={decision} />}
      </div>
      <PlaceLink {...step} onClick={() => selectStep(step, { focus: true })} />
    </li>
  );
}

function StepVerdict({ step, decision }: { step: Step; decision: Decision }) {
  const nearest = decision.nearest !== undefined && decision.trace[decision.nearest] === step;
  const [sign, word] =
    step.verdict === "won" ? ["✓", "taken"] : step.verdict === "outranked" ? ["–", "outranked"] : ["✗", nearest ? "closest" : missed(step)];
  return (
    <span class={`verdict ${step.verdict}`}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      {word}
    </span>
  );
}

function missed({ step }: Step): string {
  return step === "attachment" ? "not attached" : "no match";
}

function Reason({ step, decision }: { step: Step; decision: Decision }) {
  if (step.verdict === "outranked") {
    const { name, sentence } = criterionOf(step.reason);
    const winner = step.step === "listener" ? undefined : decision.rule;
    return (
      <span class="reason">
        {winner ? (
          <>
            matches too, but <span class="mono">{winner}</span> wins by <strong>{name}</strong>
          </>
        ) : (
          name
        )}
        {sentence && `: ${sentence}`}
      </span>
    );
  }
  return <span class="reason">{step.expected === undefined ? <Message text={step.reason} /> : <Versus step={step} />}</span>;
}

/** Side by side what was expected and what came. */
export function Versus({ step: { reason, expected, actual } }: { step: Step }) {
  return (
    <span class="versus">
      <span><Message text={reason} /></span>
      <span>
        <span class="muted">expected </span>
        <code class="expected">{expected === "" ? "any" : expected}</code>
      </span>
      <span>
        <span class="muted">got </span>
        <code class="actual">{actual === "" ? "nothing" : actual}</code>
      </span>
    </span>
  );
}

/** Marks a step's node in the graph for as long as the step is pointed at or has the focus. */
function pointing(node: string | undefined) {
  if (!node) return {};
  const begin = () => (pointed.value = node);
  const end = () => {
    if (pointed.value === node) pointed.value = null;
  };
  return { onMouseEnter: begin, onMouseLeave: end, onFocusIn: begin, onFocusOut: end };
}
