import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Decision } from "../../../types";
import type { Answer } from "../engine/protocol";
import { draft, load } from "./draft";
import { embedded, saved } from "../state/store";
import type { Expectation, SavedRequest } from "../state/workspace";
import { focusSoon } from "../ui/focus";
import { differences, expectationText, standing, summaryText, type Standing } from "./expectation";
import { outcomeText } from "./outcome";
import { answerOf, expectNow, remove, rename } from "./saved";
import { sameRequest } from "./same";

const PAGE = 100;
const limit = signal(PAGE);

const SIGNS: Record<Standing, [sign: string, word: string, style: string]> = {
  pass: ["✓", "as expected", "ok"],
  fail: ["✗", "not as expected", "failed"],
  open: ["·", "nothing expected", "note"],
  waiting: ["…", "asking", "note"],
};

/** The requests that somebody kept, and whether they are still answered as expected. */
export function SavedList() {
  const list = saved.value;
  if (list.length === 0) return <Empty />;
  const left = list.length - limit.value;
  return (
    <div class="saved">
      <p class="pad-line" role="status">
        <strong>{summaryText(list.map(({ expected }, index) => standing(expected, answerOf(index))))}</strong>
      </p>
      <ul>
        {list.slice(0, limit.value).map((one, index) => (
          <Saved key={`${index} ${one.name}`} one={one} index={index} />
        ))}
      </ul>
      {left > 0 && (
        <p class="pad-line">
          <button type="button" onClick={() => (limit.value += PAGE)}>
            Show {Math.min(PAGE, left)} more of {left}
          </button>
        </p>
      )}
    </div>
  );
}

function Empty() {
  return (
    <p class="empty">
      No saved requests. Save the request above together with what happens to it: after every edit of the manifests you see here whether it
      still happens.
    </p>
  );
}

function Saved({ one, index }: { one: SavedRequest; index: number }) {
  const [renaming, setRenaming] = useState(false);
  const answer = answerOf(index);
  const how = standing(one.expected, answer);
  const [sign, word, style] = SIGNS[how];
  const now = !answer ? "" : "value" in answer ? outcomeText(answer.value) : answer.error.message;
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
          <Rename name={one.name} onDone={(name) => (name && rename(index, name), setRenaming(false))} />
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

function take(index: number): void {
  remove(index);
  focusSoon(`.saved-request:nth-child(${index + 1}) .saved-name`, ".saved-request:last-child .saved-name", "#answer-tab-saved");
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
