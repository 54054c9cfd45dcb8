import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The same for `require`, where a script does not know the URL that it was loaded from. */
export function init({ module }: InitOptions = {}): Promise<void> {
  return start(() => compile(module ?? nowhere()));
}

function nowhere(): never {
  throw new Error("a script that is loaded by `require` does not know where the module lies: tell it by `init({ module })`");
}
