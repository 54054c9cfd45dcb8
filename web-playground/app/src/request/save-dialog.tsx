import { useState } from "preact/hooks";
import { request, results } from "../state/store";
import { Dialog } from "../ui/dialog";
import { say } from "../ui/toast";
import { send } from "./draft";
import { expectationOf, expectationText } from "./expectation";
import { suggestedName } from "./names";
import { save } from "./saved";

/** Keeps the present request, and what is expected of it. */
export function SaveDialog({ onClose }: { onClose(): void }) {
  const [name, setName] = useState(() => {
    send();
    return suggestedName(request.value);
  });
  const [expecting, setExpecting] = useState(true);
  const answer = results.decision.value;
  const now = answer && "value" in answer ? expectationText(expectationOf(answer.value)) : null;
  const keep = (event: Event) => {
    event.preventDefault();
    save(name.trim() || suggestedName(request.value), request.value, expecting);
    say("Saved the request");
    onClose();
  };
  return (
    <Dialog title="Save the request" onClose={onClose}>
      <form class="stack" onSubmit={keep}>
        <label class="stack">
          Name
          <input type="text" autofocus value={name} maxLength={200} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </label>
        {now ? (
          <label class="check">
            <input type="checkbox" checked={expecting} onChange={({ currentTarget }) => setExpecting(currentTarget.checked)} />
            <span>
              Expect what happens now: <span class="mono break">{now}</span>
            </span>
          </label>
        ) : (
          <p class="muted">The request has no answer now, so nothing is expected of it yet.</p>
        )}
        <div class="row end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
