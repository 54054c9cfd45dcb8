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
