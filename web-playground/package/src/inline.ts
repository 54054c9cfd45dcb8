import base64 from "gatewright-module";

import type { InitOptions } from "./init.js";
import { start } from "./instance.js";
import { compile, unpack } from "./source.js";

export { Engine } from "./engine.js";
export * from "./errors.js";

/** The module is part of this file. */
export function init({ module }: InitOptions = {}): Promise<void> {
  return start(() => (module === undefined ? unpack(base64) : compile(module)));
}
