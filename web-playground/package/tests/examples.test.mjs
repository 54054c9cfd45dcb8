// The programs of examples/npm-*, as their READMEs run them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";

import { browser, open, serve } from "./support/browser.mjs";
import { npm, project, root } from "./support/package.mjs";

let running;
before(async (t) => {
  running = await browser(t);
});

/** A copy with the package installed; the copied package.json is not asked for more. */
function example(t, name, ...files) {
  const copies = files.map((file) => [file, { copy: join(root, "examples", name, file) }]);
  return project(t, Object.fromEntries(copies));
}

/** What the page of an example says, then what it says to another request. */
async function conversation(url) {
  const { page, said } = await open(running, url);
  const answer = page.locator("#answer");
  await answer.filter({ hasNotText: "loading" }).waitFor();
  const first = await answer.textContent();
  await page.locator("#request").fill("GET http://shop.example.com/");
  await answer.filter({ hasText: "noMatch" }).waitFor();
  await page.locator("#request").fill("GET");
  await answer.filter({ hasText: "no URL" }).waitFor();
  await page.close();
  assert.deepEqual(said, []);
  return first;
}

const FORWARDED = "forward to default/cart:8080 by default/shop/cart";

test("npm-node", async (t) => {
  const directory = example(t, "npm-node", "ask.js", "package.json");
  const manifests = ["gateway", "routes", "services"].map((name) => join(root, "examples/http-routing", `${name}.yaml`));
  const ask = (...words) => promisify(execFile)(process.execPath, ["ask.js", ...words], { cwd: directory }).catch((error) => error);

  const { stdout } = await ask("GET http://foo.example.com/login", ...manifests);
  assert.match(stdout, /^forward: default\/foo-svc:8080 by default\//m);
  assert.match(stdout, /^ {2}won .*routes\.yaml:\d+\)$/m);

  const refused = await ask("GET http://foo.example.com:81/", ...manifests);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^no-listener: /);
});

test("npm-node depends on the packed package alone", async (t) => {
  const { default: manifest } = await import(join(root, "examples/npm-node/package.json"), { with: { type: "json" } });
  assert.deepEqual(manifest.dependencies, { gatewright: "file:../../target/web/gatewright.tgz" });
  const listed = npm(example(t, "npm-node"), "ls", "--all", "--parseable").trim().split("\n");
  assert.equal(listed.length, 2, listed.join("\n"));
});

test("npm-page", async (t) => {
  const directory = example(t, "npm-page", "index.html");
  assert.equal(await conversation(await serve(t, directory)), FORWARDED);
});

test("npm-worker", async (t) => {
  const directory = example(t, "npm-worker", "index.html", "worker.js");
  assert.equal(await conversation(await serve(t, directory)), FORWARDED);
});

test("npm-bundler", async (t) => {
  const { build } = await import("vite");
  const directory = example(t, "npm-bundler", "index.html", "main.ts", "vite.config.ts");
  symlinkSync(join(import.meta.dirname, "node_modules/vite"), join(directory, "node_modules/vite"));
  await build({ root: directory, logLevel: "error" });
  assert.equal(await conversation(await serve(t, join(directory, "dist"))), FORWARDED);
});
