import type { Request, Step } from "../../../types";
import { urlParts } from "../request/url";

/** What a newcomer may not know about the miss. */
export function hintOf({ reason, expected = "", actual = "" }: Step): string | undefined {
  const [type, value = ""] = expected.split(/ (.*)/s);
  if (reason === "path") {
    if (type === "PathPrefix" && actual.startsWith(value)) return "A prefix takes whole elements of the path, not parts of them.";
    if (type === "Exact" && actual === `${value}/`) return "An exact path with and without a slash at its end are two different paths.";
    if (type !== "RegularExpression" && actual.toLowerCase().startsWith(value.toLowerCase())) return "Paths tell upper from lower case.";
  }
  if (reason === "method" && actual.toUpperCase() === expected) return "Methods are written in upper case.";
  if (reason.startsWith("header ") && actual === "absent") return "The request does not have this header.";
  if (reason.startsWith("query parameter ") && actual === "absent") return "The URL does not have this query parameter.";
  if (reason === "hostname" && expected.startsWith("*.") && expected.slice(2) === actual) return "A wildcard stands for at least one label before the dot.";
  return undefined;
}

/** The request changed to have what a step expected, where it can be told. */
export function towards({ reason, expected }: Step, request: Request): Request | undefined {
  if (!expected) return undefined;
  const { scheme = "http", authority = "localhost", target } = urlParts(request.url);
  const url = (host: string, path: string) => `${scheme}://${host}${path}`;
  const [path, query = ""] = target.split(/(\?.*)/s);
  const headers = request.headers ?? [];
  if (reason === "hostname") {
    const host = expected.split(", ")[0]?.replace(/^\*\./, "www.") ?? "";
    const port = /:\d+$/.exec(authority)?.[0] ?? "";
    return { ...request, url: url(host + port, target), headers: headers.filter(([name]) => name.toLowerCase() !== "host") };
  }
  if (reason === "path" && /^(Exact|PathPrefix) \//.test(expected)) return { ...request, url: url(authority, expected.replace(/^\w+ /, "") + query) };
  if (reason === "method" && /^[A-Z]+$/.test(expected)) return { ...request, method: expected };
  const [, kind, name = ""] = /^(header|query parameter) (.+)$/s.exec(reason) ?? [];
  if (kind === "header") return { ...request, headers: [...headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase()), [name, expected]] };
  if (kind) return { ...request, url: url(authority, `${path}${withParameter(query, name, expected)}`) };
  return undefined;
}

/** Sets one parameter of `?a=1&b=2` and leaves the others as they are written. */
function withParameter(query: string, name: string, value: string): string {
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  const others = query.slice(1).split("&").filter((one) => one !== "" && one.split("=")[0] !== encodeURIComponent(name));
  return `?${[...others, pair].join("&")}`;
}
