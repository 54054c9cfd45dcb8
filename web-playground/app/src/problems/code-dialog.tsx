import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { Markdown } from "../ui/markdown-view";
import { explanationOf, REFERENCE } from "./reference";

/** What a diagnostic means and how to mend it. */
export function CodeDialog({ code, onClose }: { code: string; onClose(): void }) {
  const text = useSignal<string | null>("");
  useEffect(() => {
    explanationOf(code).then(
      (found) => (text.value = found),
      (error: Error) => (text.value = `The explanation could not be loaded: ${error.message}`),
    );
  }, [code]);
  return (
    <Dialog title={code} onClose={onClose}>
      <div class="stack">
        {text.value === null ? <p>Nothing is written about this code.</p> : <Markdown text={text.value} />}
        <p>
          <a href={`${REFERENCE}#${code}`} target="_blank" rel="noopener">
            All diagnostics
          </a>
        </p>
      </div>
    </Dialog>
  );
}
