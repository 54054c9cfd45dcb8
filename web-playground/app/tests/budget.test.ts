import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const SITE = fileURLToPath(new URL("../../../target/web/playground", import.meta.url));

/** Compressed sizes by extension, as a server would send the files, in bytes. */
function sizes(): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const entry of readdirSync(SITE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 9 }).length;
    const kind = extname(entry.name);
    sizes.set(kind, (sizes.get(kind) ?? 0) + bytes);
  }
  return sizes;
}

/** A standard library that rustup brings is not built for size: what is published is built with one that is. */
const SURCHARGE = process.env.GATEWRIGHT_WASM_STD === "prebuilt" ? 70_000 : 0;

test("the page stays within its budget", () => {
  const found = sizes();
  const all = [...found.values()].reduce((sum, size) => sum + size, 0);
  console.info([...found].map(([kind, size]) => `${kind} ${size}`).join(", "), `all ${all} bytes, compressed`);
  expect(found.get(".js")).toBeLessThanOrEqual(250_000);
  // The module, compressed by the build.
  expect(found.get(".xz")).toBeLessThanOrEqual(400_000 + SURCHARGE);
  expect(all).toBeLessThanOrEqual(650_000 + SURCHARGE);
});
