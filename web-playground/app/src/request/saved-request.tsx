import { useEffect, useRef, useState } from "preact/hooks";
import type { Decision } from "../../../types";
import type { Answer } from "../engine/protocol";
import { embedded } from "../state/store";
import type { Expectation, SavedRequest } from "../state/workspace";
import { focusSoon } from "../ui/focus";
import { draft, load } from "./draft";
import { differences, expectationText, standing, type Standing } from "./expectation";
import { outcomeText } from "./outcome";
import { sameRequest } from "./same";
import { answerOf, expectNow, remove, rename } from "./saved";

const SIGNS: Record<Standing, [sign: string, word: string, style: string]> = {
  pass: ["✓", "as expected", "ok"],
  fail: ["✗", "not as expected", "failed"],
  open: ["·", "nothing expected", "note"],
  waiting: ["…", "asking", "note"],
};

/** One saved request: how it stands, what happens now, and what can be done with it. */
export function Saved({ one, index }: { one: SavedRequest; index: number }) {
  const [renaming, setRenaming] = useState(false);
  const answer = answerOf(index);
  const how = standing(one.expected, answer);
  const [sign, word, style] = SIGNS[how];
  const now = !answer ? "" : "value" in answer ? outcomeText(answer.value) : answer.error.message;
  const finish = (name: string | null) => {
    if (name !== null) rename(index, name);
    setRenaming(false);
    focusSoon(nameOf(index));
  };
  const current = sameRequest(one.request, draft.value);
  return (
    <li class="saved-request" aria-current={current ? "true" : undefined}>
      <span class={`verdict ${style}`}>
        <span class="sign" aria-hidden="true">
          {sign}
        </span>
        {word}
      </span>
      <div class="grow">
        {renaming ? (
          <Rename name={one.name} onDone={finish} />
        ) : (
          <button type="button" class="plain saved-name" onClick={() => load(one.request)}>
            {one.name}
          </button>
        )}
        <p class="saved-now">{now}</p>
        {how === "fail" && one.expected && answer && <Differences expected={one.expected} answer={answer} />}
      </div>
      {!embedded && !renaming && (
        <span class="row wrap saved-tools">
          {how !== "pass" && answer && "value" in answer && (
            <button type="button" onClick={() => expectNow(index)}>
              Expect what happens now
            </button>
          )}
          <button type="button" class="plain" aria-label={`Rename ${one.name}`} onClick={() => setRenaming(true)}>
            Rename
          </button>
          <button type="button" class="plain" aria-label={`Delete ${one.name}`} onClick={() => take(index)}>
            Delete
          </button>
        </span>
      )}
    </li>
  );
}

function nameOf(index: number): string {
  return `.saved-request:nth-child(${index + 1}) .saved-name`;
}

function take(index: number): void {
  remove(index);
  focusSoon(nameOf(index), ".saved-request:last-child .saved-name", "#answer-tab-saved");
}

/** What was expected; where the outcome is right, what else is not. */
function Differences({ expected, answer }: { expected: Expectation; answer: Answer<Decision> }) {
  const list = differences(expected, answer);
  if (list.some(({ what }) => what === "outcome" || what === "request")) {
    return <p class="muted">Expected: {expectationText(expected)}</p>;
  }
  return (
    <ul class="differences">
      {list.map(({ what, expected, actual }) => (
        <li key={what}>
          {what}: expected <code>{expected}</code>, got <code>{actual}</code>
        </li>
      ))}
    </ul>
  );
}

function Rename({ name, onDone }: { name: string; onDone(name: string | null): void }) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const done = (event: Event) => {
    event.preventDefault();
    onDone(text.trim() || null);
  };
  return (
    <form class="row wrap" onSubmit={done} onKeyDown={(event) => event.key === "Escape" && onDone(null)}>
      <input
        type="text"
        class="grow"
        aria-label="Name"
        maxLength={200}
        value={text}
        ref={field}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit" class="primary">
        Rename
      </button>
      <button type="button" onClick={() => onDone(null)}>
        Cancel
      </button>
    </form>
  );
}
