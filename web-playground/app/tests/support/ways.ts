import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { ready } from "./browser";

/** Ways through the page that several tests go, on a wide page and on a phone. */

export type Part = "Manifests" | "Views" | "Request";
export type View = "Graph" | "Status" | "Attachments" | "What if" | "Envoy";

/** Shows a part of the page. Only a phone has to. */
export async function showPart(page: Page, name: Part): Promise<void> {
  const parts = page.getByRole("tablist", { name: "Parts of the page" });
  if (await parts.isVisible()) await parts.getByRole("tab", { name, exact: true }).click();
}

export async function showView(page: Page, name: View): Promise<void> {
  await showPart(page, "Views");
  await page.getByRole("tablist", { name: "Views" }).getByRole("tab", { name, exact: true }).click();
  await ready(page);
}

export async function showAnswer(page: Page, name: "Why" | "What is sent" | "Saved"): Promise<void> {
  await showPart(page, "Request");
  await page.getByRole("tablist", { name: "About the request" }).getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

/** Opens what a button of the header opens; on a phone most of them are in a menu. */
export async function openTool(page: Page, name: string): Promise<void> {
  const tools = page.getByRole("navigation", { name: "Tools" });
  const button = tools.getByRole("button", { name });
  if (await button.isVisible()) return button.click();
  await tools.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name }).click();
}

export async function startAfresh(page: Page): Promise<void> {
  await openTool(page, "History");
  await page.getByRole("button", { name: "Start afresh" }).click();
  await ready(page);
}

export function editor(page: Page): Locator {
  return page.getByRole("textbox", { name: /^Text of / });
}

/** Puts a text in place of the whole of the file in the editor. */
export async function write(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+A");
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
  await ready(page);
}

export async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole("tablist", { name: "Files" }).getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

export async function ask(page: Page, url: string): Promise<void> {
  await page.getByRole("textbox", { name: "URL" }).fill(url);
}

/** What happens to the request: waits until the answer has a text. */
export async function answers(page: Page, text: string | RegExp): Promise<void> {
  await page.getByRole("status", { name: "What happens" }).getByText(text).waitFor();
}

export function graph(page: Page): Locator {
  return page.getByRole("application", { name: "Attachment graph" });
}

/** Nodes of the graph, by what a screen reader says of them. */
export function nodes(page: Page, name: RegExp): Locator {
  return graph(page).getByLabel(name);
}

/** Waits until so many elements are found. */
export async function counts(locator: Locator, number: number): Promise<void> {
  await expect.poll(() => locator.count()).toBe(number);
}

export async function reads(locator: Locator, text: string | RegExp): Promise<void> {
  await expect.poll(() => locator.innerText()).toMatch(text);
}

/** The text of the line of the editor that the cursor is in. */
export async function cursorLine(page: Page): Promise<string> {
  return page.locator(".cm-activeLine").innerText();
}

/** Waits until that has the focus. */
export async function focusIs(page: Page, text: string): Promise<void> {
  await expect.poll(() => focused(page)).toContain(text);
}

/** What has the focus, by role and name. */
export async function focused(page: Page): Promise<string> {
  const element = page.locator(":focus");
  if ((await element.count()) === 0) return "";
  return (await element.ariaSnapshot()).split("\n")[0] ?? "";
}
