// Debian's Chromium, and a server for what it shows.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** One browser for all tests of a file. */
export async function browser(test) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const running = await chromium.launch({ executablePath, args: FLAGS });
  test.after(() => running.close());
  return running;
}

/** Serves a directory on this machine; `answer` may change what is sent. */
export async function serve(test, directory, answer = (response) => response) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = join(directory, path.endsWith("/") ? `${path}index.html` : path);
    let sent;
    try {
      sent = { status: 200, type: TYPES[extname(file)] ?? "text/plain", body: await readFile(file) };
    } catch {
      sent = { status: 404, type: "text/plain", body: "not there" };
    }
    const { status, type, body } = answer(sent, path);
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A page, and everything that it says or asks of others. */
export async function open(running, url) {
  const page = await running.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && !["blob:", "data:"].includes(protocol)) said.push(`asks ${request.url()}`);
  });
  await page.goto(url);
  return { page, said };
}
