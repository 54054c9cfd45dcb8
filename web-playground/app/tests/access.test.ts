import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { STATES } from "./support/states";

useBrowser();

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What axe finds, one line for each element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = (await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS)) as AxeResults;
  expect(results.passes.length).toBeGreaterThan(5);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`));
}

const named = STATES.map((state) => [state.name, state] as const);

describe("axe finds nothing", () => {
  test.each(named)("in %s, light and dark", async (_, { at, go }) => {
    const page = await visit({ at });
    await go(page);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page)).toEqual([]);
  });

  test.each(named)("in %s, on a phone", async (_, { at, go }) => {
    const page = await visit({ at, width: 360, height: 740 });
    await go(page);
    expect(await violations(page)).toEqual([]);
  });
});

test("axe finds what is wrong", async () => {
  const page = await visit();
  await page.evaluate(() => document.body.append(document.createElement("input")));
  expect(await violations(page)).toHaveLength(1);
});
