import type { SourceFile } from "../../../types";
import { withUnixLineEnds } from "../editor/change";
import { workspaceIn } from "../share/workspace-file";
import type { Workspace } from "../state/workspace";

/** Files from outside, as far as they are manifests. */

/** 100,000 lines are about three. */
const LARGEST = 16 * 1024 * 1024;
const MOST_FILES = 300;
const EXTENSION = /\.(ya?ml|json)$/i;

export interface Found {
  files: SourceFile[];
  /** A saved workspace, if one was among them: then the other files do not count. */
  workspace: Workspace | null;
  refused: Refusal[];
}

export interface Refusal {
  name: string;
  reason: string;
}

export async function readFiles(list: readonly File[]): Promise<Found> {
  const found: Found = { files: [], workspace: null, refused: [] };
  for (const [index, file] of list.entries()) {
    const name = file.webkitRelativePath || file.name;
    try {
      if (index >= MOST_FILES) throw new Error(`only ${MOST_FILES} files are read at once`);
      const text = await textOf(file);
      const workspace = /\.json$/i.test(name) ? workspaceIn(text) : null;
      if (workspace) found.workspace = workspace;
      else found.files.push({ path: name, text });
    } catch (error) {
      found.refused.push({ name, reason: (error as Error).message });
    }
  }
  return found;
}

async function textOf(file: File): Promise<string> {
  if (!EXTENSION.test(file.name)) throw new Error("it is neither .yaml, .yml nor .json");
  if (file.size > LARGEST) throw new Error(`it is larger than ${LARGEST / 1024 / 1024} MiB`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.includes(0)) throw new Error("it is binary");
  try {
    return withUnixLineEnds(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error("it is not UTF-8 text");
  }
}

/** `a.png: it is binary; and 3 more`. */
export function refusalText(refused: readonly Refusal[]): string {
  const [first, ...others] = refused;
  if (!first) return "";
  const name = first.name.length > 60 ? `${first.name.slice(0, 59)}…` : first.name;
  return `Did not read ${name}: ${first.reason}${others.length > 0 ? `; nor ${others.length} more` : ""}`;
}
