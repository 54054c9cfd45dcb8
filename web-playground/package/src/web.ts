import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The module is a file beside this one. Bundlers know this form and bring the file along. */
export function init({ module }: InitOptions = {}): Promise<void> {
  return start(() => compile(module ?? new URL("./gatewright.wasm", import.meta.url)));
}
