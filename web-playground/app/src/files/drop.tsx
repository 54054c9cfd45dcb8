import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addText, importFiles } from "./actions";

const takesText = (target: EventTarget | null) =>
  target instanceof Element && target.closest("input, textarea, select, dialog, [contenteditable]") !== null;

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Takes files that are dropped anywhere, and what is pasted where no text is expected. */
export function DropZone() {
  const over = useSignal(false);
  useEffect(() => {
    const end = new AbortController();
    // Before the editor, which would insert a dropped file's text at the cursor.
    const options = { capture: true, signal: end.signal };
    const take = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      take(event);
      over.value = true;
    };
    window.addEventListener("dragenter", drag, options);
    window.addEventListener("dragover", drag, options);
    window.addEventListener("dragleave", (event) => event.relatedTarget === null && (over.value = false), options);
    window.addEventListener(
      "drop",
      (event) => {
        over.value = false;
        if (!hasFiles(event)) return;
        take(event);
        void importFiles([...(event.dataTransfer?.files ?? [])]);
      },
      options,
    );
    window.addEventListener(
      "paste",
      (event) => {
        const pasted = [...(event.clipboardData?.files ?? [])];
        const text = event.clipboardData?.getData("text/plain") ?? "";
        const inText = takesText(event.target);
        if (pasted.length > 0 && (!inText || text === "")) void importFiles(pasted);
        else if (!inText && text.trim() !== "") addText(text);
        else return;
        take(event);
      },
      options,
    );
    return () => end.abort();
  }, []);
  return over.value ? <div class="drop">Drop manifests to add them</div> : null;
}
