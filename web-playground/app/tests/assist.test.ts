import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser, visit } from "./support/browser";
import { editor, exported, textOf, write } from "./support/person";

useBrowser();

/** Nobody chooses within 75 ms, and the editor takes an Enter that comes so soon for a new line. */
const PACE = { delay: 30 };

const options = (page: Page) => page.getByRole("listbox", { name: "Completions" }).getByRole("option");

/** The editor with this text and the cursor at its end. Nothing is offered yet. */
async function editing(text: string): Promise<Page> {
  const page = await visit();
  await page.getByRole("button", { name: "New file" }).click();
  await write(page, text);
  return page;
}

test("behind a key its values are offered", async () => {
  const page = await editing("apiVersion: gateway.networking.k8s.io/v1\n");
  await page.keyboard.type("kind: ");
  await options(page).filter({ hasText: "HTTPRoute" }).first().waitFor();
  for (const kind of ["Gateway", "GatewayClass", "GRPCRoute"]) expect(await options(page).getByText(kind, { exact: true }).count(), kind).toBe(1);
  await page.keyboard.type("HTTPR", PACE);
  await expect.poll(() => options(page).count()).toBe(1);
  await page.keyboard.press("Enter");
  expect(await textOf(page)).toBe("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute");
});

test("an item of several lines comes at the right depth", async () => {
  const page = await editing("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: x\nspec:\n  rules:\n  - ");
  await page.keyboard.press("Control+Space");
  await options(page).getByText("matches", { exact: true }).waitFor();
  await page.keyboard.type("backendR", PACE);
  await page.keyboard.press("Enter");
  const text = await textOf(page);
  expect(text).toMatch(/\n {2}- backendRefs:\n {4}- /);
});

test("fields that are there already are not offered, and fields know what they are", async () => {
  const page = await editing("apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: x\nspec:\n  gatewayClassName: example\n  ");
  await page.keyboard.press("Control+Space");
  const listeners = options(page).filter({ hasText: /^listeners/ });
  await listeners.waitFor();
  expect(await listeners.innerText()).toContain("required");
  expect(await options(page).getByText("gatewayClassName", { exact: true }).count()).toBe(0);
  await page.keyboard.press("Escape");
  await options(page).first().waitFor({ state: "detached" });
});

test("names of objects that exist are offered", async () => {
  const page = await visit();
  const gateway = /kind: Gateway\nmetadata:\n {2}name: ([\w-]+)/.exec((await exported(page, "All files as one YAML")).text)?.[1] ?? "";
  await page.getByRole("button", { name: "New file" }).click();
  await write(page, "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: x\nspec:\n  parentRefs:\n  - name:");
  await page.keyboard.type(" ");
  await options(page).getByText(gateway, { exact: true }).waitFor();
  await page.keyboard.type(gateway.slice(0, 4), PACE);
  await expect.poll(() => options(page).count()).toBe(1);
  await options(page).click();
  expect(await textOf(page)).toMatch(new RegExp(`- name: ${gateway}$`));
});

test("a field says what it means, to the mouse and to the keyboard", async () => {
  const page = await visit({ at: "#gallery/redirects" });
  const field = editor(page).getByText("gatewayClassName").first();
  await field.hover();
  const help = page.getByRole("tooltip").or(page.locator(".cm-tooltip")).filter({ hasText: "spec.gatewayClassName" });
  await help.waitFor();
  const link = help.getByRole("link", { name: "In the specification" });
  expect(await link.getAttribute("href")).toMatch(/^https:\/\/gateway-api\.sigs\.k8s\.io\//);
  expect(await link.getAttribute("rel")).toContain("noopener");
  expect((await help.innerText()).length).toBeGreaterThan(60);

  await field.click();
  await page.mouse.move(5, 5);
  await help.waitFor({ state: "detached" });
  await page.keyboard.press("F1");
  await help.waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
});

test("words are loaded when they are first asked for, and an answer does not depend on them", async () => {
  const page = await visit({ at: "#gallery/redirects" });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const words = () => asked.filter((url) => url.endsWith(".txt")).length;
  const help = page.locator(".cm-tooltip").filter({ hasText: "spec.gatewayClassName" });
  const field = editor(page).getByText("gatewayClassName").first();

  await page.context().setOffline(true);
  await field.click();
  await page.mouse.move(5, 5);
  await page.keyboard.press("F1");
  await help.waitFor();
  expect(await help.locator(".field-type").innerText()).toBe("string, required");
  expect(await help.locator(".field-text").innerText()).toBe("");
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });

  await page.context().setOffline(false);
  const before = words();
  await page.keyboard.press("F1");
  await help.waitFor();
  expect((await help.locator(".field-text").innerText()).length).toBeGreaterThan(40);
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await help.waitFor();
  expect(words() - before).toBe(1);
});

test("what the editor offers does not keep Tab", async () => {
  const page = await editing("apiVersion: gateway.networking.k8s.io/v1\n");
  await page.keyboard.type("kind: ");
  await options(page).first().waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => editor(page).evaluate((element) => element === document.activeElement)).toBe(false);
});
