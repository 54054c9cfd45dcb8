import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import UPNG from "upng-js";

/** Pictures of the page that are kept, and compared with what it looks like. */

export const update = process.env.UPDATE === "1";

const FONTS = fileURLToPath(new URL("../pictures/fonts.json", import.meta.url));
/** Enough for the page's colours; text keeps its edges. */
const COLOURS = 64;
/** What is another one each time, or gone after a while. */
const PASSING = ".engine-state, .toasts { visibility: hidden; }";
/** How different two pixels may be, from 0 to 1: a smaller palette makes a little difference. */
const THRESHOLD = 0.2;

/** The files that the page's fonts come from, by a sum of what they hold. */
function fonts(): Record<string, string> {
  const sum = (family: string) => {
    const file = execFileSync("fc-match", ["--format=%{file}", family], { encoding: "utf8" });
    return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  };
  return Object.fromEntries(["system-ui", "system-ui:bold", "monospace"].map((family) => [family, sum(family)]));
}

/** Why pictures cannot be compared on this machine: text in another font is another picture. */
export function otherFonts(): string | null {
  let here: Record<string, string>;
  try {
    here = fonts();
  } catch (error) {
    return `the fonts of this machine cannot be told: ${(error as Error).message}`;
  }
  if (update) {
    writeFileSync(FONTS, `${JSON.stringify(here, null, 2)}\n`);
    return null;
  }
  const made = JSON.parse(readFileSync(FONTS, "utf8")) as Record<string, string>;
  const other = Object.keys(made).filter((family) => made[family] !== here[family]);
  return other.length > 0 ? `the kept pictures have other fonts for ${other.join(", ")}` : null;
}

/** The share of the pixels that differ from the kept picture, after writing it if asked to. */
export async function difference(page: Page, kept: URL): Promise<number> {
  const path = fileURLToPath(kept);
  const shot = await page.screenshot({ animations: "disabled", caret: "hide", style: PASSING });
  const now = UPNG.decode(exact(shot));
  const [pixels] = UPNG.toRGBA8(now);
  if (!pixels) throw new Error("the screenshot is empty");
  if (update) writeFileSync(path, Buffer.from(UPNG.encode([pixels], now.width, now.height, COLOURS)));
  if (!existsSync(path)) throw new Error(`there is no ${path}: write it with UPDATE=1`);
  const before = UPNG.decode(exact(readFileSync(path)));
  const [expected] = UPNG.toRGBA8(before);
  if (!expected || before.width !== now.width || before.height !== now.height) return 1;
  const different = pixelmatch(new Uint8Array(pixels), new Uint8Array(expected), undefined, now.width, now.height, { threshold: THRESHOLD });
  return different / (now.width * now.height);
}

/** Without the rest of the pool that a small buffer may share. */
function exact({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer {
  return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
}
