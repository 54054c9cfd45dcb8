import { signal } from "@preact/signals";
import { results, saved } from "../state/store";
import { ActionsView } from "../trace/actions-view";
import { TraceView } from "../trace/trace-view";
import { Tabs, panelProps } from "../ui/tabs";
import { standing } from "./expectation";
import { Outcome } from "./outcome-view";
import { RequestBar } from "./request-bar";
import "./request.css";
import { answerOf } from "./saved";
import { SavedList } from "./saved-list";

type Part = "why" | "what" | "saved";
const part = signal<Part>("why");

/** Asks what happens to a request, and says why. */
export function RequestPane() {
  const answer = results.decision.value;
  const decision = answer && "value" in answer ? answer.value : null;
  return (
    <section class="pane request-pane" aria-labelledby="request-title">
      <h2 id="request-title" class="visually-hidden">
        Request
      </h2>
      <RequestBar />
      <div class="answer scroll grow">
        <Outcome />
        <div class="bar">
          <Tabs label="About the request" name="answer" current={part.value} onSelect={(key) => (part.value = key)} tabs={tabs()} />
        </div>
        <div class="answer-part" {...panelProps("answer", part.value)}>
          {part.value === "saved" && <SavedList />}
          {part.value === "why" && (decision ? <TraceView decision={decision} /> : <Nothing />)}
          {part.value === "what" && (decision ? <ActionsView decision={decision} /> : <Nothing />)}
        </div>
      </div>
    </section>
  );
}

function tabs() {
  const standings = saved.value.map(({ expected }, index) => standing(expected, answerOf(index)));
  const failed = standings.filter((one) => one === "fail").length;
  const badge = failed > 0 ? `${failed} ✗` : standings.length > 0 ? String(standings.length) : undefined;
  return [
    { key: "why", title: "Why" },
    { key: "what", title: "What is sent" },
    { key: "saved", title: "Saved", badge },
  ] as const;
}

function Nothing() {
  return <p class="empty">There is no answer to explain yet.</p>;
}
