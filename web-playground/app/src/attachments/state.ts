import { computed, signal } from "@preact/signals";
import type { Attachment } from "../../../types";
import { results } from "../state/store";
import type { Picks } from "./pairs";

/** What is picked and chosen here. Stays while other panels are shown, and is not saved. */

export const picks = signal<Picks>({ route: "", listener: "", onlyRefused: false });

const chosenPair = signal<{ route: string; listener: string } | null>(null);

/** The chosen pair as the engine sees it now. */
export const chosen = computed(() => {
  const pair = chosenPair.value;
  return pair && results.attachments.value?.find(({ route, listener }) => route === pair.route && listener === pair.listener);
});

export function choose(pair: Pick<Attachment, "route" | "listener"> | null): void {
  chosenPair.value = pair && { route: pair.route, listener: pair.listener };
}

export function isChosen({ route, listener }: Attachment): boolean {
  return chosenPair.value?.route === route && chosenPair.value.listener === listener;
}

/** `HTTPRoute default/shop`, and of a listener its name alone. */
export function nameOf(id: string): string {
  const [, kind = "", name = id] = /^([^/]*)\/(.*)$/.exec(id) ?? [];
  return kind === "Listener" || kind === "ListenerEntry" ? name : `${kind} ${name}`;
}
