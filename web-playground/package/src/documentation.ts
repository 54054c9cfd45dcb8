import { LoadFailed } from "./errors.js";

/** What `complete` and `hover` say in words: a text that is loaded once, behind the module. */

let loading: Promise<void> | undefined;
let text: string | undefined;

/** Nothing until it is loaded. */
export function documentation(): string | undefined {
  return text;
}

/** Loads the text once, however often it is called. After a failure it may be tried again. */
export function loadText(read: () => Promise<string>): Promise<void> {
  loading ??= keep(read).catch((error: unknown) => {
    loading = undefined;
    throw new LoadFailed(error, "the documentation");
  });
  return loading;
}

async function keep(read: () => Promise<string>): Promise<void> {
  text = await read();
}

/** Reads what somebody names: a URL, a response, or a promise of one. */
export async function textOf(given: unknown): Promise<string> {
  const source = await given;
  const response = typeof source === "string" || source instanceof URL ? await fetch(source) : (source as Response);
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  return response.text();
}
