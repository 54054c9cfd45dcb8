import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 899px)");

/** Whether there is room for a few buttons only. */
export const narrow = signal(query.matches);

query.addEventListener("change", () => (narrow.value = query.matches));
