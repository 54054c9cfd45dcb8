// The page stays quick, whatever manifests somebody pastes.

import { Engine, init } from "./node_modules/gatewright/dist/web.js";

const ready = init();

self.addEventListener("message", async ({ data: { files, request } }) => {
  await ready;
  const engine = Engine.open(files);
  try {
    self.postMessage({ decision: engine.decide(request) });
  } catch ({ code, message }) {
    self.postMessage({ error: { code, message } });
  } finally {
    engine.free();
  }
});
