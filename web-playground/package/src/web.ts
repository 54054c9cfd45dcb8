import { loadText, textOf } from "./documentation.js";
import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The module is a file beside this one. Bundlers know this form and bring the file along. */
export async function init({ module, documentation }: InitOptions = {}): Promise<void> {
  await start(() => compile(module ?? new URL("./gatewright.wasm", import.meta.url)));
  // Whoever cannot do without calls the function, too, and is told.
  if (documentation !== false) loadDocumentation(documentation).catch(() => {});
}

export function loadDocumentation(from?: unknown): Promise<void> {
  return loadText(() => textOf(from ?? new URL("./documentation.txt", import.meta.url)));
}
