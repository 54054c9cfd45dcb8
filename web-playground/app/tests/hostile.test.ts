import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import * as inputs from "../../tests/adversarial/inputs.mjs";
import { ready, useBrowser, visit, visitAgain } from "./support/browser";
import { ask, open, outcome, pick, showView, textOf, write } from "./support/person";

useBrowser();

const VIEWS = ["Status", "Attachments", "What if", "Envoy", "Graph"];

/** A few lines for which there is one answer, whatever came before. */
const SMALL = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: small}
spec: {controllerName: example.com/small}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: small}
spec:
  gatewayClassName: small
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: small.example.com}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: small}
spec:
  parentRefs: [{name: small}]
  rules:
  - filters: [{type: RequestRedirect, requestRedirect: {hostname: still.works, statusCode: 302}}]
`;

/** Whether the page takes clicks, draws every view and still answers for something else. */
async function isUsable(page: Page): Promise<void> {
  for (const title of VIEWS) {
    const panel = await showView(page, title);
    expect(await panel.innerText(), title).not.toBe("");
  }
  await page.getByRole("button", { name: "New file" }).click();
  await write(page, SMALL);
  await ask(page, "http://small.example.com/");
  const picker = page.getByRole("combobox", { name: /Gateway/ });
  if ((await picker.count()) > 0) await picker.first().selectOption({ label: "default/small" });
  await outcome(page).getByText("redirect, 302, to http://still.works/").waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
}

/** Nothing in a name or a message became part of the page. */
async function isUntaken(page: Page): Promise<void> {
  expect(await page.title()).not.toContain("taken");
  expect(await page.locator("img[src='x'], script:not([src])").count()).toBe(0);
}

test.each([
  ["100,000 lines", inputs.longYaml()],
  ["a billion laughs", inputs.billionLaughs()],
  ["an alias of itself", inputs.aliasOfItself()],
  ["100,000 brackets", inputs.deepNesting()],
  ["a line of 5,000,000 characters", inputs.longLine()],
  ["odd characters", inputs.oddCharacters()],
  ["5,000 problems", inputs.manyProblems()],
  ["4,000 objects", inputs.manyResources(4_000)],
  ["8,000 rival matches", inputs.rivals()],
  ["expensive expressions", inputs.expensiveExpressions()],
])("the page stays usable with %s", async (_, { path, text }) => {
  const page = await visit();
  await pick(page, { name: path, text });
  await isUsable(page);
});

/** A workspace file may hold what no file picker lets through. */
function workspaceOf(parts: object): { name: string; text: string } {
  return { name: "workspace.json", text: JSON.stringify({ format: "gatewright.dev/workspace/v1", ...parts }) };
}

test("bytes are shown as text, and nothing comes of them", async () => {
  const page = await visit();
  const text = Buffer.from(inputs.binaryBytes()).toString("latin1");
  await pick(page, workspaceOf({ files: [{ path: "bytes.yaml", text }] }));
  await isUsable(page);
});

test("markup in names and messages stays text, wherever it is shown", async () => {
  const page = await visit();
  const { path, text } = inputs.markup();
  const saved = [{ name: path, request: { url: `http://${path}/`, headers: [[path, path]], gateway: path } }];
  const request = { url: `http://x/${path}`, headers: [["x-markup", path]], gateway: path };
  await pick(page, workspaceOf({ files: [{ path, text }], saved, request, pinned: [{ path, text: "" }], selection: path }));
  await page.getByRole("tab", { name: path }).waitFor();
  await page.getByRole("tab", { name: /^Saved/ }).click();
  await page.getByRole("button", { name: path, exact: true }).waitFor();
  await isUsable(page);
  await isUntaken(page);
  await page.reload();
  await ready(page);
  await isUntaken(page);
});

test("a name that turns the direction of its text, or has no end, does not break the page", async () => {
  const page = await visit();
  const names = ["\u202egnp.lmay", "a".repeat(5_000), "\ud83d", "مرحبا", " ", "../../etc/passwd"];
  await pick(page, workspaceOf({ files: names.map((path) => ({ path, text: SMALL.replaceAll("small", path.length > 9 ? "long" : "small") })) }));
  await isUsable(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("fragments that nothing of ours wrote change nothing", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  for (const fragment of inputs.brokenFragments()) {
    await page.evaluate((hash) => (location.hash = hash), fragment);
    await ready(page);
    const dialog = page.getByRole("dialog", { name: "This link cannot be opened" });
    if (fragment.startsWith("#gallery/")) {
      await dialog.getByText("It names an example that the gallery does not have.").waitFor();
      await page.keyboard.press("Escape");
    }
    await dialog.waitFor({ state: "detached" });
    expect(await textOf(page), fragment.slice(0, 40)).toBe("# my own work\n");
    await isUntaken(page);
  }
});

test("what somebody else wrote into the storage is passed over", async () => {
  const page = await visit();
  await page.evaluate(() => {
    for (const key of ["gatewright:work:x", "gatewright:state:000000000000009-1-x", "gatewright:theme"]) localStorage.setItem(key, '9\n{"files":7}');
  });
  await page.close();
  const again = await visitAgain();
  await open(again, "History");
  await again.keyboard.press("Escape");
  await isUsable(again);
});
