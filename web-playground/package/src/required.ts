import { loadText, textOf } from "./documentation.js";
import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The same for `require`, where a script does not know the URL that it was loaded from. */
export async function init({ module, documentation }: InitOptions = {}): Promise<void> {
  await start(() => compile(module ?? nowhere("the module lies: tell it by `init({ module })`")));
  if (documentation) loadDocumentation(documentation).catch(() => {});
}

export function loadDocumentation(from?: unknown): Promise<void> {
  return loadText(() => textOf(from ?? nowhere("the documentation lies: tell it by `loadDocumentation(url)`")));
}

function nowhere(missing: string): never {
  throw new Error(`a script that is loaded by \`require\` does not know where ${missing}`);
}
