import { randomBytes } from "node:crypto";
import { inflateRawSync, deflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { ready, useBrowser, visit, visitAgain } from "./support/browser";
import { ask, behind, downloaded, editor, open, outcome, pick, shared, showView, textOf, workspaceOf, write } from "./support/person";

useBrowser();

const broken = (page: Page) => page.getByRole("dialog", { name: "This link cannot be opened" });

/** A workspace of which no part is as it is at first. */
async function busyPage(): Promise<Page> {
  const page = await visit({ at: "#gallery/canary-by-header" });
  await page.getByRole("button", { name: "New file" }).click();
  await write(page, "# über 😀 </script> \u202e\nkind: Nothing\n");
  await page.getByRole("combobox", { name: "Method" }).selectOption("POST");
  await ask(page, "http://foo.example.com:80/a%20b?c=d&c=e#f");
  await page.getByRole("button", { name: "Save…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("mine [x] <b>");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Channel" }).selectOption("standard");
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await showView(page, "What if");
  await page.getByRole("button", { name: "Compare from here" }).click();
  const status = await showView(page, "Status");
  await status.getByRole("table", { name: /^Gateway / }).getByRole("button").first().click();
  await ready(page);
  return page;
}

test("a link brings back everything exactly", async () => {
  const page = await busyPage();
  const before = await workspaceOf(page);
  expect(before.files.length).toBeGreaterThan(1);
  expect(before.request).toMatchObject({ method: "POST", url: "http://foo.example.com:80/a%20b?c=d&c=e#f" });
  expect(before.saved.at(-1)?.name).toBe("mine [x] <b>");
  expect(before).toMatchObject({ panel: "status", options: { channel: "standard" }, selection: expect.stringContaining("Gateway") });
  expect(before.pinned).not.toBeNull();
  const link = await shared(page);
  expect(link).toMatch(/#v1=[\w-]+$/);

  const other = await visit({ at: behind(link) });
  expect(await workspaceOf(other)).toEqual(before);
  await other.getByRole("tab", { name: "Status", selected: true }).waitFor();
  expect(new URL(other.url()).hash).toBe("");
});

test("the link beats what was kept, which is one click away", async () => {
  const page = await visit({ at: "#gallery/redirects" });
  const link = await shared(page);
  await write(page, "# my own work\n");
  await page.close();

  const again = await visitAgain(behind(link));
  expect((await workspaceOf(again)).files.map(({ text }) => text).join()).toContain("RequestRedirect");
  await again.getByText("Opened the link; your own work is in the history").waitFor();
  await again.getByRole("button", { name: "Undo" }).click();
  await ready(again);
  expect(await textOf(again)).toBe("# my own work\n");
});

test("a link that is opened in the page replaces what is there, and can be undone", async () => {
  const page = await visit();
  await write(page, "# my own work\n");
  await page.evaluate(() => (location.hash = "#gallery/redirects"));
  await outcome(page).getByText("redirect").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await ready(page);
  expect(await textOf(page)).toBe("# my own work\n");
});

test("a link that cannot be opened says why, and one's own work stays", async () => {
  const page = await visit({ at: "#gallery/redirects" });
  const whole = new URL(await shared(page)).hash;
  const packed = (text: string) => deflateRawSync(text).toString("base64url");
  expect(inflateRawSync(Buffer.from(whole.slice("#v1=".length), "base64url")).toString()).toMatch(/^\{.*"files":/);
  const links: Record<string, [fragment: string, reason: string]> = {
    "of a later version": ["#v2=AAAA", "made by a newer version"],
    "cut off": [whole.slice(0, whole.length / 2), "perhaps it was cut off"],
    "with a changed letter": [`${whole.slice(0, 60)}${whole[60] === "A" ? "B" : "A"}${whole.slice(61)}`, "damaged"],
    "of noise": [`#v1=${randomBytes(300).toString("base64url")}`, "damaged"],
    "that is no text": ["#v1=%E0%A4%A", "damaged"],
    "of nothing": ["#v1=", "damaged"],
    "of another shape": [`#v1=${packed('{"files":[{"path":1}]}')}`, "a file's path is not as it should be"],
    "that unpacks to gigabytes": [`#v1=${packed("\0".repeat(64 * 1024 * 1024))}`, "damaged"],
    "to an example that is not there": ["#gallery/__proto__", "an example that the gallery does not have"],
  };
  await write(page, "# my own work\n");
  await page.close();

  for (const [what, [fragment, reason]] of Object.entries(links)) {
    const again = await visitAgain(fragment);
    expect(await broken(again).innerText(), `a link ${what}`).toContain(reason);
    await broken(again).getByText("Close", { exact: true }).click();
    await editor(again).getByText("# my own work").waitFor();
    await again.close();
  }
});

test("what is too large for a link can be sent as a file", async () => {
  const page = await visit();
  const text = `# ${randomBytes(60_000).toString("base64")}\nkind: Nothing\n`;
  await pick(page, { name: "large.yaml", text });
  const dialog = await open(page, "Share");
  await dialog.getByText("This is too much for a link:").waitFor();
  const { name, text: file } = await downloaded(page, () => dialog.getByRole("button", { name: "Export the workspace" }).click());
  expect(name).toBe("gatewright-workspace.json");

  const other = await visit();
  await pick(other, { name, text: file });
  expect(await textOf(other)).toBe(text);
});

test("a Markdown link and a frame hold the same link", async () => {
  const page = await visit();
  const link = await shared(page);
  expect(await shared(page, "Markdown")).toBe(`[Gatewright playground](${link})`);
  const frame = await shared(page, "Embed, read-only");
  expect(/src="([^"]+)"/.exec(frame)?.[1]).toBe(`${inject("site")}?embed=1${new URL(link).hash}`);
});

test("what is copied is the link", async () => {
  const page = await visit();
  const link = await shared(page);
  const dialog = await open(page, "Share");
  await dialog.getByRole("button", { name: "Copy: Link" }).click();
  await page.getByText("Copied the link").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

test("an example has an address, which the gallery copies", async () => {
  const page = await visit();
  const gallery = await open(page, "Gallery");
  await gallery.getByRole("button", { name: "Copy link to Redirect" }).click();
  await page.getByText("Copied the link").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${inject("site")}#gallery/redirects`);
  await outcome(await visit({ at: behind(link) })).getByText("redirect").waitFor();
});

// === #local, as `gatewright playground PATH…` serves it ===

const LOCAL = { files: [{ path: "a/one.yaml", text: "# one\n" }, { path: "two.yaml", text: "# two\n" }], options: { channel: "standard", namespace: "team" } };

const serving = (body: unknown) => (page: Page) => page.context().route("**/local.json", (route) => route.fulfill({ json: body }));

test("the page opens the manifests of the command line, and reads them again", async () => {
  const page = await visit({ at: "#local", before: serving(LOCAL) });
  const opened = await workspaceOf(page);
  expect(opened).toMatchObject({ ...LOCAL, active: "a/one.yaml" });

  await ask(page, "http://mine.example.com/");
  await page.getByRole("tab", { name: "two.yaml" }).click();
  await page.context().unroute("**/local.json");
  const changed = { ...LOCAL, files: [LOCAL.files[0]!, { path: "two.yaml", text: "# two, edited elsewhere\n" }] };
  await serving(changed)(page);
  await page.reload();
  await ready(page);
  expect(await textOf(page)).toBe("# two, edited elsewhere\n");
  expect((await workspaceOf(page)).request.url).toBe("http://mine.example.com/");
});

test("manifests of the command line that cannot be read are no harm", async () => {
  const page = await visit({ at: "#local", expected: /404/ });
  expect(await broken(page).innerText()).toContain("not served by `gatewright playground` with manifests");
  await broken(page).getByText("Close", { exact: true }).click();
  await editor(page).getByText("kind: GatewayClass").waitFor();

  await serving({ files: "x" })(page);
  await page.reload();
  await ready(page);
  expect(await broken(page).innerText()).toContain("the list of files is not as it should be");
});
