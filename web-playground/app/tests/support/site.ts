import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { TestProject } from "vitest/node";

const SITE = fileURLToPath(new URL("../../../../target/web/playground", import.meta.url));
/** Any path: the page must not care where it is. */
const BASE = "/some/where/";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

declare module "vitest" {
  interface ProvidedContext {
    site: string;
  }
}

const known = new Map<string, Buffer>();

function compressed(file: string): Buffer {
  const found = known.get(file) ?? gzipSync(readFileSync(file));
  known.set(file, found);
  return found;
}

/** Serves the built page, as any static host would. */
export default async function serve(project: TestProject): Promise<() => void> {
  if (!existsSync(join(SITE, "index.html"))) throw new Error("the page is not built: run `cargo xtask web`");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const inside = pathname.startsWith(BASE) ? normalize(pathname.slice(BASE.length)) : "..";
    const file = join(SITE, inside === "." ? "index.html" : inside);
    if (inside.startsWith("..") || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)];
    response.writeHead(200, { "content-type": type ?? "application/octet-stream", ...(type && { "content-encoding": "gzip" }) });
    response.end(type ? compressed(file) : readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("site", `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`);
  return () => server.close();
}
