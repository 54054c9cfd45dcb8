// The packed package, installed in temporary directories.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../../../..");

/** What `npm publish` would send. */
export const tarball = join(root, "target/web/gatewright.tgz");

if (!existsSync(tarball)) throw new Error(`there is no ${tarball}: build it with \`cargo xtask web\``);

/** A directory with the package in its `node_modules`, and with these files; a value is text, or the path of a file to copy. */
export function project(test, files = {}) {
  const directory = mkdtempSync(join(tmpdir(), "gatewright-"));
  test.after(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "package.json"), '{ "private": true }');
  npm(directory, "install", "--offline", tarball);
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(join(path, ".."), { recursive: true });
    if (typeof content === "string") writeFileSync(path, content);
    else cpSync(content.copy, path, { recursive: true });
  }
  return directory;
}

export function npm(directory, ...words) {
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--cache", join(root, ".cache/npm")];
  return execFileSync("npm", [...words, ...flags], { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A copy of a file beside this one. */
export function support(name) {
  return { copy: join(import.meta.dirname, name) };
}
