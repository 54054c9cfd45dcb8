import { Engine, GatewrightError, init } from "gatewright";

const manifests = document.querySelector<HTMLTextAreaElement>("#manifests")!;
const request = document.querySelector<HTMLInputElement>("#request")!;
const answer = document.querySelector<HTMLElement>("#answer")!;

function told(): string {
  const engine = Engine.open([{ path: "gateway.yaml", text: manifests.value }]);
  try {
    const { outcome, rule, backend } = engine.decide(request.value);
    return backend ? `${outcome} to ${backend} by ${rule}` : outcome;
  } catch (error) {
    if (error instanceof GatewrightError) return error.message;
    throw error;
  } finally {
    engine.free();
  }
}

function ask(): void {
  answer.textContent = told();
}

await init();
ask();
manifests.addEventListener("input", ask);
request.addEventListener("input", ask);
