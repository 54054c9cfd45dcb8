// A line of JSON for each case, a line for each answer: the package in Node.js.

import { createInterface } from "node:readline";

import * as gatewright from "../../../../target/web/package/dist/inline.js";
import { answers } from "./ask.mjs";

await gatewright.init();
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answers(gatewright, JSON.parse(line)))}\n`);
}
