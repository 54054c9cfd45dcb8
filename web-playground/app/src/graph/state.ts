import { computed, signal } from "@preact/signals";
import { pinned, requestPath, results } from "../state/store";
import { changes, type Change } from "./marks";
import type { Zoom } from "./zoom";

/** How the graph is looked at. Stays while other panels are shown, and is not saved. */

export const mode = signal<"drawing" | "table">("drawing");
export const zoom = signal<Zoom>("auto");
export const filtering = signal(false);
export const highlighting = signal(true);

/** The nodes of the request's path, unless nothing is to be highlighted. */
export const litNodes = computed(() => (highlighting.value && requestPath.value.size > 0 ? requestPath.value : null));

const NOTHING: ReadonlyMap<string, Change> = new Map();

export const changeMarks = computed(() =>
  pinned.value && results.comparison.value ? changes(results.comparison.value) : NOTHING,
);
