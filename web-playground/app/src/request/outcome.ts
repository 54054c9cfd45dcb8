import type { Decision, Step } from "../../../types";

/** What happens, in one line; as the command line has it. */
export function outcomeText({ outcome, backend, listener, actions }: Decision): string {
  const { status, location, backends = [] } = actions;
  switch (outcome) {
    case "forward":
      return `forward to ${backend}${drawnFrom(backends)}`;
    case "redirect":
      return `redirect, ${status}, to ${location}`;
    case "reply":
      return [status ? `answer ${status}` : "close the connection", replyReason(actions.details)].join(": ");
    case "noMatch":
      return [
        status ? `answer ${status}` : "close the connection",
        listener ? `no rule on listener ${listener} matches` : "no listener has a hostname for the request",
      ].join(": ");
  }
}

function drawnFrom(backends: NonNullable<Decision["actions"]["backends"]>): string {
  if (backends.length < 2) return "";
  const broken = backends.filter(({ usable, weight }) => !usable && weight > 0).length;
  return `, drawn from ${backends.length} backends${broken > 0 ? `; ${broken} of them cannot be used` : ""}`;
}

/** Why an answer comes from the proxy itself. */
export function replyReason(details: string | undefined): string {
  switch (details) {
    case "no_backend":
      return "the rule has no backend, or none with a weight";
    case "cors_preflight":
      return "the CORS filter answers preflights itself";
    case "misdirected_request":
      return "the connection belongs to another listener than the host";
    case "invalid_backend_ref":
      return "no backend of the rule can be used";
    default:
      return details?.replaceAll("_", " ") ?? "the rule cannot be carried out";
  }
}

export function isGood({ outcome, actions }: Decision): boolean {
  return outcome === "forward" || outcome === "redirect" || actions.details === "cors_preflight";
}

/** The step of the match that won. */
export function winningStep({ rule, trace }: Decision): Step | undefined {
  return rule === undefined ? undefined : trace.findLast(({ verdict }) => verdict === "won");
}

export function nearestStep({ nearest, trace }: Decision): Step | undefined {
  return nearest === undefined ? undefined : trace[nearest];
}

/** `file:line`. */
export function placeText({ file, line }: { file?: string; line?: number }): string | undefined {
  return file !== undefined && line !== undefined ? `${file}:${line}` : undefined;
}

/** The engine begins its messages in lower case: they stand behind others there. */
export function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
