// Usage: node ask.js REQUEST MANIFEST…

import { readFileSync } from "node:fs";

import { Engine, GatewrightError, init } from "gatewright";

const [request, ...paths] = process.argv.slice(2);

await init();
const engine = Engine.open(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));

for (const { severity, file, range, message } of engine.diagnostics()) {
  console.log(`${file}:${range?.start.line ?? 1}: ${severity}: ${message}`);
}

try {
  const { outcome, rule, backend, actions, trace } = engine.decide(request);
  console.log(`${outcome}: ${backend ?? actions.location ?? actions.status} by ${rule ?? "no rule"}`);
  for (const { subject, verdict, reason, file, line } of trace) {
    console.log(`  ${verdict} ${subject}: ${reason} (${file}:${line})`);
  }
} catch (error) {
  if (!(error instanceof GatewrightError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}

engine.free();
