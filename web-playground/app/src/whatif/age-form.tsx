import { useState } from "preact/hooks";
import { isTime, olderThan } from "./age";
import { withCreation } from "./edits";
import { titleOf, type TextObject } from "./objects";
import { edit } from "./pin";

/** Enough to choose from: a list of thousands is no choice. */
const OFFERED = 200;

/** When an object was created: between equals the older one wins. */
export function AgeForm({ object, others }: { object: TextObject; others: TextObject[] }) {
  const [time, setTime] = useState(object.created ?? "");
  const title = titleOf(object);
  const set = (created: string | null, done: string) => {
    setTime(created ?? "");
    edit(object.path, (file) => withCreation(file, object, created), done);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (isTime(time)) set(time, `Set the creation time of ${title}`);
  };
  const choose = (index: number) => {
    const other = others[index];
    if (other) set(olderThan(other.created), `Made ${title} older than ${titleOf(other)}`);
  };
  const wrong = time !== "" && !isTime(time);
  return (
    <form class="quick-form" onSubmit={submit}>
      <p class="muted">
        Between equal matches the older route wins, then the first by namespace and name. {object.created ? `Created ${object.created}.` : "Without a creation time it counts as the newest."}
      </p>
      <div class="row wrap">
        {others.length > 0 && (
          <label class="row wrap">
            Make it older than
            <select value="" onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
              <option value="">choose one</option>
              {others.slice(0, OFFERED).map((other, index) => (
                <option key={index} value={index}>
                  {other.namespace ? `${other.namespace}/` : ""}
                  {other.name} ({other.created ?? "no time"})
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="row wrap">
          {others.length > 0 ? "or created at" : "Created at"}
          <input
            type="text"
            class="mono"
            placeholder="2024-01-01T00:00:00Z"
            spellcheck={false}
            aria-invalid={wrong}
            value={time}
            onInput={({ currentTarget }) => setTime(currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={!isTime(time) || time === object.created}>
          Set
        </button>
        {object.created && (
          <button type="button" class="plain" onClick={() => set(null, `Took the creation time from ${title}`)}>
            Take away
          </button>
        )}
      </div>
      {wrong && <p class="error-text">Write a time like 2024-01-01T00:00:00Z.</p>}
    </form>
  );
}
