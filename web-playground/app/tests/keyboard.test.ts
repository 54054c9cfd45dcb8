import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { manyProblems } from "../../tests/adversarial/inputs.mjs";
import { ready, useBrowser, visit } from "./support/browser";
import { counts, cursorLine, editor, focused, focusIs, graph, nodes, openFile, showView, write } from "./support/ways";

useBrowser();

const GRANT = "#gallery/missing-reference-grant";

/** Presses a key until the focus has left the page. Returns how many stops there were, and what it never came to. */
async function round(page: Page, key: "Tab" | "Shift+Tab"): Promise<{ stops: number; missed: string[] }> {
  let stops = 0;
  for (; stops < 200; stops += 1) {
    await page.keyboard.press(key);
    const inside = await page.evaluate(() => {
      const element = document.activeElement;
      element?.setAttribute("data-reached", "");
      return element !== document.body;
    });
    if (!inside) break;
  }
  const missed = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]")];
    const left = all.filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled, [data-reached]"));
    for (const element of document.querySelectorAll("[data-reached]")) element.removeAttribute("data-reached");
    return left.map((element) => element.outerHTML.slice(0, 120));
  });
  return { stops, missed };
}

/** Puts the focus somewhere, as Tab would have. */
async function focusOn(page: Page, role: "button" | "tab" | "textbox", name: string | RegExp): Promise<void> {
  await page.getByRole(role, { name }).first().focus();
}

function isInEditor(page: Page): Promise<boolean> {
  return editor(page).evaluate((element) => element === document.activeElement);
}

test("Tab comes to everything, and leaves the page behind the last of it", async () => {
  const page = await visit({ at: GRANT });
  const forward = await round(page, "Tab");
  expect(forward.missed).toEqual([]);
  expect(forward.stops).toBeGreaterThan(30);
  expect((await round(page, "Shift+Tab")).missed).toEqual([]);
});

test.each(["Status", "Attachments", "What if", "Envoy"] as const)("Tab comes to everything in the view %s", async (view) => {
  const page = await visit({ at: GRANT });
  await showView(page, view);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.getByRole("button", { name: "Gallery" }).focus();
  await page.keyboard.press("Shift+Tab");
  expect((await round(page, "Tab")).missed).toEqual([]);
});

describe("the editor", () => {
  test("lets Tab through, also while one types", async () => {
    const page = await visit({ at: GRANT });
    await editor(page).focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("x");
    const before = await editor(page).innerText();
    await page.keyboard.press("Tab");
    await focusIs(page, "Problems");
    await page.keyboard.press("Shift+Tab");
    expect(await isInEditor(page)).toBe(true);
    await page.keyboard.press("Shift+Tab");
    await focusIs(page, "This file");
    expect(await editor(page).innerText()).toBe(before);
  });

  test("lets Tab through while it suggests something", async () => {
    const page = await visit({ at: GRANT });
    await editor(page).focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("  ");
    await page.keyboard.press("Control+Space");
    await page.getByRole("listbox", { name: "Completions" }).waitFor();
    await page.keyboard.press("Tab");
    await focusIs(page, "Problems");
  });

  test("goes from problem to problem", async () => {
    const page = await visit({ at: "#gallery/refused-manifest" });
    await openFile(page, "routes.yaml");
    await editor(page).focus();
    await page.keyboard.press("F8");
    const first = await cursorLine(page);
    await page.keyboard.press("F8");
    const second = await cursorLine(page);
    expect(second).not.toBe(first);
    await page.keyboard.press("Shift+F8");
    expect(await cursorLine(page)).toBe(first);
  });
});

describe("the graph", () => {
  test("is one tab stop", async () => {
    const page = await visit({ at: GRANT });
    await focusOn(page, "button", "Save SVG");
    await page.keyboard.press("Tab");
    expect(await graph(page).evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("Tab");
    await focusIs(page, "Method");
  });

  test("is walked with the arrows, along the edges", async () => {
    const page = await visit({ at: GRANT });
    await nodes(page, /^GatewayClass example/).focus();
    const walked = [];
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"]) {
      await page.keyboard.press(key);
      const name = (await page.locator(":focus").getAttribute("aria-label")) ?? "";
      walked.push(name.split(",")[0]);
    }
    expect(walked).toEqual([
      "Gateway store/web",
      "Listener store/web/http",
      "HTTPRoute store/store",
      "rule store/store/store",
      "rule store/store/payment",
      "Backend payments/checkout:8080",
      "Backend store/store:8080",
      "rule store/store/store",
    ]);
  });

  test("opens the manifest with Enter, and Esc comes back and then ends the selection", async () => {
    const page = await visit({ at: GRANT });
    await nodes(page, /^GatewayClass example/).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect.poll(() => isInEditor(page)).toBe(true);
    expect(await cursorLine(page)).toContain("apiVersion");
    await page.keyboard.press("Escape");
    await nodes(page, /^Gateway store\/web/).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");
    await counts(page.getByRole("region", { name: "Details of the selected node" }), 0);
    expect(await graph(page).evaluate((element) => element.contains(document.activeElement))).toBe(true);
  });

  test("gives the details to Tab, and Esc comes back from them", async () => {
    const page = await visit({ at: GRANT });
    await nodes(page, /^GatewayClass example/).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await focusIs(page, "Details of the selected node");
    await page.keyboard.press("Tab");
    await focusIs(page, "Close the details");
    await page.keyboard.press("Escape");
    await nodes(page, /^Gateway store\/web/).and(page.locator(":focus")).waitFor();
  });
});

describe("dialogs", () => {
  test.each(["Gallery", "Import", "Share", "History", "Options", "Help"])("%s keeps the focus, and gives it back", async (name) => {
    const page = await visit();
    await focusOn(page, "button", name);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name });
    await dialog.waitFor();
    // Outside the dialog only the browser's own controls can have it, and then the page's body stands for them.
    for (let times = 0; times < 12; times += 1) {
      expect(await dialog.evaluate((element) => element.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Escape");
    await counts(page.getByRole("dialog"), 0);
    await focusIs(page, `button "${name}"`);
  });

  test("a request is saved without the mouse", async () => {
    const page = await visit();
    await focusOn(page, "button", "Save…");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Name" }).focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("by hand");
    await page.keyboard.press("Enter");
    await counts(page.getByRole("dialog"), 0);
    await focusIs(page, "Save…");
    await page.getByRole("tab", { name: "Saved 4" }).waitFor();
  });

  test("a file is renamed without the mouse", async () => {
    const page = await visit();
    await focusOn(page, "tab", "gatewayclass.yaml");
    await page.keyboard.press("F2");
    await focusIs(page, 'textbox "Name"');
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("class.yaml");
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "class.yaml", exact: true }).waitFor();
  });
});

describe("shortcuts", () => {
  test("? shows the help where no text is expected", async () => {
    const page = await visit();
    await editor(page).focus();
    await page.keyboard.press("?");
    await counts(page.getByRole("dialog"), 0);
    await focusOn(page, "button", "Gallery");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Help" }).waitFor();
  });

  test("Alt+R goes to the request, with its URL selected", async () => {
    const page = await visit();
    await editor(page).focus();
    await page.keyboard.press("Alt+R");
    const url = page.getByRole("textbox", { name: "URL" });
    await expect.poll(() => url.evaluate((field) => (field as HTMLInputElement).selectionEnd)).toBeGreaterThan(0);
    await page.keyboard.type("http://bar.example.com/new");
    expect(await url.inputValue()).toBe("http://bar.example.com/new");
  });

  test("Ctrl+S keeps the present state", async () => {
    const page = await visit();
    await editor(page).focus();
    await page.keyboard.press("ControlOrMeta+S");
    await page.getByText("Kept in the history of this browser").waitFor();
  });
});

test("a menu is opened, walked and left with the keyboard", async () => {
  const page = await visit();
  await focusOn(page, "button", "Theme");
  await page.keyboard.press("Enter");
  await focusIs(page, "System theme");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  await focusIs(page, "Theme");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await counts(page.getByRole("menu"), 0);
  await focusIs(page, "Theme");
});

test("views are changed with the arrows", async () => {
  const page = await visit();
  await page.getByRole("tablist", { name: "Views" }).getByRole("tab", { name: "Graph" }).focus();
  await page.keyboard.press("ArrowRight");
  await focusIs(page, 'tab "Status" [selected]');
  await page.keyboard.press("End");
  await focusIs(page, 'tab "Envoy" [selected]');
  await page.keyboard.press("ArrowRight");
  await focusIs(page, 'tab "Graph" [selected]');
});

test("the attachments are walked cell by cell", async () => {
  const page = await visit({ at: "#gallery/several-gateways" });
  await showView(page, "Attachments");
  await page.getByRole("grid").getByRole("button").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^HTTPRoute default\/wiki is not attached/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^HTTPRoute default\/wiki is attached/ }).waitFor();
});

test("the problems are one tab stop, and Esc comes back from the text", async () => {
  const page = await visit({ at: "#gallery/refused-manifest" });
  await ready(page);
  const problems = page.getByRole("region", { name: "Problems" });
  const go = problems.getByRole("button", { name: /^error / });
  await go.first().focus();
  await page.keyboard.press("ArrowDown");
  await focusIs(page, "unknown field");
  const second = await focused(page);
  await page.keyboard.press("Enter");
  await expect.poll(() => isInEditor(page)).toBe(true);
  expect(await cursorLine(page)).toContain("parentRef");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe(second);
});

test("of many problems those that one comes to are drawn", async () => {
  const page = await visit();
  await write(page, manyProblems(150).text);
  const go = page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /^error / });
  expect(await go.count()).toBeLessThan(50);
  await go.first().focus();
  await page.keyboard.press("End");
  await focusIs(page, "unknown field");
  await expect.poll(() => go.count()).toBe(100);
  expect(await go.last().evaluate((last) => last === document.activeElement)).toBe(true);
});
