import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ready, useBrowser, visit } from "./support/browser";
import { manifests } from "./support/large";
import { answers, ask, counts, openFile, reads, showAnswer, write } from "./support/ways";

useBrowser();

function why(page: Page) {
  return page.getByRole("tabpanel", { name: "Why" });
}

function step(page: Page, name: string) {
  return why(page).getByRole("listitem").filter({ hasText: name }).last();
}

/** The part of the page that a heading names. */
function section(page: Page, name: string | RegExp) {
  return page.getByRole("region", { name });
}

describe("an answer of 404", () => {
  test("names its nearest miss, with what was expected and what came", async () => {
    const page = await visit({ at: "#gallery/rewrites" });
    await ask(page, "http://shop.example.com/api/v11");
    await answers(page, "answer 404: no rule on listener default/web/http matches");
    const callout = why(page).locator(".callout");
    await reads(callout, /Closest was default\/shop\/api/);
    await reads(callout, /expected PathPrefix \/api\/v1\s+got \/api\/v11/);
    await reads(callout, /A prefix takes whole elements of the path/);
    await reads(step(page, "rule api"), /closest/);
    await reads(step(page, "rule legacy"), /no match/);
  });

  test("is mended by asking for what the nearest rule expects", async () => {
    const page = await visit({ at: "#gallery/rewrites" });
    await ask(page, "http://shop.example.com/api/v11");
    await why(page).getByRole("button", { name: "Ask for what it expects" }).click();
    await answers(page, "forward to default/api:8080");
    expect(await page.getByRole("textbox", { name: "URL" }).inputValue()).toBe("http://shop.example.com/api/v1");
  });

  test("tells of routes that are not attached", async () => {
    const page = await visit({ at: "#gallery/allowed-routes" });
    await answers(page, /404/);
    const refused = section(page, "Routes that name the Gateway and are not attached here");
    await reads(refused, /does not take routes from this namespace/);
    await reads(refused, /not attached\s+site\/site/);
  });
});

describe("a loser", () => {
  test("names the rule of precedence that beat it", async () => {
    const page = await visit({ at: "#gallery/precedence" });
    await answers(page, "forward to default/api:8080");
    await reads(step(page, "rule exact"), /taken/);
    await reads(step(page, "rule longer"), /outranked.*matches too, but default\/api\/exact wins by path type: an exact path comes before/s);
  });

  test.each([
    ["http://api.example.com/api/v2/users", "rule method", "path length"],
    ["http://api.example.com/api?debug=1", "rule query", "method"],
  ])("of %s by another one", async (url, loser, criterion) => {
    const page = await visit({ at: "#gallery/precedence" });
    await ask(page, url);
    await reads(step(page, loser), new RegExp(`outranked.*wins by ${criterion}:`, "s"));
  });

  test("of equal age loses by its name", async () => {
    const page = await visit({ at: "#gallery/precedence-ties" });
    await ask(page, "http://any.example.com/name");
    await reads(step(page, "rule old, match 2"), /wins by namespace and name/);
  });
});

test("a step that fails tells what it expected and what came", async () => {
  const page = await visit({ at: "#gallery/canary-by-header" });
  await reads(why(page), /header X-Canary\s+expected team\s+got absent/);
});

test("of a long trace what is seen is drawn, and the rest where somebody comes near", async () => {
  const page = await visit();
  await write(page, manifests(40, 1));
  await ask(page, "http://foo.example.com/nowhere");
  const steps = why(page).locator(".step");
  await steps.first().waitFor();
  expect(await steps.count()).toBeLessThan(15);
  await why(page).getByRole("button", { name: "Export as JSON" }).scrollIntoViewIfNeeded();
  await counts(steps, 24);
  await why(page).getByRole("button", { name: "Show all 41 steps" }).click();
  await why(page).getByRole("button", { name: "Show fewer" }).scrollIntoViewIfNeeded();
  await reads(why(page), /default\/route-39/);
});

describe("a curl command", () => {
  test("is read from the dialog", async () => {
    const page = await visit({ at: "#gallery/precedence" });
    await page.getByRole("button", { name: "Paste curl…" }).click();
    await page.getByRole("textbox", { name: "Command" }).fill("curl -X POST 'http://api.example.com/api?debug=1' \\\n  -H 'x-user: 7' -H 'x-region: eu'");
    await page.getByRole("button", { name: "Use it" }).click();
    await counts(page.getByRole("dialog"), 0);
    expect(await page.getByRole("combobox", { name: "Method" }).inputValue()).toBe("POST");
    await reads(page.getByRole("status", { name: "What happens" }), /by rule default\/api\/two-headers/);
    await page.getByRole("button", { name: /^Headers/ }).click();
    const names = await page.getByRole("textbox", { name: /^Name of header/ }).evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
    expect(names).toEqual(expect.arrayContaining(["x-user", "x-region"]));
  });

  test("is read where it is pasted into the URL", async () => {
    const page = await visit({ at: "#gallery/precedence" });
    await page.evaluate(() => navigator.clipboard.writeText("curl http://api.example.com/api/v2"));
    await page.getByRole("textbox", { name: "URL" }).focus();
    await page.keyboard.press("ControlOrMeta+V");
    await reads(page.getByRole("status", { name: "What happens" }), /by rule default\/api\/exact/);
    expect(await page.getByRole("textbox", { name: "URL" }).inputValue()).toBe("http://api.example.com/api/v2");
  });

  test("that cannot be read says why", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "Paste curl…" }).click();
    await page.getByRole("textbox", { name: "Command" }).fill("curl --nothing-like-this http://a.example.com/");
    await page.getByRole("button", { name: "Use it" }).click();
    await page.getByRole("alert").getByText(/nothing-like-this/).waitFor();
  });

  test("is copied, and read again", async () => {
    const page = await visit({ at: "#gallery/canary-by-header" });
    await page.getByRole("button", { name: "Copy curl" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toMatch(/^curl /);
    const url = await page.getByRole("textbox", { name: "URL" }).inputValue();
    await ask(page, "http://elsewhere.example.com/");
    await page.getByRole("button", { name: "Paste curl…" }).click();
    await page.getByRole("textbox", { name: "Command" }).fill(command);
    await page.getByRole("button", { name: "Use it" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "URL" }).inputValue()).toBe(url);
  });
});

describe("saved requests", () => {
  test("fail once the manifests answer them differently, and pass again", async () => {
    const page = await visit({ at: "#gallery/simple-gateway" });
    await showAnswer(page, "Saved");
    await page.getByText("all 3 as expected").waitFor();
    await openFile(page, "service.yaml");
    await write(page, "apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {ports: [{port: 8080}]}\n");
    await page.getByText("0 of 3 as expected").waitFor();
    await page.getByText(/^Expected: forward to default\/foo-svc:8080/).first().waitFor();
    await page.getByRole("tab", { name: "Saved 3 ✗" }).waitFor();
    await page.keyboard.press("ControlOrMeta+Z");
    await page.getByText("all 3 as expected").waitFor();
  });

  test("take over what happens now", async () => {
    const page = await visit({ at: "#gallery/simple-gateway" });
    await openFile(page, "service.yaml");
    await write(page, "apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {ports: [{port: 8080}]}\n");
    await showAnswer(page, "Saved");
    await page.getByText("0 of 3 as expected").waitFor();
    await page.getByRole("button", { name: "Expect what happens now" }).first().click();
    await page.getByText("1 of 3 as expected").waitFor();
  });

  test("are kept with a name, asked again, renamed and deleted", async () => {
    const page = await visit();
    await ask(page, "http://kept.example.com/");
    await page.getByRole("button", { name: "Save…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("kept");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await ask(page, "http://other.example.com/");
    await showAnswer(page, "Saved");
    await page.getByRole("button", { name: "kept", exact: true }).click();
    expect(await page.getByRole("textbox", { name: "URL" }).inputValue()).toBe("http://kept.example.com/");
    await page.getByRole("button", { name: "Rename kept" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("named anew");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Delete named anew" }).click();
    await counts(page.getByRole("button", { name: "named anew" }), 0);
  });
});

describe("what is sent", () => {
  test("a redirect is told with its status and its location", async () => {
    const page = await visit({ at: "#gallery/redirects" });
    await ask(page, "http://www.example.com/docs/install?os=linux");
    await answers(page, "redirect, 302, to http://docs.example.com/v2/install?os=linux");
    await showAnswer(page, "What is sent");
    await reads(section(page, "The client receives"), /Status 302\s+Location http:\/\/docs\.example\.com\/v2\/install\?os=linux/);
  });

  test("a rewrite is told with what it was before", async () => {
    const page = await visit({ at: "#gallery/rewrites" });
    await showAnswer(page, "What is sent");
    const fields = section(page, /^The backend receives/).getByRole("row");
    await reads(fields.filter({ hasText: "path" }), /\/users\?page=2\s+changed was \/api\/v1\/users\?page=2/);
    await reads(fields.filter({ hasText: "host" }), /api\.internal\s+changed was shop\.example\.com/);
  });

  test("headers that a filter changes are told on both sides", async () => {
    const page = await visit({ at: "#gallery/header-modifiers" });
    await showAnswer(page, "What is sent");
    await reads(section(page, /^The backend receives/), /added|changed|removed/);
    await reads(section(page, "The client receives"), /set|add|remove/);
  });

  test("weights are told as shares", async () => {
    const page = await visit({ at: "#gallery/traffic-splitting" });
    await answers(page, /drawn from 2 backends/);
    await showAnswer(page, "What is sent");
    const shares = section(page, "The rule's 2 backends, by weight").getByRole("listitem");
    await reads(shares.filter({ hasText: "shop-v1" }), /90%\s+weight 90/);
    await reads(shares.filter({ hasText: "shop-v2" }), /10%\s+weight 10/);
  });

  test("a backend that cannot be used answers 500", async () => {
    const page = await visit({ at: "#gallery/missing-reference-grant" });
    await ask(page, "http://store.example.com/pay");
    await answers(page, "answer 500: no backend of the rule can be used");
    await showAnswer(page, "What is sent");
    await reads(section(page, "The rule's backend"), /answers 500/);
  });
});

test("an edit is answered at once", async () => {
  const page = await visit({ at: "#gallery/simple-gateway" });
  await openFile(page, "httproute.yaml");
  await write(page, "");
  await ready(page);
  await answers(page, /404/);
});
