import { effect, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { loadExamples } from "./gallery/open";
import { client } from "./state/store";

/**
 * What of the page is loaded when the engine is there: that is the longer way, and without it there is nothing to look
 * at but text.
 */

type Editing = typeof import("./editing");

export const editing = signal<Editing | null>(null);
const failure = signal<string | null>(null);

/** Call once. */
export function loadBehindTheEngine(): void {
  const end = effect(() => {
    if (client.state.value.is === "starting") return;
    queueMicrotask(() => end());
    void load();
  });
}

async function load(): Promise<void> {
  try {
    editing.value = await import("./editing");
    // The gallery opens without a network, too.
    await loadExamples();
  } catch (error) {
    failure.value = (error as Error).message;
  }
}

/** A part of the page that needs what comes later, and what stands in its place until then. */
export function Behind({ part, children }: { part: (editing: Editing) => ComponentChildren; children: ComponentChildren }) {
  if (editing.value) return <>{part(editing.value)}</>;
  if (!failure.value) return <>{children}</>;
  return (
    <>
      <div class="error-text" role="alert">
        A part of the page could not be loaded: {failure.value}. Your text is kept.{" "}
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
      {children}
    </>
  );
}
