import type { Workspace } from "../state/workspace";
import { packed, unpacked } from "./codec";
import { parseWorkspace, workspaceText } from "./workspace-file";

/** What stands behind the `#` of the page's address. */

const VERSION = "v1";
/** Longer ones get lost in chats and mails. In characters. */
export const LONGEST_FRAGMENT = 32 * 1024;

export type Linked =
  | { is: "nothing" }
  | { is: "workspace"; workspace: Workspace }
  | { is: "example"; slug: string }
  /** What `gatewright playground PATH…` was given. */
  | { is: "local" }
  /** With a sentence that says why. */
  | { is: "broken"; reason: string };

export async function fragmentOf(workspace: Workspace): Promise<string> {
  return `${VERSION}=${await packed(workspaceText(workspace))}`;
}

export function isLink(hash: string): boolean {
  return /^#(v\d+=|gallery\/|local$)/.test(hash);
}

export async function readLink(hash: string): Promise<Linked> {
  if (!isLink(hash)) return { is: "nothing" };
  if (hash === "#local") return { is: "local" };
  if (hash.startsWith("#gallery/")) return { is: "example", slug: hash.slice("#gallery/".length) };
  const [version, text = ""] = hash.slice(1).split("=");
  if (version !== VERSION) return { is: "broken", reason: "It was made by a newer version of the playground." };
  let json: string;
  try {
    json = await unpacked(text);
  } catch {
    return { is: "broken", reason: "It is damaged: perhaps it was cut off when it was copied." };
  }
  try {
    return { is: "workspace", workspace: parseWorkspace(json) };
  } catch (error) {
    const reason = error instanceof SyntaxError ? "what it holds is not as it should be" : (error as Error).message;
    return { is: "broken", reason: `It is damaged: ${reason}.` };
  }
}

/** The page's address with a fragment, and nothing else of this visit. */
export function addressOf(fragment: string, query = ""): string {
  return `${location.origin}${location.pathname}${query}#${fragment}`;
}

export function markdownLink(title: string, address: string): string {
  return `[${title.replace(/[\\[\]]/g, "\\$&")}](${address})`;
}
