import type { Page } from "playwright-core";
import { test } from "vitest";
import { ready, useBrowser, visit } from "../tests/support/browser";
import { manifests } from "../tests/support/large";

useBrowser();

const STARTS = 5;
const EDITS = 40;

/** A GatewayClass, a Gateway, and routes with a Service each. */
const SIZES = [
  { resources: 500, routes: 249 },
  { resources: 10_000, routes: 4_999 },
];

test("start: slow 4G (1.6 Mbit/s, 150 ms) and a CPU four times slower, nothing cached", async () => {
  const engine: number[] = [];
  const whole: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const page = await visit({ before: slow, until: null });
    await page.locator(".engine-state", { hasText: "Checked" }).waitFor({ timeout: 60_000 });
    engine.push(await now(page));
    await ready(page);
    whole.push(await now(page));
  }
  print("start, until the engine has answered", engine);
  print("start, until the editor is there, too", whole);
});

for (const { resources, routes } of SIZES) {
  test(`edit: one key in ${resources} resources`, async () => {
    const page = await visit();
    await paste(page, manifests(routes, 1));
    const found = { problems: [] as number[], picture: [] as number[], tasks: [] as number[] };
    for (let edit = 0; edit < EDITS; edit += 1) {
      const { problems, picture, longest } = await type(page, edit % 2 === 0 ? "x" : null);
      found.problems.push(problems);
      found.picture.push(picture);
      found.tasks.push(longest);
    }
    print(`${resources} resources, from a key to its problem`, found.problems);
    print(`${resources} resources, from a key to the whole page`, found.picture);
    print(`${resources} resources, longest task of the page above 50 ms`, found.tasks);
  });

  test(`edit: one key in a route of ${resources} resources`, async () => {
    const page = await visit();
    await paste(page, manifests(routes, 1));
    await goToPath(page);
    const found = { picture: [] as number[], tasks: [] as number[] };
    for (let edit = 0; edit < EDITS; edit += 1) {
      const { picture, longest } = await type(page, edit % 2 === 0 ? "x" : null, { hasProblem: false });
      found.picture.push(picture);
      found.tasks.push(longest);
    }
    print(`${resources} resources, from a key in a path to the whole page`, found.picture);
    print(`${resources} resources, longest task above 50 ms after a key in a path`, found.tasks);
  });
}

async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** Since the navigation began, in milliseconds. */
function now(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/** Puts a text into the editor, and the cursor behind the name of the first kind. */
async function paste(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.querySelector(".cm-content")?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await ready(page);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
}

/** The cursor behind the path of the first route. */
async function goToPath(page: Page): Promise<void> {
  const lines = manifests(1, 1).split("\n");
  const path = lines.findIndex((line) => line.includes("value: /"));
  for (let line = 1; line < path; line += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  for (let left = (lines[path] ?? "").split("/rule-0").pop()?.length ?? 0; left > 0; left -= 1) await page.keyboard.press("ArrowLeft");
}

/** Types a letter, which for a kind makes it unknown, or takes it back. */
async function type(page: Page, letter: string | null, { hasProblem = true } = {}): Promise<{ problems: number; picture: number; longest: number }> {
  const took = await page.evaluate(async ({ letter, hasProblem }) => {
    const root = document.documentElement;
    const problems = document.querySelector("[aria-label='Problems']");
    const tasks: number[] = [];
    const watcher = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    watcher.observe({ type: "longtask" });
    const start = performance.now();
    const drawn = () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))));
    const until = (target: Node | null, met: () => boolean) =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!met()) return;
          observer.disconnect();
          void drawn().then(resolve);
        });
        if (target) observer.observe(target, { attributes: true, childList: true, characterData: true, subtree: target !== root });
      });
    const count = () => problems?.querySelectorAll("li").length ?? 0;
    const before = count();
    let worked = false;
    const told = hasProblem ? until(problems, () => count() !== before) : 0;
    const whole = until(root, () => {
      worked ||= root.dataset.engine !== "ready";
      return worked && root.dataset.engine === "ready";
    });
    if (letter) document.execCommand("insertText", false, letter);
    else document.execCommand("delete");
    const [problem, picture] = await Promise.all([told, whole]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    watcher.disconnect();
    return { problems: problem, picture, longest: Math.max(0, ...tasks) };
  }, { letter, hasProblem });
  return took;
}

function print(what: string, values: readonly number[]): void {
  const sorted = [...values].sort((left, right) => left - right);
  // As everywhere in the bench: of forty values two lie above the p95.
  const at = (share: number) => Math.round(sorted[Math.round((sorted.length - 1) * share)] ?? 0);
  console.info(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
}

