import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { manifests } from "./support/large";
import { ask, counts, graph, nodes, startAfresh, write } from "./support/ways";

useBrowser();

const GRANT = "#gallery/missing-reference-grant";

/** What is drawn, by kind and name. */
function drawn(page: Page): Promise<string[]> {
  return nodes(page, /./).evaluateAll((all) => all.map((node) => node.getAttribute("aria-label")?.split(",")[0] ?? ""));
}

async function filterBy(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Filter" }).click();
}

function tableRows(page: Page) {
  return page.getByRole("table", { name: "What is attached to what, and why not" }).getByRole("row");
}

describe("the filter", () => {
  test("by namespace keeps what belongs to it", async () => {
    const page = await visit({ at: "#gallery/allowed-routes" });
    expect(await drawn(page)).toContain("HTTPRoute site/site");
    await filterBy(page);
    await page.getByRole("combobox", { name: "Namespace" }).selectOption("blog");
    await expect.poll(() => drawn(page)).not.toContain("HTTPRoute site/site");
    expect(await drawn(page)).toContain("HTTPRoute blog/blog");
    await page.getByText(/^\d+ hidden$/).waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => drawn(page)).toContain("HTTPRoute site/site");
  });

  test("by Gateway", async () => {
    const page = await visit({ at: "#gallery/several-gateways" });
    await filterBy(page);
    await page.getByRole("combobox", { name: "Gateway" }).selectOption("default/internal");
    await expect.poll(() => drawn(page)).not.toContain("Gateway default/public");
    expect(await drawn(page)).toContain("Gateway default/internal");
  });

  test("by hostname", async () => {
    const page = await visit({ at: "#gallery/several-gateways" });
    await filterBy(page);
    await page.getByRole("searchbox", { name: "Hostname" }).fill("wiki.corp");
    await expect.poll(() => drawn(page)).not.toContain("HTTPRoute default/docs");
    expect(await drawn(page)).toContain("HTTPRoute default/wiki");
  });

  test("by text, and says so where nothing is left", async () => {
    const page = await visit({ at: "#gallery/allowed-routes" });
    await filterBy(page);
    const text = page.getByRole("searchbox", { name: "Text" });
    await text.fill("blog");
    await expect.poll(() => drawn(page)).not.toContain("HTTPRoute site/site");
    expect(await drawn(page)).toContain("HTTPRoute blog/blog");
    await text.fill("nothing has this name");
    await page.getByText("Nothing matches the filter.").waitFor();
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await expect.poll(() => drawn(page)).toContain("HTTPRoute site/site");
  });
});

describe("many nodes", () => {
  test("of up to 60 each rule is drawn", async () => {
    const page = await visit();
    await startAfresh(page);
    await write(page, manifests(5, 9));
    await nodes(page, /^rule /).first().waitFor();
    await counts(nodes(page, /rules not shown/), 0);
    await page.getByRole("button", { name: "Table" }).click();
    await counts(tableRows(page).filter({ hasText: /HTTPRoute.*Rule rule-/ }), 45);
  });

  test("of more than 60 the rules collapse into their routes, and expand again", async () => {
    const page = await visit();
    await startAfresh(page);
    await write(page, manifests(10, 6));
    await counts(nodes(page, /^HTTPRoute .*6 rules not shown, Enter shows them/), 10);
    await counts(nodes(page, /^rule /), 0);
    await nodes(page, /^HTTPRoute default\/route-3,/).click();
    await page.keyboard.press("Enter");
    await counts(nodes(page, /^rule default\/route-3\//), 6);
    await page.getByRole("button", { name: "Collapse rules" }).click();
    await counts(nodes(page, /^rule /), 0);
  });

  test("the rule that takes the request can be asked for in the details", async () => {
    const page = await visit();
    await startAfresh(page);
    await write(page, manifests(10, 6));
    await nodes(page, /^HTTPRoute default\/route-0,/).click();
    await page.getByRole("button", { name: "Show 6 rules" }).click();
    await counts(nodes(page, /^rule /), 6);
    await page.getByRole("button", { name: "Collapse the rules" }).click();
    await counts(nodes(page, /^rule /), 0);
  });
});

describe("the request", () => {
  test("has its path highlighted, and another request another path", async () => {
    const page = await visit({ at: "#gallery/reference-grant" });
    const lit = nodes(page, /on the request's path/);
    await counts(lit, 6);
    await nodes(page, /^Backend store\/store:8080.*on the request's path/).waitFor();
    await ask(page, "http://store.example.com/pay");
    await nodes(page, /^Backend payments\/checkout:8080.*on the request's path/).waitFor();
    await counts(lit, 6);
  });

  test("is drawn stronger than the rest", async () => {
    const page = await visit({ at: "#gallery/reference-grant" });
    const stroke = (name: RegExp) => nodes(page, name).locator(".body").evaluate((body) => parseFloat(getComputedStyle(body).strokeWidth));
    expect(await stroke(/^rule store\/store\/store/)).toBeGreaterThan(await stroke(/^rule store\/store\/payment/));
  });

  test("is not highlighted if one does not want it", async () => {
    const page = await visit({ at: "#gallery/reference-grant" });
    await page.getByRole("checkbox", { name: "Highlight request" }).uncheck();
    await counts(nodes(page, /on the request's path/), 0);
  });
});

describe("the table", () => {
  test("has every edge of the drawing", async () => {
    const page = await visit({ at: "#gallery/partly-accepted" });
    const lines = await graph(page)
      .locator(".edges > .edge")
      .evaluateAll((paths) => paths.reduce((sum, path) => sum + (path.getAttribute("d")?.match(/M/g)?.length ?? 0), 0));
    const refused = await graph(page).locator(".refusal").count();
    expect(refused).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Table" }).click();
    const rows = tableRows(page).filter({ hasNotText: "nothing" });
    // The first row has the titles.
    await counts(rows, lines + 1);
    await counts(rows.filter({ has: page.getByRole("cell", { name: /^(refused|missing)$/ }) }), refused);
  });

  test("leads to the text", async () => {
    const page = await visit({ at: GRANT });
    await page.getByRole("button", { name: "Table" }).click();
    await tableRows(page).getByRole("button", { name: "Backend payments/checkout:8080" }).click();
    await page.getByRole("tab", { name: "payments.yaml", selected: true }).waitFor();
  });
});

describe("a refused edge", () => {
  test("is explained in the table", async () => {
    const page = await visit({ at: GRANT });
    await page.getByRole("button", { name: "Table" }).click();
    const row = tableRows(page).filter({ hasText: "Rule payment" }).filter({ hasText: "Backend payments/checkout" });
    await row.getByRole("cell", { name: "RefNotPermitted" }).waitFor();
    await row.getByRole("cell", { name: /^no ReferenceGrant in namespace/ }).waitFor();
  });

  test("is explained in the details, and in the drawing", async () => {
    const page = await visit({ at: GRANT });
    await nodes(page, /^rule store\/store\/payment/).click();
    const details = page.getByRole("region", { name: "Details of the selected node" });
    await details.getByText(/^no ReferenceGrant in namespace/).first().waitFor();
    await graph(page).locator(".reason").getByText("RefNotPermitted").waitFor();
  });

  test("can be pointed at", async () => {
    const page = await visit({ at: GRANT });
    await graph(page).locator(".refusal .cross").hover();
    await graph(page).locator(".reason").getByText("RefNotPermitted").waitFor();
  });
});

test("all columns are in sight at first", async () => {
  for (const at of ["", "#gallery/rewrites", "#gallery/traffic-splitting"]) {
    const page = await visit({ at });
    const room = await page.locator(".graph-room").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(room, at).toBeLessThanOrEqual(0);
  }
});
