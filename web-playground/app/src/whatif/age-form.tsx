import { useState } from "preact/hooks";
import { isTime, olderThan } from "./age";
import { withCreation } from "./edits";
import { detailsOf, titleOf, type TextObject } from "./objects";
import { edit, fileOf } from "./pin";

/** Enough to choose from: a list of thousands is no choice. */
const OFFERED = 200;

/** When an object was created: between equals the older one wins. */
export function AgeForm({ object, others }: { object: TextObject; others: TextObject[] }) {
  const { created: present } = detailsOf(fileOf(object), object);
  const [time, setTime] = useState(present ?? "");
  const title = titleOf(object);
  const set = (created: string | null, done: string) => {
    setTime(created ?? "");
    edit(object.path, (file) => withCreation(file, object, created), done);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (isTime(time)) set(time, `Set the creation time of ${title}`);
  };
  const choose = (value: string) => {
    const other = value === "" ? undefined : others[Number(value)];
    if (other) set(olderThan(detailsOf(fileOf(other), other).created), `Made ${title} older than ${titleOf(other)}`);
  };
  const wrong = time !== "" && !isTime(time);
  return (
    <form class="quick-form" onSubmit={submit}>
      <p class="muted">
        {object.kind.endsWith("Route") ? "Between equal matches the older route wins" : "Where two objects conflict the older one wins"}, then the first by
        namespace and name. {present ? `Created ${present}.` : "Without a creation time it counts as the newest."}
      </p>
      <div class="row wrap">
        {others.length > 0 && (
          <label class="row wrap">
            Make it older than
            <select value="" onChange={({ currentTarget }) => choose(currentTarget.value)}>
              <option value="">choose one</option>
              {others.slice(0, OFFERED).map((other, index) => (
                <option key={index} value={index}>
                  {other.namespace ? `${other.namespace}/` : ""}
                  {other.name}
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
        <button type="submit" disabled={!isTime(time) || time === present}>
          Set
        </button>
        {present && (
          <button type="button" class="plain" onClick={() => set(null, `Took the creation time from ${title}`)}>
            Take away
          </button>
        )}
      </div>
      {wrong && <p class="error-text">Write a time like 2024-01-01T00:00:00Z.</p>}
    </form>
  );
}
