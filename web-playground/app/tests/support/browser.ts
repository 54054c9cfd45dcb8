import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Visit {
  /** Behind the page's address: `#gallery/simple-gateway`, `?embed=1`. */
  at?: string;
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  /** Messages on the console that the test provokes. */
  expected?: RegExp;
  /** Done before the page is loaded: answers of the server that a test makes up. */
  before?: (page: Page) => Promise<unknown>;
  /** What the engine is to be: `ready` if left out. `null` is for a page without one. */
  until?: "ready" | "crashed" | null;
}

let browser: Browser;
let context: BrowserContext | undefined;
/** What no page may do, and did. */
let offences: string[] = [];

/** Starts a browser for the tests of a file. After each test its pages are closed and must have behaved. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  });
  afterEach(async () => {
    await context?.close();
    context = undefined;
    const found = offences;
    offences = [];
    expect(found).toEqual([]);
  });
  afterAll(() => browser.close());
}

/** A page in a fresh profile, with the engine ready. */
export async function visit({ at = "", width = 1440, height = 900, theme = "light", expected, before, until = "ready" }: Visit = {}): Promise<Page> {
  const site = inject("site");
  await context?.close();
  context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  watch(page, new URL(site).origin, expected);
  await before?.(page);
  await page.goto(site + at);
  if (until) await engineIs(page, until);
  return page;
}

/** Another page of the same profile: it has the same local storage. */
export async function visitAgain(at = ""): Promise<Page> {
  if (!context) throw new Error("visit first");
  const site = inject("site");
  const page = await context.newPage();
  watch(page, new URL(site).origin);
  await page.goto(site + at);
  await ready(page);
  return page;
}

/** Waits until the engine has answered for everything that was typed. */
export function ready(page: Page): Promise<void> {
  return engineIs(page, "ready");
}

function engineIs(page: Page, state: string): Promise<void> {
  return page.locator(`html[data-engine='${state}']`).waitFor({ state: "attached", timeout: 30_000 });
}

function watch(page: Page, origin: string, expected?: RegExp): void {
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:") && !url.startsWith("blob:")) offences.push(`asked for ${url}`);
  });
  page.on("console", (message) => {
    const text = message.text();
    if (["error", "warning"].includes(message.type()) && !expected?.test(text)) offences.push(`console: ${text}`);
  });
  page.on("pageerror", (error) => {
    if (!expected?.test(error.message)) offences.push(`uncaught: ${error.stack ?? error.message}`);
  });
}
