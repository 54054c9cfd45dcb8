import { checkedWorkspace, type Workspace } from "../state/workspace";

/** A workspace as JSON: in a file of its own, in a link, in the local storage. */

const MARK = "gatewright.dev/workspace/v1";

export function workspaceText(workspace: Workspace, indent?: number): string {
  return JSON.stringify({ format: MARK, ...workspace }, null, indent);
}

/** Throws a sentence if it is none. */
export function parseWorkspace(text: string): Workspace {
  return checkedWorkspace(JSON.parse(text));
}

/** The workspace in a JSON file; nothing if the file is a manifest. Throws if it is a broken workspace. */
export function workspaceIn(text: string): Workspace | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format !== "string" || !format.startsWith("gatewright.dev/workspace/")) return null;
  if (format !== MARK) throw new Error("it is a workspace of another version");
  return checkedWorkspace(value);
}
