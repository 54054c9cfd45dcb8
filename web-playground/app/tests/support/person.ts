import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import type { Workspace } from "../../src/state/workspace";
import { ready } from "./browser";

/** What a person does with the page, by the names that stand on it. */

export function editor(page: Page): Locator {
  return page.getByRole("textbox", { name: /^Text of / });
}

/** The line that says what happens to the request. */
export function outcome(page: Page): Locator {
  return page.getByRole("status", { name: "What happens" });
}

/** What is said in passing. */
export function said(page: Page, text: string | RegExp): Locator {
  return page.getByRole("status").filter({ hasText: text }).last();
}

/** Puts a text in place of the one in the editor, as pasting it does. */
export async function write(page: Page, text: string): Promise<void> {
  await insert(page, "Control+A", text);
  await ready(page);
}

/** Adds to the end of the text in the editor. */
export async function append(page: Page, text: string): Promise<void> {
  await insert(page, "Control+End", text);
  await ready(page);
}

/** At a place that a key goes to; whether the engine can answer or not. */
export async function insert(page: Page, key: string, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press(key);
  await page.keyboard.insertText(text);
}

export async function ask(page: Page, url: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "URL" });
  await field.fill(url);
  await field.press("Enter");
  await ready(page);
}

export async function showView(page: Page, title: string): Promise<Locator> {
  await page.getByRole("tablist", { name: "Views" }).getByRole("tab", { name: title }).click();
  await ready(page);
  return page.getByRole("tabpanel", { name: title });
}

/** Opens one of the header's dialogs. */
export async function open(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

export interface Uploaded {
  name: string;
  text: string | Uint8Array;
}

/** Through the file picker of the import. */
export async function pick(page: Page, ...files: Uploaded[]): Promise<void> {
  const dialog = await open(page, "Import");
  const uploads = files.map(({ name, text }) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) }));
  await dialog.getByLabel("Files").setInputFiles(uploads);
  await dialog.waitFor({ state: "detached" });
  await ready(page);
}

/** The file that comes from a click. */
export async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** Through the header's menu. */
export function exported(page: Page, item: string): Promise<{ name: string; text: string }> {
  return downloaded(page, async () => {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
  });
}

/** Everything that a person made on the page. */
export async function workspaceOf(page: Page): Promise<Workspace> {
  return JSON.parse((await exported(page, "Workspace (JSON)")).text) as Workspace;
}

/** The text in the editor, all of it, also what is scrolled out of sight. */
export async function textOf(page: Page): Promise<string> {
  return (await exported(page, "This file")).text;
}

/** What stands in the field of the share dialog. */
export async function shared(page: Page, label: "Link" | "Markdown" | "Embed, read-only" = "Link"): Promise<string> {
  const dialog = await open(page, "Share");
  const text = await dialog.getByRole("textbox", { name: label, exact: true }).inputValue();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  return text;
}

/** What stands behind the page's own address. */
export function behind(link: string): string {
  return link.slice(link.search(/[?#]/));
}
