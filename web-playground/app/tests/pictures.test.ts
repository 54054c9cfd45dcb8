import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ready, useBrowser, visit, type Visit } from "./support/browser";
import { difference, otherFonts } from "./support/picture";
import { nodes, showView } from "./support/ways";

useBrowser();

/** Of all pixels so many may differ: what another version of the browser draws a little differently. */
const TOLERANCE = 0.004;
const MOST_BYTES = 60_000;

interface Kept extends Visit {
  go?(page: Page): Promise<unknown>;
  most?: number;
}

const GRANT = "#gallery/missing-reference-grant";

const PICTURES: Record<string, Kept> = {
  "tests/pictures/wide-light.png": { go: async (page) => nodes(page, /^Backend/).waitFor() },
  "tests/pictures/wide-dark.png": { at: GRANT, theme: "dark", go: (page) => nodes(page, /^Backend payments\/checkout/).click() },
  "tests/pictures/middle.png": { at: GRANT, width: 1024, height: 768, go: (page) => showView(page, "Status") },
  "tests/pictures/phone.png": { at: GRANT, width: 360, height: 740, go: (page) => showView(page, "Graph") },
  "tests/pictures/phone-dark.png": { at: "#gallery/refused-manifest", width: 360, height: 740, theme: "dark" },
  // What the README shows is what there is.
  "../../docs/playground.png": { at: "#gallery/reference-grant", width: 1280, height: 800, most: 100_000, go: showLoss },
};

/** A request that loses its backend by a deleted grant. */
async function showLoss(page: Page): Promise<void> {
  await showView(page, "What if");
  await page.getByRole("button", { name: "Delete ReferenceGrant payments/store" }).click();
  await showView(page, "Graph");
  await page.getByRole("textbox", { name: "URL" }).fill("http://store.example.com/pay");
  await page.getByRole("status", { name: "What happens" }).getByText(/500/).waitFor();
  await nodes(page, /^Backend payments\/checkout:8080.*lost since the pinned state/).waitFor();
  await page.getByRole("tab", { name: /^store.yaml/ }).click();
  await page.getByRole("button", { name: "Fit" }).click();
  await page.getByRole("heading", { name: "Gatewright" }).hover();
}

const reason = otherFonts();
if (reason) console.info(`No picture is compared: ${reason}.`);

test.skipIf(reason !== null).each(Object.entries(PICTURES))("the page looks like %s", async (path, { go, most = MOST_BYTES, ...where }) => {
  const page = await visit(where);
  await go?.(page);
  await ready(page);
  const kept = new URL(`../${path}`, import.meta.url);
  expect(await difference(page, kept)).toBeLessThan(TOLERANCE);
  expect(statSync(fileURLToPath(kept)).size).toBeLessThan(most);
});
