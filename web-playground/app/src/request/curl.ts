import type { Request } from "../../../types";
import { urlParts } from "./url";

/** Whether a pasted text is a command rather than a URL. */
export function isCurl(text: string): boolean {
  return /^\s*(\$\s+)?curl(\.exe)?\s/.test(text);
}

/** Without the prompt that was copied with it. */
export function command(text: string): string {
  return text.trim().replace(/^\$\s+/, "").replace(/^curl\.exe/, "curl");
}

/** The request as a command for a POSIX shell. */
export function toCurl({ method = "GET", url, headers = [] }: Request): string {
  const { scheme = "http", authority = "localhost", target } = urlParts(url);
  const words = ["curl"];
  if (method === "HEAD") words.push("-I");
  else if (method !== "GET") words.push("-X", quoted(method));
  words.push(quoted(`${scheme}://${authority}${target}`));
  for (const [name, value] of headers) words.push("-H", quoted(value === "" ? `${name};` : `${name}: ${value}`));
  return words.join(" ");
}

/** As one word of a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
