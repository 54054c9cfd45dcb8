import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ready, useBrowser, visit, visitAgain } from "./support/browser";
import { ask, editor, open, showView, textOf, workspaceOf, write } from "./support/person";

useBrowser();

const shows = (page: Page, text: string) => editor(page).getByText(text, { exact: true }).waitFor();

/** Ctrl+S puts the present state into the history. */
async function remember(page: Page): Promise<void> {
  await page.keyboard.press("Control+S");
  await page.getByText("Kept in the history of this browser").waitFor();
}

test("what was worked on is there when the page is loaded again", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  await ask(page, "http://mine.example.com/");
  await showView(page, "Status");
  const before = await workspaceOf(page);
  await page.reload();
  await ready(page);
  await shows(page, "# my own work");
  expect(await workspaceOf(page)).toEqual(before);
});

test("a page that is closed in the middle of typing loses nothing", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  await page.keyboard.type("# and the last");
  await page.close({ runBeforeUnload: true });
  await shows(await visitAgain(), "# and the last");
});

test("twenty and more earlier states can be restored", async () => {
  const page = await visit();
  for (let number = 1; number <= 24; number += 1) {
    await write(page, `# state ${number}\n`);
    await remember(page);
  }
  const history = await open(page, "History");
  const earlier = history.getByRole("region", { name: "Earlier states" }).getByRole("listitem");
  expect(await earlier.count()).toBeGreaterThanOrEqual(24);
  await earlier.nth(20).getByRole("button", { name: /^Restore / }).click();
  await shows(page, "# state 4");
  await page.getByText(/^Restored the state of /).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await shows(page, "# state 24");
});

test("starting afresh can be undone, also later", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  const before = await workspaceOf(page);
  await (await open(page, "History")).getByRole("button", { name: "Start afresh" }).click();
  expect((await workspaceOf(page)).files.map(({ text }) => text)).toEqual([""]);
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await workspaceOf(page)).toEqual(before);

  await (await open(page, "History")).getByRole("button", { name: "Start afresh" }).click();
  await page.reload();
  await ready(page);
  const history = await open(page, "History");
  await history.getByRole("region", { name: "Earlier states" }).getByRole("button", { name: /^Restore / }).first().click();
  await shows(page, "# my own work");
});

test("a safe start restores nothing, and the work waits in the history", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  await page.close();
  const safe = await visitAgain("?safe=1");
  expect(await textOf(safe)).not.toContain("# my own work");
  const history = await open(safe, "History");
  await history.getByRole("region", { name: "Other tabs" }).getByRole("button", { name: /^Restore / }).first().click();
  await shows(safe, "# my own work");
});

test("two tabs keep their own", async () => {
  const one = await visit();
  await write(one, "# of the first tab\n");
  await one.reload();
  await ready(one);
  const two = await visitAgain();
  await shows(two, "# of the first tab");
  await write(two, "# of the second tab\n");
  for (const tab of [two, one]) {
    await tab.reload();
    await ready(tab);
  }
  await shows(one, "# of the first tab");
  await shows(two, "# of the second tab");

  const history = await open(one, "History");
  await history.getByRole("region", { name: "Other tabs" }).getByRole("button", { name: /^Restore / }).first().click();
  await shows(one, "# of the second tab");
});

test("a browser without room says so, and the page goes on", async () => {
  const page = await visit();
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await write(page, "# my own work\n");
  await page.getByText("The browser has no room to keep your work").waitFor();
  await shows(page, "# my own work");
  await page.getByRole("button", { name: "Export it" }).waitFor();
});
