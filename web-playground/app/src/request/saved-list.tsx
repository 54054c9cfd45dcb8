import { signal } from "@preact/signals";
import { saved } from "../state/store";
import { standing, summaryText } from "./expectation";
import { answerOf } from "./saved";
import { Saved } from "./saved-request";

const PAGE = 100;
const limit = signal(PAGE);

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
