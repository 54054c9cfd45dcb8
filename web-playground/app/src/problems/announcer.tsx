import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { countText, type Counts } from "./list";

/** Typing changes the counts all the time: only where they come to rest is worth saying. */
const PAUSE = 1_000;

export function Announcer({ counts }: { counts: ReadonlySignal<Counts> }) {
  const text = countText(counts.value);
  useEffect(() => {
    const timer = setTimeout(() => (said.value = text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="visually-hidden" role="status">
      {said.value}
    </div>
  );
}

const said = signal("");
