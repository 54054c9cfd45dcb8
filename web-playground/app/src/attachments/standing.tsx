import type { Attachment } from "../../../types";
import { Verdict } from "../ui/verdict";
import { standingOf } from "./pairs";

/** How a route stands to a listener: a sign and a word. */
export function StandingOf({ pair }: { pair: Attachment }) {
  const standing = standingOf(pair);
  if (standing === "unasked") {
    return (
      <span class="verdict muted">
        <span class="sign" aria-hidden="true">
          –
        </span>
        not named
      </span>
    );
  }
  return <Verdict kind={standing === "attached" ? "ok" : "refused"} />;
}
