import type { Request } from "../../../types";

/** A URL in its parts, as far as it has them. Nothing is checked: the engine does. */
export interface UrlParts {
  /** Lower case, without the colon. */
  scheme?: string;
  /** With the port. */
  authority?: string;
  /** Path and query. */
  target: string;
}

export function urlParts(url: string): UrlParts {
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(url.trim()) ?? [];
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const target = (end < 0 ? "" : rest.slice(end)).replace(/#.*$/s, "");
  return {
    ...(scheme && { scheme: scheme.toLowerCase() }),
    ...(authority && { authority }),
    target: target.startsWith("/") ? target : `/${target}`,
  };
}

/** What is routed as a whole has neither method nor headers. */
export function isConnection(url: string): boolean {
  return ["tls", "tcp", "udp"].includes(urlParts(url).scheme ?? "");
}

/** The host that the request asks for: its header comes before its URL. */
export function hostOf({ url, headers = [] }: Request): string | undefined {
  const header = headers.findLast(([name]) => name.trim().toLowerCase() === "host");
  return header?.[1] || urlParts(url).authority;
}
