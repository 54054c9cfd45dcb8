import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Undrawn } from "../ui/undrawn";
import { firstOf, STEP, type Group } from "./list";
import { Problem } from "./problem";

interface Props {
  groups: readonly Group[];
  /** How many are not shown. */
  left: number;
  onMore(): void;
  onExplain(code: string): void;
}

/** How high one is that is not drawn, in CSS pixels, and how high at least. */
const HEIGHT = 76;
const LEAST = 54;

/** So many are drawn at first: the list has less than a third of the screen. */
const DRAWN = Math.ceil((screen.availHeight * 0.35) / LEAST);

/** One problem is a tab stop at a time: the arrows go to the others. */
export function ProblemList({ groups, left, onMore, onExplain }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const current = useSignal(0);
  const most = useSignal(DRAWN);
  /** The problem that takes the focus as soon as it is drawn. */
  const wanted = useRef<number | null>(null);
  const shown = groups.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const now = Math.min(current.value, shown - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: shown - 1 }[event.key];
    if (to === undefined || to < 0 || to >= shown) return;
    event.preventDefault();
    current.value = to;
    most.value = Math.max(most.value, to + DRAWN);
    wanted.current = to;
  };
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    frame.current?.querySelectorAll<HTMLElement>(".problem-go")[wanted.current]?.focus();
    wanted.current = null;
  });
  const { drawn, left: undrawn } = firstOf(groups, most.value);
  let index = 0;
  return (
    <div class="problem-list scroll" id="problem-list" ref={frame} onKeyDown={onKeyDown}>
      <p class="visually-hidden" id="problem-keys">
        The up and down arrows go to the other problems, Enter to the place in the text.
      </p>
      {drawn.map(({ file, diagnostics, total }) => (
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
      {undrawn > 0 && <Undrawn height={undrawn * HEIGHT} each={HEIGHT} onNear={(more) => (most.value += more)} />}
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
