import { signal } from "@preact/signals";

/** Whether something was typed that the page has not heard of. */
export const typing = signal(false);
