import { useSignal } from "@preact/signals";
import { openWorkspace } from "../state/store";
import { emptyWorkspace, type Workspace } from "../state/workspace";
import { Dialog } from "../ui/dialog";
import { say } from "../ui/toast";
import "./history.css";
import { remembered, stateOf, states } from "./states";
import { summaryOf } from "./summary";
import { timeText } from "./time";
import { undoable } from "./undo";
import { works } from "./works";

export function HistoryDialog({ onClose }: { onClose(): void }) {
  void remembered.value;
  const now = useSignal(Date.now()).value;
  const earlier = states();
  const others = works();
  const open = (workspace: Workspace, what: string) => {
    onClose();
    undoable(what, () => openWorkspace(workspace));
  };
  const restore = async (key: string, time: number) => {
    try {
      open(await stateOf(key), `Restored the state of ${timeText(time, now)}`);
    } catch (error) {
      say(`This state cannot be restored: ${(error as Error).message}`);
    }
  };
  return (
    <Dialog title="History" onClose={onClose}>
      <div class="stack">
        <p class="muted">Your work is kept in this browser, and nowhere else. Export it to have it elsewhere.</p>
        <div class="row wrap">
          <button type="button" onClick={() => open(emptyWorkspace(), "Started afresh")}>
            Start afresh
          </button>
        </div>
        <section aria-label="Earlier states">
          <h3>Earlier states</h3>
          {earlier.length === 0 && <p class="empty">There are none yet. They appear as you edit, import and open examples.</p>}
          <ul class="states">
            {earlier.map(({ key, time, summary }) => (
              <Row key={key} time={time} now={now} summary={summary} onRestore={() => restore(key, time)} />
            ))}
          </ul>
        </section>
        {others.length > 0 && (
          <section aria-label="Other tabs">
            <h3>Other tabs</h3>
            <ul class="states">
              {others.map(({ key, time, workspace }) => (
                <Row key={key} time={time} now={now} summary={summaryOf(workspace)} onRestore={() => open(workspace, "Opened a copy of another tab's work")} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}

function Row({ time, now, summary, onRestore }: { time: number; now: number; summary: string; onRestore(): void }) {
  const text = timeText(time, now);
  return (
    <li class="row">
      <div class="grow">
        <time dateTime={new Date(time).toISOString()}>{text}</time>
        <div class="muted">{summary}</div>
      </div>
      <button type="button" aria-label={`Restore ${text}: ${summary}`} onClick={onRestore}>
        Restore
      </button>
    </li>
  );
}
