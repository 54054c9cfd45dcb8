import { EditorState, Transaction, type Extension } from "@codemirror/state";
import type { SourceFile } from "../../../types";
import { changeBetween, withUnixLineEnds } from "./change";

/** The editor's state of each file: its text, cursor and undo history. */
export class Documents {
  readonly #states = new Map<string, EditorState>();
  /** Old names by new ones, of files that are in the editor and so not kept here yet. */
  readonly #renamed = new Map<string, string>();
  #extensions: Extension = [];

  /** What every state has from now on. */
  use(extensions: Extension): void {
    this.#extensions = extensions;
    this.#states.clear();
  }

  /** As it was kept, brought to the file's text. */
  open({ path, text }: SourceFile): EditorState {
    const kept = this.#states.get(path) ?? this.#states.get(this.#renamed.get(path) ?? "");
    this.#renamed.delete(path);
    if (!kept) return EditorState.create({ doc: text, extensions: this.#extensions });
    const change = changeFrom(kept, text);
    return change ? kept.update(change).state : kept;
  }

  keep(path: string, state: EditorState): void {
    this.#states.set(path, state);
  }

  rename(from: string, to: string): void {
    const state = this.#states.get(from);
    if (!state) {
      this.#renamed.set(to, from);
      return;
    }
    this.#states.delete(from);
    this.#states.set(to, state);
  }

  /** Forgets the files that are gone. */
  retain(paths: ReadonlySet<string>): void {
    for (const path of this.#states.keys()) if (!paths.has(path)) this.#states.delete(path);
  }
}

/** What was written elsewhere, as an edit that can be undone. */
export function changeFrom(state: EditorState, text: string) {
  const changes = changeBetween(state.doc.toString(), withUnixLineEnds(text));
  return changes && { changes, annotations: [Transaction.remote.of(true), Transaction.userEvent.of("set")] };
}

/** Of the one editor on the page. */
export const documents = new Documents();
