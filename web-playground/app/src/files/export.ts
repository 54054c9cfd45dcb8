import type { SourceFile } from "../../../types";
import { workspaceText } from "../share/workspace-file";
import { activeFile, files, workspace } from "../state/store";
import { download } from "../ui/transfer";

/** Files for elsewhere. */

export function exportFile(): void {
  const file = activeFile.value;
  if (file) download(file.path, file.text, /\.json$/i.test(file.path) ? "application/json" : "application/yaml");
}

export function exportAll(): void {
  download("manifests.yaml", inOne(files.value), "application/yaml");
}

export function exportWorkspace(): void {
  download("gatewright-workspace.json", `${workspaceText(workspace(), 2)}\n`, "application/json");
}

/** The documents of all files, each under the name of its file. */
export function inOne(files: readonly SourceFile[]): string {
  return files
    .filter(({ text }) => text.trim() !== "")
    .map(({ path, text }) => `# ${path}\n${text.replace(/^---[ \t]*\n/, "").trimEnd()}\n`)
    .join("---\n");
}
