import { effect, signal } from "@preact/signals";
import type { Request } from "../../../types";
import { request } from "../state/store";
import { filled } from "./headers";
import { sameRequest } from "./same";

/** How long typing may go on before it is answered, in milliseconds. */
const PAUSE = 60;

/** The request as it stands in its fields, with rows that are not filled in yet. */
export const draft = signal<Request>(request.value);

/** Counts the requests that came from elsewhere: what was being typed for another one is out of date. */
export const origin = signal(0);

let timer: ReturnType<typeof setTimeout> | undefined;
/** What the fields were made into last. */
let sent: Request | null = null;

/** A change by hand. */
export function edit(change: Partial<Request>): void {
  draft.value = { ...draft.value, ...change };
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE);
}

/** Asks at once. */
export function send(): void {
  clearTimeout(timer);
  const { gateway, headers = [], ...rest } = draft.value;
  sent = { ...rest, headers: filled(headers), ...(gateway && { gateway }) };
  if (!sameRequest(sent, request.peek())) request.value = sent;
}

/** Replaces all of it. */
export function load(whole: Request): void {
  clearTimeout(timer);
  request.value = { ...whole };
}

// A request from elsewhere, a link or a list, goes into the fields.
effect(() => {
  if (request.value !== sent) {
    clearTimeout(timer);
    draft.value = request.value;
    origin.value = origin.peek() + 1;
  }
});
