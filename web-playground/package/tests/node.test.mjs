import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { EXPECTED } from "./support/exercise.mjs";
import { project, support } from "./support/package.mjs";

/** Runs a script; it prints JSON and nothing else. */
async function answers(directory, script, ...flags) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, script], { cwd: directory });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

const PRINT = "process.stdout.write(JSON.stringify(answers));";

test("import", async (t) => {
  const directory = project(t, {
    "exercise.mjs": support("exercise.mjs"),
    "main.mjs": `
      import * as gatewright from "gatewright";
      import { exercise } from "./exercise.mjs";
      const answers = await exercise(gatewright);
      ${PRINT}`,
  });
  assert.deepEqual(await answers(directory, "main.mjs"), EXPECTED);
});

test("require", async (t) => {
  const directory = project(t, {
    "exercise.mjs": support("exercise.mjs"),
    "main.cjs": `
      const gatewright = require("gatewright");
      import("./exercise.mjs").then(async ({ exercise }) => {
        const answers = await exercise(gatewright);
        ${PRINT}
      });`,
  });
  assert.deepEqual(await answers(directory, "main.cjs"), EXPECTED);
});

test("worker threads", async (t) => {
  const directory = project(t, {
    "exercise.mjs": support("exercise.mjs"),
    "worker.mjs": `
      import { parentPort } from "node:worker_threads";
      import * as gatewright from "gatewright";
      import { exercise } from "./exercise.mjs";
      parentPort.postMessage(await exercise(gatewright));`,
    "main.mjs": `
      import { Worker } from "node:worker_threads";
      const run = () => new Promise((resolve, reject) => {
        new Worker(new URL("./worker.mjs", import.meta.url)).on("message", resolve).on("error", reject);
      });
      const answers = await Promise.all([run(), run()]);
      ${PRINT}`,
  });
  assert.deepEqual(await answers(directory, "main.mjs"), [EXPECTED, EXPECTED]);
});

test("words are there when they are loaded", async (t) => {
  const directory = project(t, {
    "main.mjs": `
      import { readFile } from "node:fs/promises";
      import { createRequire } from "node:module";
      import * as inline from "gatewright/inline";
      import * as web from "gatewright/web";
      const file = (name) => readFile(new URL(import.meta.resolve("gatewright/" + name)));
      const response = async () => new Response(await file("documentation.txt"));
      const files = [{ path: "a.yaml", text: "apiVersion: gateway.networking.k8s.io/v1\\nkind: Gateway" }];
      const asked = (engine) => {
        const { type, documentation } = engine.hover("a.yaml", { line: 2, column: 1 });
        const kind = engine.complete("a.yaml", { line: 2, column: 14 }).items.find(({ label }) => label === "Gateway");
        return [type, documentation !== "", kind.detail, kind.documentation !== undefined];
      };
      const answers = [];

      await web.init({ module: file("gatewright.wasm"), documentation: false });
      const engine = web.Engine.open(files);
      answers.push(asked(engine));
      const failure = await web.loadDocumentation(Promise.reject(new Error("no network"))).catch((error) => error);
      answers.push([failure.code, failure.message, failure instanceof web.LoadFailed], asked(engine));
      await web.loadDocumentation(response());
      answers.push(asked(engine), asked(web.Engine.open(files)));

      const required = createRequire(import.meta.url)("gatewright/web");
      await required.init({ module: file("gatewright.wasm") });
      answers.push((await required.loadDocumentation().catch((error) => error)).code);
      await required.loadDocumentation(response());
      answers.push(asked(required.Engine.open(files)));

      await inline.init({ documentation: false });
      answers.push(asked(inline.Engine.open(files)));
      await inline.init();
      answers.push(asked(inline.Engine.open(files)));
      ${PRINT}`,
  });
  const [bare, whole] = [false, true].map((has) => ["string", has, "gateway.networking.k8s.io/v1", has]);
  assert.deepEqual(await answers(directory, "main.mjs"), [
    bare,
    ["cannot-load", "the documentation cannot be loaded: no network", true],
    bare,
    whole,
    whole,
    "cannot-load",
    whole,
    bare,
    whole,
  ]);
});

test("the inlined and the separate module, by name", async (t) => {
  const directory = project(t, {
    "main.mjs": `
      import { readFile } from "node:fs/promises";
      import { createRequire } from "node:module";
      import * as inline from "gatewright/inline";
      import * as web from "gatewright/web";
      const file = new URL(import.meta.resolve("gatewright/gatewright.wasm"));
      const answers = [];
      const failure = await web.init({ module: Promise.reject(new Error("no network")) }).catch((error) => error);
      answers.push([failure.name, failure.code, failure.message, failure instanceof web.LoadFailed]);
      await web.init({ module: readFile(file) });
      await inline.init();
      const required = createRequire(import.meta.url)("gatewright/web");
      answers.push((await required.init().catch((error) => error)).code);
      await required.init({ module: await readFile(file) });
      for (const { Engine } of [inline, web, required]) answers.push(Engine.open([]).report().objects);
      ${PRINT}`,
  });
  assert.deepEqual(await answers(directory, "main.mjs"), [
    ["LoadFailed", "cannot-load", "the engine cannot be loaded: no network", true],
    "cannot-load",
    [],
    [],
    [],
  ]);
});
