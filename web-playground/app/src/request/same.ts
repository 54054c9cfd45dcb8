import type { Request } from "../../../types";

export function sameRequest(a: Request, b: Request): boolean {
  const plain = ({ method = "GET", url, headers = [], gateway }: Request) => JSON.stringify([method, url, headers, gateway]);
  return plain(a) === plain(b);
}

/** What is compared between two states: the request in the bar comes first, unless it is saved as well. */
export function comparedRequests(present: Request, saved: readonly Request[]): Request[] {
  return saved.some((one) => sameRequest(one, present)) ? [...saved] : [present, ...saved];
}
