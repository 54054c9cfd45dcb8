import type { Actions, BackendShare, HeaderChange, Request } from "../../../types";
import { hostOf, urlParts } from "../request/url";

/** A field of what somebody receives, and whether a filter made it so. */
export interface Received {
  name: string;
  value: string;
  /** Of a header that was taken away, `value` is what was sent. */
  change?: "changed" | "added" | "removed";
  /** What was sent instead. */
  before?: string;
}

/** The request as the backend sees it. */
export function receivedByBackend(request: Request, actions: Actions): Received[] {
  const host = hostOf(request) ?? "localhost";
  const { target } = urlParts(request.url);
  const headers: Received[] = (request.headers ?? [])
    .filter(([name]) => name.trim().toLowerCase() !== "host")
    .map(([name, value]) => ({ name: name.toLowerCase(), value }));
  for (const change of actions.requestHeaders ?? []) apply(headers, change);
  return [{ name: "method", value: request.method || "GET" }, rewritten("path", target, actions.path), rewritten("host", host, actions.host), ...headers];
}

function rewritten(name: string, sent: string, becomes: string | undefined): Received {
  return becomes === undefined || becomes === sent ? { name, value: sent } : { name, value: becomes, change: "changed", before: sent };
}

/** One operation after the other, as the filters do it. */
function apply(headers: Received[], { operation, name: written, value = "" }: HeaderChange): void {
  const name = written.toLowerCase();
  const present = headers.filter((header) => header.name === name && header.change !== "removed");
  const [first, ...others] = present;
  if (operation === "add" || (operation === "set" && !first)) {
    headers.push({ name, value, change: "added" });
  } else if (operation === "set" && first) {
    if (first.change !== "added" && (first.value !== value || others.length > 0)) {
      first.before ??= present.map((header) => header.value).join(", ");
      first.change = "changed";
    }
    first.value = value;
    for (const other of others) headers.splice(headers.indexOf(other), 1);
  } else {
    for (const header of present) {
      if (header.change === "added") headers.splice(headers.indexOf(header), 1);
      else Object.assign(header, { change: "removed", value: header.before ?? header.value });
    }
  }
}

export interface Share extends BackendShare {
  /** Of all requests, from 0 to 1. */
  share: number;
}

export function sharesOf(backends: readonly BackendShare[]): Share[] {
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  return backends.map((backend) => ({ ...backend, share: total > 0 ? backend.weight / total : 0 }));
}

/** `33.3%`: one decimal where it says something. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, "")}%`;
}
