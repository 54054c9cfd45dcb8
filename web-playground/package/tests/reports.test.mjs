// What the engine really answers has the types that web-playground/types.d.ts declares.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { Engine, GatewrightError, init } from "../../../target/web/package/dist/inline.js";
import { root } from "./support/package.mjs";

await init();

/** The manifests and requests of a Markdown file, cases one after the other. */
function cases(path) {
  const fences = [...readFileSync(path, "utf8").matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, name, text]) => ({ name, text }));
  const manifests = fences.filter(({ name }) => name === "yaml").map(({ text }) => text).join("---\n");
  const requests = fences.filter(({ name }) => name === "request").map(({ text }) => text.split(/\n| {2}/)[0]);
  return { files: [{ path, text: manifests }], requests };
}

function markdown(directory) {
  return readdirSync(join(root, directory))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => cases(join(root, directory, name)));
}

function example(name) {
  const directory = join(root, "examples", name);
  const files = readdirSync(directory).filter((file) => file.endsWith(".yaml"));
  const read = (path) => ({ path, text: readFileSync(join(directory, path), "utf8") });
  return { files: files.map(read), requests: ["GET http://foo.example.com/login", "GET http://foo.example.com:8080/"] };
}

function decided(engine, requests) {
  return requests.flatMap((request) => {
    try {
      return [engine.decide(request)];
    } catch (error) {
      assert.ok(error instanceof GatewrightError, error);
      return [];
    }
  });
}

/** Everything that the engine says to manifests and requests, as declarations of TypeScript. */
function declarations({ files, requests }) {
  const engine = Engine.open(files);
  try {
    const said = [
      ["Report", [engine.report()]],
      ["NodeReport", engine.report().graph.nodes.map(({ id }) => engine.node(id))],
      ["Decision", decided(engine, requests)],
      ["Attachment", engine.attachments()],
      ["Table", engine.tables()],
      ["Picture", [engine.picture()]],
      ["Comparison", [engine.compare(engine, requests.map((request) => Engine.parseRequest(request)))]],
      ["Completions", files.map(({ path }) => engine.complete(path, { line: 1, column: 1 }))],
      ["Hover", files.map(({ path }) => engine.hover(path, { line: 1, column: 3 })).filter((hover) => hover !== null)],
      ["Request", requests.map((request) => Engine.parseRequest(request))],
    ];
    return said.flatMap(([type, values]) => values.map((value) => [type, JSON.stringify(value)]));
  } finally {
    engine.free();
  }
}

test("every answer has its type", () => {
  const examples = readdirSync(join(root, "examples")).filter((name) => !name.startsWith("npm-"));
  const broken = { files: [{ path: "broken.yaml", text: "kind: [" }, { path: "stranger.yaml", text: "kind: HttpRoute\napiVersion: x" }], requests: [] };
  const all = [...markdown("host-tests/corpus"), ...markdown("web-playground/gallery"), ...examples.map(example), broken];
  const said = [...new Set(all.flatMap(declarations).map(([type, value]) => `(${value}) satisfies ${type};`))];
  for (const outcome of ["forward", "redirect", "reply", "noMatch"]) {
    assert.ok(said.some((line) => line.startsWith(`({"outcome":"${outcome}"`)), outcome);
  }

  // The compiler would find a field that is not declared.
  const strange = said.find((line) => line.endsWith("satisfies Decision;")).replace("({", '({"strange":1,');
  said.push(`// @ts-expect-error\n${strange}`);

  const directory = mkdtempSync(join(tmpdir(), "gatewright-reports-"));
  try {
    const types = JSON.stringify(join(root, "web-playground/types.d.ts"));
    const imports = `import type { Attachment, Comparison, Completions, Decision, Hover, NodeReport, Picture, Report, Request, Table } from ${types};\n`;
    writeFileSync(join(directory, "reports.ts"), imports + said.join("\n"));
    const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--lib", "es2022", "--types", "", "--module", "nodenext"];
    const tsc = join(import.meta.dirname, "node_modules/.bin/tsc");
    execFileSync(tsc, [...flags, "reports.ts"], { cwd: directory, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    assert.fail(error.stdout?.slice(0, 4000) ?? error);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
