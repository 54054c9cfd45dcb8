import type { Request } from "../../../types";
import { isConnection, urlParts } from "./url";

/** A name to begin with. */
export function suggestedName(request: Request): string {
  const { authority = "", target } = urlParts(request.url);
  const headers = (request.headers ?? []).map(([name, value]) => `${name}: ${value}`);
  const first = isConnection(request.url) ? request.url : `${request.method ?? "GET"} ${authority}${target}`;
  return [first, ...headers].join(", ").slice(0, 80);
}

/** Numbers a name that is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${name} (${number})`)) return `${name} (${number})`;
  }
}
