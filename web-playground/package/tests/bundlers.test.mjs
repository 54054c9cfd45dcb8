import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";

import { browser, open, serve } from "./support/browser.mjs";
import { EXPECTED } from "./support/exercise.mjs";
import { project, support } from "./support/package.mjs";

let running;
before(async (t) => {
  running = await browser(t);
});

const SOURCES = {
  "exercise.mjs": support("exercise.mjs"),
  "main.mjs": `
    import * as gatewright from "gatewright";
    import { exercise } from "./exercise.mjs";
    globalThis.answers = exercise(gatewright);`,
};

const PAGE = (script) =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;

// Not a module: webpack's own.
const SCRIPT_PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script defer src="main.js"></script>';

/** What the page of a built directory says. */
async function answers(t, directory) {
  return answersOf(await serve(t, directory));
}

async function answersOf(url) {
  const { page, said } = await open(running, url);
  await page.waitForFunction(() => globalThis.answers).catch((error) => assert.fail(`${error}\n${said.join("\n")}`));
  const found = await page.evaluate(() => globalThis.answers);
  await page.close();
  return { found, said };
}

test("Vite, built", async (t) => {
  const { build } = await import("vite");
  const directory = project(t, { ...SOURCES, "index.html": PAGE("/main.mjs") });
  await build({ root: directory, configFile: false, logLevel: "error", build: { target: "es2022" } });
  assert.deepEqual(await answers(t, join(directory, "dist")), { found: EXPECTED, said: [] });
});

test("Vite, while developing", async (t) => {
  const { createServer } = await import("vite");
  const directory = project(t, { ...SOURCES, "index.html": PAGE("/main.mjs") });
  const server = await createServer({
    root: directory,
    configFile: false,
    logLevel: "error",
    optimizeDeps: { exclude: ["gatewright"] },
    server: { host: "127.0.0.1", port: 0, hmr: false },
  });
  t.after(() => server.close());
  await server.listen();
  const { found } = await answersOf(server.resolvedUrls.local[0]);
  const said = found.said.filter(([, words]) => !words.startsWith("[vite]"));
  assert.deepEqual({ ...found, said }, EXPECTED);
});

test("webpack 5", async (t) => {
  const { default: webpack } = await import("webpack");
  const directory = project(t, { ...SOURCES, "dist/index.html": SCRIPT_PAGE });
  const output = { path: join(directory, "dist") };
  const stats = await promisify(webpack)({ context: directory, entry: "./main.mjs", mode: "production", output, performance: false });
  assert.equal(stats.toString({ all: false, errors: true, warnings: true }), "");
  assert.deepEqual(await answers(t, join(directory, "dist")), { found: EXPECTED, said: [] });
});

test("esbuild, with the module inlined", async (t) => {
  const { build } = await import("esbuild");
  const directory = project(t, { ...SOURCES, "index.html": PAGE("bundle.js") });
  const outfile = join(directory, "bundle.js");
  const options = { absWorkingDir: directory, entryPoints: ["main.mjs"], bundle: true, format: "esm", logLevel: "silent" };
  const { warnings } = await build({ ...options, outfile, alias: { gatewright: "gatewright/inline" } });
  assert.deepEqual(warnings, []);
  assert.deepEqual(await answers(t, directory), { found: EXPECTED, said: [] });
});

test("esbuild, with the module copied beside the bundle", async (t) => {
  const { build } = await import("esbuild");
  const directory = project(t, { ...SOURCES, "dist/index.html": PAGE("bundle.js") });
  const options = { absWorkingDir: directory, entryPoints: ["main.mjs"], bundle: true, format: "esm", logLevel: "silent" };
  await build({ ...options, outfile: join(directory, "dist/bundle.js"), platform: "browser" });
  for (const file of ["gatewright.wasm", "documentation.txt"]) copyFileSync(join(directory, "node_modules/gatewright/dist", file), join(directory, "dist", file));
  assert.deepEqual(await answers(t, join(directory, "dist")), { found: EXPECTED, said: [] });
});

test("esbuild, for Node.js, as one CommonJS file", async (t) => {
  const { build } = await import("esbuild");
  const directory = project(t, SOURCES);
  writeFileSync(join(directory, "print.mjs"), 'import "./main.mjs"; answers.then((all) => process.stdout.write(JSON.stringify(all)));');
  const options = { absWorkingDir: directory, entryPoints: ["print.mjs"], bundle: true, platform: "node", logLevel: "silent" };
  const { warnings } = await build({ ...options, outfile: join(directory, "bundle.cjs") });
  assert.deepEqual(warnings, []);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["bundle.cjs"], { cwd: directory });
  assert.deepEqual({ found: JSON.parse(stdout), said: stderr }, { found: EXPECTED, said: "" });
});
