import words from "gatewright-documentation";
import base64 from "gatewright-module";

import { loadText, textOf } from "./documentation.js";
import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile, unpack } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The module is part of this file, and so is the documentation. */
export async function init({ module, documentation }: InitOptions = {}): Promise<void> {
  await start(() => compile(module ?? unpack(base64).then((bytes) => bytes.arrayBuffer())));
  if (documentation !== false) await loadDocumentation(documentation);
}

export function loadDocumentation(from?: unknown): Promise<void> {
  return loadText(async () => (from === undefined ? (await unpack(words)).text() : textOf(from)));
}
