import { computed } from "@preact/signals";
import { embedded, files, pinned, results } from "../state/store";
import { Difference } from "./difference-view";
import { fileDifferences, type FileDifference } from "./difference";
import { goBack, pin, swap, unpin } from "./pin";
import { QuickChanges } from "./quick-changes";
import "./whatif.css";

const differences = computed(() => (pinned.value ? fileDifferences(pinned.value, files.value) : []));

/** Who gains and who loses by a change. */
export function ComparePanel() {
  const before = pinned.value;
  const differing = differences.value;
  return (
    <div class="whatif">
      {before ? <Pinned differing={differing} /> : <NotPinned />}
      <div class="whatif-columns">
        {before && differing.length > 0 && (results.comparison.value ? <Difference comparison={results.comparison.value} /> : <p class="muted">Comparing…</p>)}
        {!embedded && <QuickChanges />}
      </div>
    </div>
  );
}

function NotPinned() {
  return (
    <section class="whatif-head" aria-labelledby="whatif-title">
      <h2 id="whatif-title" tabIndex={-1}>What if the manifests were different?</h2>
      <p>
        {embedded
          ? "Nothing is pinned to compare with. In the playground itself you can pin the present state, change it, and see who gains or loses traffic."
          : "Pin the present state, change something, and see which requests go elsewhere, which routes attach or no longer do, and which backends gain or lose traffic. A quick change below pins it for you."}
      </p>
      {!embedded && (
        <button type="button" class="primary" onClick={pin}>
          Compare from here
        </button>
      )}
    </section>
  );
}

function Pinned({ differing }: { differing: FileDifference[] }) {
  return (
    <section class="whatif-head" aria-labelledby="whatif-title">
      <h2 id="whatif-title" tabIndex={-1}>Compared with the pinned state</h2>
      {differing.length === 0 ? (
        <p>Nothing differs yet: edit the manifests{embedded ? "" : ", or try a quick change below"}.</p>
      ) : (
        <ul class="file-differences">
          {differing.map((one) => (
            <li key={one.path}>
              <span class="mono break">{one.path}</span> <span class="muted">{fileText(one)}</span>
            </li>
          ))}
        </ul>
      )}
      {!embedded && (
        <div class="row wrap">
          <button type="button" onClick={goBack} disabled={differing.length === 0}>
            Go back to the pinned state
          </button>
          <button type="button" onClick={swap} disabled={differing.length === 0}>
            Swap the two
          </button>
          <button type="button" onClick={pin} disabled={differing.length === 0}>
            Pin the present state instead
          </button>
          <button type="button" onClick={unpin}>
            Stop comparing
          </button>
        </div>
      )}
    </section>
  );
}

function fileText({ how, gained, lost }: FileDifference): string {
  const lines = (count: number) => `${count} ${count === 1 ? "line" : "lines"}`;
  if (how !== "changed") return how;
  const parts = [gained > 0 && `${lines(gained)} added`, lost > 0 && `${lines(lost)} gone`].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "lines moved";
}
