import assert from "node:assert/strict";
import { before, test } from "node:test";

import { browser, open, serve } from "./support/browser.mjs";
import { EXPECTED } from "./support/exercise.mjs";
import { project, support } from "./support/package.mjs";

let running;
before(async (t) => {
  running = await browser(t);
});

const IMPORT_MAP = '<script type="importmap">{"imports": {"gatewright": "/node_modules/gatewright/dist/web.js"}}</script>';

const PAGE = `<!doctype html><link rel="icon" href="data:,">${IMPORT_MAP}<script type="module">
  import * as gatewright from "gatewright";
  import { exercise } from "./exercise.mjs";
  globalThis.answers = exercise(gatewright);
</script>`;

const WORKER_PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="module">
  globalThis.answers = new Promise((resolve, reject) => {
    const worker = new Worker("worker.mjs", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
</script>`;

const WORKER = `
  import * as gatewright from "/node_modules/gatewright/dist/web.js";
  import { exercise } from "./exercise.mjs";
  postMessage(await exercise(gatewright));`;

async function answers(url) {
  const { page, said } = await open(running, url);
  await page.waitForFunction(() => globalThis.answers).catch((error) => assert.fail(`${error}\n${said.join("\n")}`));
  const found = await page.evaluate(() => globalThis.answers);
  assert.deepEqual(said, []);
  await page.close();
  return found;
}

/** Of a page whose server does not have a file when it is first asked for it. */
async function answersWhereFirstMissing(t, directory, file) {
  let missing = true;
  const server = await serve(t, directory, (sent, path) => {
    if (!path.endsWith(file) || !missing) return sent;
    missing = false;
    return { status: 404, type: "text/plain", body: "" };
  });
  const { page } = await open(running, server);
  await page.waitForFunction(() => globalThis.answers);
  return page.evaluate(() => globalThis.answers);
}

test("a plain page", async (t) => {
  const directory = project(t, { "exercise.mjs": support("exercise.mjs"), "index.html": PAGE });
  assert.deepEqual(await answers(await serve(t, directory)), EXPECTED);
});

test("a module worker", async (t) => {
  const files = { "exercise.mjs": support("exercise.mjs"), "index.html": WORKER_PAGE, "worker.mjs": WORKER };
  assert.deepEqual(await answers(await serve(t, project(t, files))), EXPECTED);
});

test("a server that does not know the type of WebAssembly", async (t) => {
  const directory = project(t, { "exercise.mjs": support("exercise.mjs"), "index.html": PAGE });
  const plain = (sent, path) => (path.endsWith(".wasm") ? { ...sent, type: "application/octet-stream" } : sent);
  assert.deepEqual(await answers(await serve(t, directory, plain)), EXPECTED);
});

test("documentation that is not there at first", async (t) => {
  const directory = project(t, {
    "index.html": `<!doctype html><link rel="icon" href="data:,">${IMPORT_MAP}<script type="module">
      import { Engine, init, loadDocumentation } from "gatewright";
      await init({ documentation: false });
      const engine = Engine.open([{ path: "a.yaml", text: "kind: Gateway" }]);
      const words = () => engine.hover("a.yaml", { line: 1, column: 1 }).documentation;
      const without = words();
      const failure = await loadDocumentation().catch((error) => error);
      await init();
      await loadDocumentation();
      globalThis.answers = [without, failure.name, failure.code, failure.message.endsWith("answers 404"), words()];
    </script>`,
  });
  assert.deepEqual(await answersWhereFirstMissing(t, directory, "documentation.txt"), ["", "LoadFailed", "cannot-load", true, "What the object is."]);
});

test("a module that is not there at first", async (t) => {
  const directory = project(t, {
    "index.html": `<!doctype html><link rel="icon" href="data:,">${IMPORT_MAP}<script type="module">
      import { Engine, init } from "gatewright";
      const failure = await init().catch((error) => error);
      await init();
      globalThis.answers = [failure.name, failure.code, failure.message.endsWith("answers 404"), Engine.open([]).diagnostics()];
    </script>`,
  });
  assert.deepEqual(await answersWhereFirstMissing(t, directory, ".wasm"), ["LoadFailed", "cannot-load", true, []]);
});
