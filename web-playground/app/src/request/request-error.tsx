import type { Failure } from "../engine/protocol";
import { results } from "../state/store";
import { edit } from "./draft";
import { sentence } from "./outcome";
import { Message } from "../ui/message";

/** Whether another URL would help. */
export function concernsUrl({ code }: Failure): boolean {
  return code === "invalid-request" || code === "no-listener";
}

/** The URL that the engine proposes instead. */
export function proposedUrl(message: string): string | undefined {
  return /write for example `([a-z]+:\/\/[^`]+)`/.exec(message)?.[1];
}

/** What is wrong with the request itself, beside its fields, and what to write. */
export function RequestError() {
  const answer = results.decision.value;
  const error = answer && "error" in answer ? answer.error : null;
  const shown = error && error.code !== "no-gateway" ? error : null;
  const proposed = shown && concernsUrl(shown) ? proposedUrl(shown.message) : undefined;
  return (
    <div id="request-error" class="request-error" role="status">
      {shown && (
        <p class="error-text">
          <span aria-hidden="true">✗ </span>
          <Message text={sentence(shown.message)} />
        </p>
      )}
      {proposed && (
        <button type="button" onClick={() => edit({ url: proposed })}>
          Use <span class="mono break">{proposed}</span>
        </button>
      )}
    </div>
  );
}
