import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { project, root, tarball } from "./support/package.mjs";

const run = promisify(execFile);
const here = import.meta.dirname;
const tool = (name) => join(here, "node_modules/.bin", name);

const USE = `
import { Engine, EngineCrashed, GatewrightError, type Decision, type ErrorCode, type Report, init, loadDocumentation } from "gatewright";

async function main(): Promise<void> {
  await init({ documentation: false });
  await loadDocumentation("/documentation.txt");
  const engine: Engine = Engine.open([{ path: "a.yaml", text: "" }], { channel: "standard" });
  const report: Report = engine.report({ time: new Date() });
  const decision: Decision = engine.decide({ url: "http://a.example/", headers: [["x", "1"]] });
  if (decision.outcome === "forward") engine.free();
  engine.decide("GET /", { trace: false }).trace satisfies unknown[];
  try {
    engine.decide(report.diagnostics[0]?.message ?? "GET /");
  } catch (error) {
    if (error instanceof EngineCrashed) error.code satisfies "engine-crashed";
    if (error instanceof GatewrightError) error.code satisfies ErrorCode;
  }
  // @ts-expect-error engines are opened
  new Engine();
  // @ts-expect-error no such channel
  Engine.open([], { channel: "beta" });
  // @ts-expect-error a request has a URL
  engine.decide({ method: "GET" });
  engine[Symbol.dispose]();
}
main();
`;

const USING = `
import { Engine } from "gatewright";
using engine = Engine.open([]);
engine.diagnostics();
`;

/** The compiler's complaints. */
async function check(directory, files, options) {
  const flags = Object.entries({ noEmit: true, strict: true, skipLibCheck: false, ...options });
  const words = flags.flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { stdout } = await run(tool("tsc"), [...words, ...files], { cwd: directory }).catch((error) => error);
  return stdout;
}

for (const [name, options] of [
  ["Node.js, import and require", { module: "nodenext", lib: "es2022", types: "" }],
  ["Node.js 16 rules", { module: "node16", target: "es2022", lib: "es2022", types: "" }],
  ["a bundler", { module: "esnext", moduleResolution: "bundler", lib: "es2022", types: "" }],
  ["a library with everything", { module: "nodenext", lib: "esnext,dom", types: "" }],
]) {
  test(`types: ${name}`, async (t) => {
    const directory = project(t, { "use.mts": USE, "use.cts": USE });
    const files = name === "a bundler" ? ["use.mts"] : ["use.mts", "use.cts"];
    assert.equal(await check(directory, files, options), "");
  });
}

test("types: beside those of Node.js", async (t) => {
  const directory = project(t, { "use.mts": USE });
  cpSync(join(here, "node_modules/@types/node"), join(directory, "node_modules/@types/node"), { recursive: true });
  cpSync(join(here, "node_modules/undici-types"), join(directory, "node_modules/undici-types"), { recursive: true });
  assert.equal(await check(directory, ["use.mts"], { module: "nodenext", lib: "es2022", types: "node" }), "");
});

test("types: `using`", async (t) => {
  const directory = project(t, { "using.mts": USING });
  assert.equal(await check(directory, ["using.mts"], { module: "nodenext", lib: "es2022,esnext.disposable", types: "" }), "");
});

test("every code of the engine is in `ErrorCode`", () => {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const quoted = (text) => [...text.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, code]) => code);
  const engine = ["engine/src/ask/error.rs", ...["lib", "failure", "input", "envoy"].map((name) => `web-playground/src/${name}.rs`)];
  const [union] = read("web-playground/package/src/errors.ts").split("/** Everything that this package throws. */");
  const own = ["not-initialised", "cannot-load", "engine-freed", "engine-crashed"];
  assert.deepEqual(new Set(quoted(union)), new Set([...own, ...engine.flatMap((path) => quoted(read(path)))]));
});

test("publint", async () => {
  const { stdout } = await run(tool("publint"), ["run", tarball, "--strict"]);
  assert.match(stdout, /All good!/);
});

test("are the types wrong", async () => {
  const words = ["--profile", "node16", "--exclude-entrypoints", "./gatewright.wasm", "./documentation.txt", "--no-color", "--no-emoji", tarball];
  const { code, stdout } = await run(tool("attw"), words).catch((error) => error);
  assert.equal(code, undefined, stdout);
  for (const entry of ['"gatewright"', '"gatewright/inline"', '"gatewright/web"']) assert.ok(stdout.includes(entry), stdout);
});

test("what is published", async () => {
  const { stdout } = await run("tar", ["-tf", tarball]);
  const names = stdout.trim().split("\n").sort();
  const dist = ["documentation.txt", "gatewright.wasm", "index.d.cts", "index.d.ts", "inline.cjs", "inline.js", "web.cjs", "web.js"];
  assert.deepEqual(names, ["LICENSE", "README.md", ...dist.map((name) => `dist/${name}`), "package.json"].map((name) => `package/${name}`));
  const manifest = JSON.parse((await run("tar", ["-xOf", tarball, "package/package.json"])).stdout);
  for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "scripts"]) {
    assert.equal(manifest[field], undefined, field);
  }
});
