import { expect, inject, test } from "vitest";
import { ready, useBrowser, visit, visitAgain } from "./support/browser";
import { ask, behind, editor, outcome, shared, showView, write } from "./support/person";

useBrowser();

test("an embedded page shows the link, and nothing of it can be edited", async () => {
  const page = await visit({ at: "?embed=1#gallery/redirects" });
  await outcome(page).getByText("redirect").waitFor();
  expect(await page.getByRole("navigation", { name: "Tools" }).count()).toBe(0);
  for (const name of ["Share", "Import", "Export", "History", "New file", "This file"]) {
    expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
  }

  const text = await editor(page).innerText();
  expect(await editor(page).getAttribute("aria-readonly")).toBe("true");
  await editor(page).focus();
  await page.keyboard.type("# typed");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+V");
  expect(await editor(page).innerText()).toBe(text);

  await page.getByRole("tab", { name: /\.yaml/ }).last().focus();
  const files = await page.getByRole("tablist", { name: "Files" }).getByRole("tab").count();
  await page.keyboard.press("Delete");
  await page.keyboard.press("F2");
  expect(await page.getByRole("tablist", { name: "Files" }).getByRole("tab").count()).toBe(files);
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("everything else of an embedded page works, and its link leads to a page of one's own", async () => {
  const page = await visit({ at: "?embed=1#gallery/redirects" });
  for (const title of ["Status", "Attachments", "Envoy", "Graph"]) expect(await (await showView(page, title)).innerText()).not.toBe("");
  await ask(page, "http://asked.example.com/");
  const link = page.getByRole("link", { name: "Open in playground" });
  await expect.poll(() => link.getAttribute("href")).toMatch(/#v1=/);
  const before = await link.getAttribute("href");
  await ask(page, "http://other.example.com/");
  await expect.poll(() => link.getAttribute("href")).not.toBe(before);

  const own = await visit({ at: behind((await link.getAttribute("href"))!) });
  expect(await own.getByRole("textbox", { name: "URL" }).inputValue()).toBe("http://other.example.com/");
  expect(new URL(own.url()).search).toBe("");
});

test("an embedded page neither reads nor writes what one works on", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  const link = await shared(page, "Embed, read-only");
  await page.reload();
  await ready(page);
  const stored = () => page.evaluate(() => JSON.stringify(Object.entries(localStorage).sort()));
  const before = await stored();

  const embedded = await visitAgain("?embed=1#gallery/redirects");
  await ask(embedded, "http://asked.example.com/");
  await embedded.reload();
  await ready(embedded);
  await embedded.close();
  expect(await stored()).toBe(before);
  expect(link).toContain(`src="${inject("site")}?embed=1#v1=`);
  const shown = await visitAgain("?embed=1");
  expect(await editor(shown).innerText()).not.toContain("# my own work");
});

test("the frame that the page gives away works in another page", async () => {
  const html = await shared(await visit({ at: "#gallery/redirects" }), "Embed, read-only");
  const page = await visit({
    at: "holder.html",
    until: null,
    before: (page) => page.route("**/holder.html", (route) => route.fulfill({ contentType: "text/html", body: `<link rel="icon" href="data:,">${html}` })),
  });
  const frame = page.frameLocator("iframe");
  await frame.getByRole("link", { name: "Open in playground" }).waitFor();
  await frame.getByRole("status", { name: "What happens" }).getByText("redirect").waitFor();
});
