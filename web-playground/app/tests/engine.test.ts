import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { manyResources } from "../../tests/adversarial/inputs.mjs";
import { ready, useBrowser, visit } from "./support/browser";
import { builtModule, compressed, withBody } from "./support/module";
import { append, ask, editor, insert, outcome, pick, textOf } from "./support/person";

useBrowser();

/** The compressed module. */
const MODULE = "**/*.xz";

/** The first worker gets an engine of which one function is broken; the next one gets the real engine. */
function brokenOnce(name: string, body: "trap" | "hang") {
  return (page: Page) =>
    page.route(
      MODULE,
      (route: Route) => route.fulfill({ contentType: "application/octet-stream", body: compressed(withBody(builtModule(), name, body)) }),
      { times: 1 },
    );
}

const crash = (page: Page) => page.getByRole("alert").filter({ hasText: "The engine stopped and was started again." });

test("the engine works beside the page, in a worker", async () => {
  const page = await visit();
  expect(page.workers()).toHaveLength(1);
  expect(new URL(page.workers()[0]!.url()).pathname).toMatch(/\/assets\/worker-[^/]+\.js$/);
});

test("of many quick edits the last one is answered, and none after it", async () => {
  const page = await visit();
  await pick(page, { name: "many.yaml", text: manyResources(3_000).text });
  await ask(page, "http://host-1.example.com/shop");
  await outcome(page).getByText("forward to default/service-1:8080").waitFor();

  const texts = await page.evaluateHandle(() => {
    const place = document.querySelector("[aria-label='What happens']")!;
    const texts: string[] = [];
    new MutationObserver(() => texts.push(place.textContent ?? "")).observe(place, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  // The host of a redirect grows with every key.
  await page.getByRole("button", { name: "New file" }).click();
  await editor(page).focus();
  await page.keyboard.insertText(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec:
  parentRefs: [{name: web}]
  hostnames: [host-1.example.com]
  rules:
  - matches: [{path: {type: Exact, value: /shop}}]
    filters:
    - type: RequestRedirect
      requestRedirect:
        statusCode: 302
        hostname: n`);
  const typed = "123456789abcdefghijklmnopqrstuvwxyz";
  for (const letter of typed) await page.keyboard.type(letter);
  await ready(page);
  await outcome(page).getByText(`n${typed}/`).waitFor();

  const seen = (await texts.jsonValue()).map((text) => /\/\/n(\w*)/.exec(text)?.[1]?.length).filter((length) => length !== undefined);
  expect(seen.at(-1)).toBe(typed.length);
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  expect(new Set(seen).size).toBeLessThan(typed.length / 2);
});

test("an engine that traps is started again: nothing is lost, and the next edit is answered", async () => {
  const page = await visit({ before: brokenOnce("engine_envoy", "trap") });
  await append(page, "# mine\n");
  const before = await textOf(page);
  await page.getByRole("tab", { name: "Envoy" }).click();

  await crash(page).waitFor();
  expect(await textOf(page)).toBe(before);
  await crash(page).getByRole("button", { name: "Copy report" }).click();
  await page.getByText("Copied the report").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/unreachable[\s\S]*\n\s+at /);

  await append(page, "# more\n");
  await crash(page).waitFor({ state: "detached" });
  expect(await textOf(page)).toBe(`${before}# more\n`);
  await page.getByRole("tabpanel", { name: "Envoy" }).getByText("bootstrap.json").first().waitFor();
});

test("an engine that traps can be asked once more by a button", async () => {
  const page = await visit({ before: brokenOnce("engine_tables", "trap") });
  await page.getByRole("tab", { name: "Status" }).click();
  await crash(page).getByRole("button", { name: "Try again" }).click();
  await ready(page);
  await page.getByRole("table", { name: /^Gateway / }).waitFor();
});

test("an engine that does not end is given up after five seconds, and the page goes on meanwhile", async () => {
  const page = await visit({ before: brokenOnce("engine_attachments", "hang") });
  const start = Date.now();
  await page.getByRole("tab", { name: "Attachments" }).click();
  await insert(page, "Control+Home", "# typed meanwhile\n");
  expect(await textOf(page)).toMatch(/^# typed meanwhile\n/);
  expect(await crash(page).count()).toBe(0);

  await crash(page).getByText("the engine did not answer within 5 seconds").waitFor();
  expect(Date.now() - start).toBeGreaterThan(4_900);
  await append(page, "# more\n");
  await crash(page).waitFor({ state: "detached" });
  expect(await textOf(page)).toMatch(/^# typed meanwhile\n[\s\S]*# more\n$/);
  await outcome(page).getByText("forward to").waitFor();
});

test("an edit that comes while the engine starts again is answered", async () => {
  const page = await visit({ before: brokenOnce("engine_envoy", "trap") });
  // Every further engine comes late.
  await page.route(MODULE, async (route) => {
    await crash(page).waitFor();
    await insert(page, "Control+Home", "# meanwhile\n");
    await page.getByText("# meanwhile").waitFor();
    await route.continue();
  });
  await page.getByRole("tab", { name: "Envoy" }).click();
  await crash(page).waitFor();
  await crash(page).waitFor({ state: "detached" });
  await page.getByRole("tabpanel", { name: "Envoy" }).getByText("bootstrap.json").first().waitFor();
});

test("without its module the engine does not start, and does when the module is there", async () => {
  const page = await visit({
    before: (page) => page.route(MODULE, (route) => route.fulfill({ contentType: "application/octet-stream", body: "no module" })),
    until: "crashed",
    expected: /WebAssembly|xz/i,
  });
  await crash(page).waitFor();
  await insert(page, "Control+End", "# mine\n");
  expect(await textOf(page)).toMatch(/# mine\n$/);

  await page.unroute(MODULE);
  await crash(page).getByRole("button", { name: "Try again" }).click();
  await crash(page).waitFor({ state: "detached" });
  await ready(page);
  await outcome(page).getByText("forward to").waitFor();
});

test("what stays the same is not sent again", async () => {
  const before = (page: Page) =>
    page.addInitScript(() => {
      const parts: string[] = ((window as { parts?: string[] }).parts = []);
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          this.addEventListener("message", ({ data }) => data.kind === "part" && parts.push(data.part));
        }
      };
    });
  const page = await visit({ before });
  const sent = () => page.evaluate(() => (window as { parts?: string[] }).parts?.splice(0));
  await sent();
  await append(page, "\n# a comment");
  expect(await sent()).toEqual([]);
  await append(page, "\n---\nkind: Gateway");
  expect(await sent()).toContain("diagnostics");
});
