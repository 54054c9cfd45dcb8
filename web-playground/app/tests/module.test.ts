import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { XzReadableStream } from "xz-decompress";
import { restored } from "../src/engine/streams";
import { builtModule } from "./support/module";

test("what the page fetches is the module that was built, byte for byte", async () => {
  const compressed = readFileSync(fileURLToPath(new URL("../../../target/web/engine.wasm.xz", import.meta.url)));
  const sorted = await new Response(new XzReadableStream(new Response(compressed).body!)).arrayBuffer();

  expect(builtModule().equals(restored(new Uint8Array(sorted)))).toBe(true);
});

test("a module that was not sorted stays as it is", () => {
  const module = builtModule();

  expect(module.equals(restored(module))).toBe(true);
});
