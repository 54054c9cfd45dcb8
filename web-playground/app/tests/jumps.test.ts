import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { cursorLine, editor, nodes, reads, showView } from "./support/ways";

useBrowser();

const GRANT = "#gallery/missing-reference-grant";

/** The node that the graph shows as selected. */
async function selects(page: Page, name: RegExp): Promise<void> {
  await nodes(page, name).and(page.locator("[aria-current='true']")).waitFor();
}

async function showsLine(page: Page, file: string, text: string): Promise<void> {
  await page.getByRole("tablist", { name: "Files" }).getByRole("tab", { name: new RegExp(`^${file}`), selected: true }).waitFor();
  await expect.poll(() => cursorLine(page)).toContain(text);
}

/** Where something is drawn. */
async function box(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await of.boundingBox();
  if (!found) throw new Error("not drawn");
  return found;
}

test("from a node to where it is written", async () => {
  const page = await visit({ at: GRANT });
  await nodes(page, /^Backend payments\/checkout/).click();
  await showsLine(page, "payments.yaml", "apiVersion: v1");
  await nodes(page, /^rule store\/store\/payment/).click();
  await showsLine(page, "store.yaml", "- name: payment");
});

test("from the text to its node", async () => {
  const page = await visit({ at: GRANT });
  await editor(page).getByText("controllerName").click();
  await selects(page, /^GatewayClass example/);
  await editor(page).getByText("protocol").click();
  await selects(page, /^Listener store\/web\/http/);
});

test("from a problem to the text and to its node", async () => {
  const page = await visit({ at: GRANT });
  await page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /no ReferenceGrant/ }).click();
  await showsLine(page, "store.yaml", "namespace: payments");
  await selects(page, /^rule store\/store\/payment/);
  expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(true);
});

test("from the text to its problem", async () => {
  const page = await visit({ at: GRANT });
  await page.getByRole("tab", { name: /^store.yaml/ }).click();
  await page.locator(".cm-lint-marker-error").hover();
  await page.getByRole("tooltip").or(page.locator(".cm-tooltip-lint")).getByText(/no ReferenceGrant/).waitFor();
});

test("from a step of the trace to the text and to its node", async () => {
  const page = await visit({ at: GRANT });
  await page.getByRole("tabpanel", { name: "Why" }).getByRole("button", { name: "Show store.yaml:16" }).click();
  await showsLine(page, "store.yaml", "path: {type: PathPrefix, value: /pay}");
  await page.getByRole("heading", { name: "Gatewright" }).hover();
  await selects(page, /^rule store\/store\/payment/);
});

test("a step that is pointed at marks its node for so long", async () => {
  const page = await visit({ at: GRANT });
  await page.getByRole("tabpanel", { name: "Why" }).getByText("rule payment").hover();
  const mark = await box(page.locator("rect.pointed"));
  const node = await box(nodes(page, /^rule store\/store\/payment/).locator("rect.body"));
  expect(Math.abs(mark.x + mark.width / 2 - node.x - node.width / 2)).toBeLessThan(1);
  expect(Math.abs(mark.y + mark.height / 2 - node.y - node.height / 2)).toBeLessThan(1);
  expect(await page.locator("[aria-current='true'][data-id]").count()).toBe(0);
  await page.getByRole("heading", { name: "Gatewright" }).hover();
  await page.locator("rect.pointed").waitFor({ state: "detached" });
});

test("from the answer to the rule that gives it", async () => {
  const page = await visit({ at: GRANT });
  await page.getByRole("status", { name: "What happens" }).getByRole("button", { name: "Show store.yaml:10" }).click();
  await showsLine(page, "store.yaml", "- name: store");
  await selects(page, /^rule store\/store\/store/);
});

test("from the details of a node to the other end of what is refused", async () => {
  const page = await visit({ at: GRANT });
  await nodes(page, /^Backend payments\/checkout/).click();
  const details = page.getByRole("region", { name: "Details of the selected node" });
  await details.getByRole("button", { name: "Rule store/store/payment" }).click();
  await selects(page, /^rule store\/store\/payment/);
  await reads(details, /Backend payments\/checkout:8080/);
});

test("from the status and the attachments to the text", async () => {
  const page = await visit({ at: "#gallery/several-gateways" });
  await showView(page, "Status");
  await page.getByRole("table", { name: /^HTTPRoute/ }).getByRole("button", { name: "wiki" }).click();
  await showsLine(page, "routes.yaml", "apiVersion");
  await showView(page, "Attachments");
  await page.getByRole("grid").getByRole("button", { name: /refused/ }).click();
  await page.getByRole("button", { name: "Show the listener" }).click();
  await showsLine(page, "gateways.yaml", "- name: http");
});
