// Usage: node build.mjs ENGINE_DIRECTORY PACKAGE_DIRECTORY
// Writes the npm package around the engine that `cargo xtask web` has built.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const here = import.meta.dirname;
const [engine, target] = process.argv.slice(2).map((path) => resolve(path));
const dist = join(target, "dist");
const DISPOSE = `declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}
`;
const module = readFileSync(join(engine, "gatewright_bg.wasm"));
const documentation = readFileSync(join(engine, "documentation.txt"));

rmSync(target, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await Promise.all([
  script("web", "esm", "web.js"),
  script("required", "cjs", "web.cjs"),
  script("inline", "esm", "inline.js"),
  script("inline", "cjs", "inline.cjs"),
]);
writeFileSync(join(dist, "gatewright.wasm"), module);
writeFileSync(join(dist, "documentation.txt"), documentation);
for (const name of ["index.d.ts", "index.d.cts"]) writeFileSync(join(dist, name), declarations());
cpSync(join(here, "README.md"), join(target, "README.md"));
cpSync(join(here, "../../LICENSE"), join(target, "LICENSE"));
writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);

function script(entry, format, file) {
  return build({
    entryPoints: [join(here, "src", `${entry}.ts`)],
    outfile: join(dist, file),
    bundle: true,
    format,
    target: "es2022",
    platform: "neutral",
    logLevel: "warning",
    alias: { "gatewright-glue": join(engine, "gatewright.js") },
    plugins: [inline("module", module), inline("documentation", documentation)],
  });
}

/** What a script imports as `gatewright-NAME`. */
function inline(name, bytes) {
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^gatewright-${name}$`) }, ({ path }) => ({ path, namespace: name }));
    onLoad({ filter: /.*/, namespace: name }, () => ({
      contents: gzipSync(bytes, { level: 9 }).toString("base64"),
      loader: "text",
    }));
  };
  return { name, setup };
}

/** Every type in one file, which serves `import` and `require` alike. */
function declarations() {
  const directory = mkdtempSync(join(tmpdir(), "gatewright-types-"));
  try {
    const tsc = join(here, "node_modules/.bin/tsc");
    execFileSync(tsc, ["--project", here, "--outDir", directory], { stdio: "inherit" });
    const emitted = (name) => readFileSync(join(directory, `${name}.d.ts`), "utf8");
    const parts = [emitted("init"), emitted("engine"), emitted("errors")].map(alone);
    const init = `/** Loads the engine. Only the first call does anything: call it as often as you like, also at the same time. */
export declare function init(options?: InitOptions): Promise<void>;

/**
 * Loads what \`complete\` and \`hover\` say in words. \`init\` does that by itself behind the module: this is for who waits
 * for it, or has told \`init\` not to. \`from\` is another place, as for \`init\`. After a failure it may be called again.
 */
export declare function loadDocumentation(from?: unknown): Promise<void>;
`;
    const types = readFileSync(join(here, "../types.d.ts"), "utf8");
    return [init, ...parts, DISPOSE, types].join("\n");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Without imports: all is in one file. */
function alone(text) {
  return text.replace(/^import [^;]*;\n/gm, "").replace(/^export \{\};\n/gm, "");
}

/** What is published: nothing of how it is made. */
function manifest() {
  const { devDependencies, ...published } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return published;
}
