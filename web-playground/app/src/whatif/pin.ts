import { batch } from "@preact/signals";
import type { SourceFile } from "../../../types";
import { active, files, jump, pinned, writeFile } from "../state/store";
import { say } from "../ui/toast";
import { applied, type Change } from "./edits";

/** The state that the present one is compared with. */

export function pin(): void {
  pinned.value = files.value;
}

export function unpin(): void {
  const before = pinned.value;
  pinned.value = null;
  say("Stopped comparing", { label: "Undo", run: () => (pinned.value = before) });
}

/** What was pinned becomes present, and the other way round. */
export function swap(): void {
  const before = pinned.value;
  if (!before) return;
  batch(() => {
    pinned.value = files.value;
    files.value = before;
  });
}

/** The pinned state takes the place of the present one. */
export function goBack(): void {
  const [present, before] = [files.value, pinned.value];
  if (!before) return;
  files.value = before;
  say("Went back to the pinned state", { label: "Undo", run: () => (files.value = present) });
}

export function fileOf({ path }: { path: string }): SourceFile | undefined {
  return files.value.find((one) => one.path === path);
}

/** Edits the text of a file, and begins a comparison if there is none. */
export function edit(path: string, how: (file: SourceFile) => Change | null, done: string): void {
  const file = fileOf({ path });
  const change = file && how(file);
  if (!file || !change) return say("This cannot be changed here: its YAML cannot be read");
  const compared = pinned.value;
  const text = applied(file.text, change);
  // In the editor first: the change becomes one of its own, to see and to undo there.
  active.value = path;
  batch(() => {
    pinned.value ??= files.value;
    writeFile(path, text);
  });
  const start = { line: text.slice(0, change.from).split("\n").length, column: 1 };
  jump.value = { file: path, range: { start, end: start }, focus: false };
  const undo = () => {
    if (fileOf({ path })?.text !== text) return say(`${path} was edited since: undo in the editor`);
    batch(() => {
      writeFile(path, file.text);
      pinned.value = compared;
    });
  };
  say(done, { label: "Undo", run: undo });
}
