import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { parseGallery, type Example } from "../../gallery/parse.mjs";
import { grouped } from "../src/ui/group";
import { ready, useBrowser, visit } from "./support/browser";
import { open, showView } from "./support/person";

useBrowser();

const FOLDER = fileURLToPath(new URL("../../gallery", import.meta.url));
const examples = parseGallery(readdirSync(FOLDER).map((name) => ({ name, text: name.endsWith(".md") ? readFileSync(`${FOLDER}/${name}`, "utf8") : "" })));
const groups = [...grouped(examples, ({ group }) => group)];

test("there are twenty examples and more, and the gallery lists each", async () => {
  expect(examples.length).toBeGreaterThanOrEqual(20);
  const page = await visit();
  const gallery = await open(page, "Gallery");
  await gallery.getByText(`${examples.length} examples`).waitFor();
  for (const { title, group } of examples) {
    expect(await gallery.getByRole("region", { name: group }).getByRole("button", { name: title, exact: true }).count(), title).toBe(1);
  }
});

test("a search narrows the gallery", async () => {
  const page = await visit();
  const gallery = await open(page, "Gallery");
  await gallery.getByRole("searchbox", { name: "Search the examples" }).fill("grant missing");
  await gallery.getByRole("button", { name: /^Copy link to .*grant/i }).first().waitFor();
  expect(await gallery.getByRole("listitem").count()).toBeLessThan(examples.length / 2);
  await gallery.getByRole("searchbox").fill("no-example-says-this");
  await gallery.getByText("No example has all of these words.").waitFor();
});

test.each(groups)("the examples of “%s” do what they say", async (_, list) => {
  const page = await visit();
  for (const example of list) {
    const gallery = await open(page, "Gallery");
    await gallery.getByRole("button", { name: example.title, exact: true }).click();
    await ready(page);
    await page.getByText(`Opened “${example.title}”`).waitFor();
    expect(await filesOn(page), example.slug).toEqual(example.files.map(({ path }) => path));
    await checkRequests(page, example);
    await checkStatus(page, example);
  }
});

async function filesOn(page: Page): Promise<string[]> {
  const tabs = await page.getByRole("tablist", { name: "Files" }).getByRole("tab").allInnerTexts();
  return tabs.map((text) => text.split("\n")[0] ?? "");
}

/** Each saved request is answered as its example says. */
async function checkRequests(page: Page, { slug, requests }: Example): Promise<void> {
  await page.getByRole("tab", { name: /^Saved/ }).click();
  const rows = page.getByRole("tabpanel", { name: /^Saved/ }).getByRole("listitem");
  expect(await rows.count(), slug).toBe(requests.length);
  for (const [index, text] of (await rows.allInnerTexts()).entries()) {
    expect(text, `${slug}, ${requests[index]?.url}`).toMatch(/^✓\s*as expected/);
    const words = wordsOf(requests[index]?.expect ?? []);
    expect(text, `${slug}, ${requests[index]?.url}`).toMatch(words);
  }
}

/** How the page says what an example expects. */
function wordsOf(lines: readonly string[]): RegExp {
  for (const line of lines) {
    const [word, detail = ""] = line.split(/ {2,}/);
    if (word === "forward") return /forward to /;
    if (word === "redirect") return new RegExp(`redirect, ${Number.parseInt(detail, 10)}, to `);
    if (word === "reply") return new RegExp(`answer ${Number.parseInt(detail, 10)}`);
    if (word === "noMatch") return /answer 404|close the connection/;
  }
  throw new Error(`nothing is expected in ${lines.join(", ")}`);
}

// === status ===

interface Fact {
  line: string;
  kind: string;
  namespace: string;
  name: string;
  parent: string | undefined;
  type: string;
  status: string;
  reason: string;
}

interface Shown {
  /** `Conditions`, `Parent Gateway web`. */
  title: string;
  type: string;
  status: string;
  reason: string;
}

/** `HTTPRoute default/wiki at default/public  Accepted=False NoMatchingListenerHostname`; what is a problem is none. */
function factsOf({ status }: Example): Fact[] {
  return status.flatMap((line) => {
    const found = /^([A-Z]\w*) (?:([^/\s]+)\/)?(\S+)(?: at (\S+))? {2}(\w+)=(\w+) (\w+)$/.exec(line);
    if (!found) return [];
    const [, kind = "", namespace = "", name = "", parent, type = "", status = "", reason = ""] = found;
    return [{ line, kind, namespace, name, parent, type, status, reason }];
  });
}

async function checkStatus(page: Page, example: Example): Promise<void> {
  const facts = factsOf(example);
  if (facts.length === 0) return;
  const panel = await showView(page, "Status");
  for (const [, about] of grouped(facts, ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)) {
    const shown = await describe(page, panel, about[0]!);
    for (const fact of about) {
      const told = shown.filter(({ title, type }) => type === fact.type && isAbout(title, fact));
      expect(told.length, `${example.slug}: ${fact.line}`).toBeGreaterThan(0);
      for (const { status, reason } of told) expect(`${status} ${reason}`, `${example.slug}: ${fact.line}`).toBe(`${fact.status} ${fact.reason}`);
    }
  }
}

/** What the page says of an object when its row is chosen. */
async function describe(page: Page, panel: Locator, { kind, namespace, name }: Fact): Promise<Shown[]> {
  const table = panel.getByRole("table", { name: new RegExp(`^${kind.endsWith("Policy") ? "Policy" : kind} \\d`) });
  const rows = namespace ? table.getByRole("row").filter({ has: page.getByRole("cell", { name: namespace, exact: true }) }) : table;
  await rows.getByRole("button", { name, exact: true }).first().click();
  const details = page.getByRole("region", { name: "Status of the selected object" });
  await details.getByRole("heading", { level: 2 }).filter({ hasText: name }).waitFor();
  return details.evaluate((element) =>
    [...element.querySelectorAll("dt")].flatMap((term) => {
      const [type = "", status = ""] = (term.textContent ?? "").replace(/[✓✗?]/g, "").trim().split(/\s+/);
      const title = term.closest("section")?.querySelector("h3")?.textContent ?? "";
      const reason = term.nextElementSibling?.querySelector("strong")?.textContent ?? type;
      return /^(True|False|Unknown)$/.test(status) ? [{ title, type, status, reason }] : [];
    }),
  );
}

/** Of a Gateway, the conditions of its listeners are other facts. */
function isAbout(title: string, { kind, parent }: Fact): boolean {
  return parent ? isParent(title, parent) : kind === "Listener" || !title.startsWith("Listener ");
}

/** `Parent Gateway web/http, port 80` is `default/web/http:80`: the namespace may be left out. */
function isParent(title: string, parent: string): boolean {
  const written = title.replace(/^\w+ \w+ /, "").replace(", port ", ":");
  return parent === written || parent.slice(parent.indexOf("/") + 1) === written;
}
