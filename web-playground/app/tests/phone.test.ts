import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { STATES } from "./support/states";
import { answers, ask, counts, editor, focusIs, showPart, showView } from "./support/ways";

useBrowser();

const PHONE = { width: 360, height: 740 };

/** By how much the page is wider than what is seen of it. */
function excess(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth);
}

/** Controls that are not within the screen even when they are scrolled to. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")];
    const modal = document.querySelector("dialog:modal");
    return all
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && (!modal || modal.contains(element)))
      .filter((element) => {
        element.scrollIntoView({ block: "center", inline: "center" });
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1;
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
}

describe("at 360 px nothing is out of reach", () => {
  test.each(STATES.map((state) => [state.name, state] as const))("in %s", async (_, { at, go }) => {
    const page = await visit({ at, ...PHONE });
    await go(page);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    expect(await outOfReach(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
  });
});

test("one part of the page is shown at a time", async () => {
  const page = await visit(PHONE);
  const parts = ["Manifests", "Views", "Request"] as const;
  for (const shown of parts) {
    await showPart(page, shown);
    for (const part of parts) await counts(page.getByRole("region", { name: part, exact: true }), part === shown ? 1 : 0);
  }
});

test("a request is asked, and its rule is shown in the text", async () => {
  const page = await visit({ at: "#gallery/precedence", ...PHONE });
  await showPart(page, "Request");
  await ask(page, "http://api.example.com/api/v2/users");
  await answers(page, "forward to default/api:8080");
  await page.getByRole("status", { name: "What happens" }).getByRole("button", { name: /^Show routes\.yaml/ }).click();
  await editor(page).getByText("longer").waitFor();
  await counts(page.getByRole("region", { name: "Request", exact: true }), 0);
});

test("Enter on a node shows the text, and Esc the graph again", async () => {
  const page = await visit(PHONE);
  await showView(page, "Graph");
  await page.getByRole("application").getByLabel(/^GatewayClass/).focus();
  await page.keyboard.press("Enter");
  await focusIs(page, "Text of gatewayclass.yaml");
  await page.keyboard.press("Escape");
  await page.getByRole("application", { name: "Attachment graph" }).waitFor();
});

test("the menu holds every tool", async () => {
  const page = await visit(PHONE);
  const tools = page.getByRole("navigation", { name: "Tools" });
  await tools.getByRole("button", { name: "Menu" }).click();
  const items = await tools.locator("[role^='menuitem']").allInnerTexts();
  for (const name of ["Import", "Export: this file", "History", "Options", "Dark theme", "Help"]) expect(items.join("\n")).toContain(name);
  for (const name of ["Gallery", "Share"]) await counts(tools.getByRole("button", { name }), 1);
});
