import type { Attachment } from "../../../types";
import { selectNode } from "../state/store";
import { standingOf } from "./pairs";
import { StandingOf } from "./standing";
import { choose, nameOf } from "./state";
import { Message } from "../ui/message";

const SENTENCES = { attached: "is attached to", refused: "is not attached to", unasked: "does not name" } as const;

export function sentence(pair: Attachment): string {
  return `${nameOf(pair.route)} ${SENTENCES[standingOf(pair)]} listener ${nameOf(pair.listener)}`;
}

/** What there is to say about one route and one listener. */
export function Answer({ pair }: { pair: Attachment }) {
  const { route, listener, condition, reason, message } = pair;
  return (
    <div class="details">
      <header class="node-title">
        <h2>{sentence(pair)}</h2>
        <button type="button" class="plain" aria-label="Close the details" onClick={() => choose(null)}>
          ✕
        </button>
      </header>
      <p>
        <StandingOf pair={pair} /> {condition} {reason && <strong>{reason}</strong>}
      </p>
      <p><Message text={message} /></p>
      <p class="row wrap">
        <Show id={route} what="route" />
        <Show id={listener} what="listener" />
      </p>
    </div>
  );
}

function Show({ id, what }: { id: string; what: string }) {
  return (
    <button type="button" onClick={() => selectNode(id, { focus: true })}>
      Show the {what}
    </button>
  );
}
