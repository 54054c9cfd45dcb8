import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { STEP, type Group } from "./list";
import { Problem } from "./problem";

interface Props {
  groups: readonly Group[];
  /** How many are not shown. */
  left: number;
  onMore(): void;
  onExplain(code: string): void;
}

/** One problem is a tab stop at a time: the arrows go to the others. */
export function ProblemList({ groups, left, onMore, onExplain }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const current = useSignal(0);
  const shown = groups.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const now = Math.min(current.value, shown - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: shown - 1 }[event.key];
    if (to === undefined || to < 0 || to >= shown) return;
    event.preventDefault();
    current.value = to;
    frame.current?.querySelectorAll<HTMLElement>(".problem-go")[to]?.focus();
  };
  let index = 0;
  return (
    <div class="problem-list scroll" id="problem-list" ref={frame} onKeyDown={onKeyDown}>
      <p class="visually-hidden" id="problem-keys">
        The up and down arrows go to the other problems, Enter to the place in the text.
      </p>
      {groups.map(({ file, diagnostics, total }) => (
        <div key={file ?? ""}>
          <h3>
            <bdi>{file ?? "All files"}</bdi> <span class="badge">{total}</span>
          </h3>
          <ul>
            {diagnostics.map((diagnostic) => {
              const at = index++;
              return <Problem key={at} diagnostic={diagnostic} current={at === now} onFocus={() => (current.value = at)} onExplain={onExplain} />;
            })}
          </ul>
        </div>
      ))}
      {left > 0 && (
        <div class="row pad">
          <span class="muted">{left.toLocaleString("en")} more are not shown.</span>
          <button type="button" onClick={onMore}>
            Show {Math.min(STEP, left)} more
          </button>
        </div>
      )}
    </div>
  );
}
