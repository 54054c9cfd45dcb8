import { batch, signal } from "@preact/signals";
import type { SourceFile } from "../../../types";
import { undoable } from "../history/undo";
import { active, files, openWorkspace, renamed, workspace } from "../state/store";
import { emptyWorkspace } from "../state/workspace";
import { say } from "../ui/toast";
import { freeName } from "./names";
import { readFiles, refusalText } from "./read";

/** What a person does with files. */

/** The files of the example that was opened last: while they are untouched, one's own files take their place. */
export const example = signal<SourceFile[] | null>(null);

const paths = () => files.value.map(({ path }) => path);

export function newFile(): void {
  const file = { path: freeName("manifests.yaml", paths()), text: "" };
  batch(() => {
    files.value = [...files.value, file];
    active.value = file.path;
  });
}

export function renameFile(from: string, to: string): void {
  renamed.value = { from, to };
  batch(() => {
    files.value = files.value.map((file) => (file.path === from ? { path: to, text: file.text } : file));
    if (active.value === from) active.value = to;
  });
}

export function deleteFile(path: string): void {
  const index = files.value.findIndex((file) => file.path === path);
  const file = files.value[index];
  if (!file) return;
  const left = files.value.filter((other) => other !== file);
  const remaining = left.length > 0 ? left : emptyWorkspace().files;
  batch(() => {
    files.value = remaining;
    if (active.value === path) active.value = remaining[Math.min(index, remaining.length - 1)]?.path ?? "";
  });
  say(`Deleted ${path}`, { label: "Undo", run: () => putBack(file, index) });
}

function putBack(file: SourceFile, index: number): void {
  const only = files.value.length === 1 && files.value[0]?.text === "" ? [] : files.value;
  const path = freeName(file.path, only.map(({ path }) => path));
  batch(() => {
    files.value = only.toSpliced(index, 0, { path, text: file.text });
    active.value = path;
  });
}

/** Adds files, in place of those of the same name, and of an example or an empty file that nobody touched. */
export function addFiles(added: readonly SourceFile[], note = ""): void {
  const [first] = added;
  if (!first) return;
  const overExample = files.value === example.value;
  const unused = overExample || files.value.every(({ text }) => text.trim() === "");
  const own = unused ? [] : files.value;
  const byPath = new Map([...own, ...added].map((file) => [file.path, file]));
  const replaced = own.length + added.length - byPath.size;
  const what = added.length === 1 ? `Added ${first.path}` : `Added ${added.length} files`;
  undoable(`${what}${replaced > 0 ? `, ${replaced} in place of the old` : ""}${note && `. ${note}`}`, () => {
    const added = { files: [...byPath.values()], active: first.path };
    // The requests of an example are of no use without it.
    const { options, request, panel } = workspace();
    openWorkspace(overExample ? { ...emptyWorkspace(), options, request, panel, ...added } : { ...workspace(), ...added });
  });
}

export async function importFiles(list: readonly File[]): Promise<void> {
  const { files, workspace: saved, refused } = await readFiles(list);
  const refusal = refusalText(refused);
  if (saved) undoable(`Opened the workspace${refusal && `. ${refusal}`}`, () => openWorkspace(saved));
  else if (files.length > 0) addFiles(files, refusal);
  else if (refusal) say(refusal);
}

/** Text from the clipboard, as a file of its own. */
export function addText(text: string): void {
  const path = /^\s*[[{]/.test(text) ? "pasted.json" : "pasted.yaml";
  addFiles([{ path: freeName(path, paths()), text }]);
}
