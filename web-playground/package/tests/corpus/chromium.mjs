// The same in Chromium: the page imports the package's own files.

import { createInterface } from "node:readline";

import { browser, open, serve } from "../support/browser.mjs";
import { root } from "../support/package.mjs";

const PAGE = {
  status: 200,
  type: "text/html",
  body: `<!doctype html><link rel="icon" href="data:,"><script type="module">
    import * as gatewright from "/target/web/package/dist/web.js";
    import { answers } from "/web-playground/package/tests/corpus/ask.mjs";
    await gatewright.init();
    globalThis.ask = (line) => JSON.stringify(answers(gatewright, JSON.parse(line)));
  </script>`,
};

const endings = [];
const session = { after: (ending) => endings.push(ending) };

const running = await browser(session);
const url = await serve(session, root, (sent, path) => (path === "/" ? PAGE : sent));
const { page, said } = await open(running, `${url}/`);
await page.waitForFunction(() => globalThis.ask);
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await page.evaluate((question) => globalThis.ask(question), line);
  if (said.length > 0) throw new Error(said.join("\n"));
  process.stdout.write(`${answer}\n`);
}
for (const ending of endings.reverse()) await ending();
