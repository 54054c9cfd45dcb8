import { forEachDiagnostic, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import type { EditorState, Text, TransactionSpec } from "@codemirror/state";
import type { Diagnostic } from "../../../types";
import { offsetsOf } from "./positions";

/** More would only paint the whole file red. The list below the editor has them all. */
const MOST_MARKS = 1_000;

const SEVERITY = { error: "error", warning: "warning", note: "info" } as const;

/** What each mark stands for. */
const meant = new WeakMap<Mark, Diagnostic>();

/** Nothing where the marks are those that the editor has: typing has moved them already. */
export function changeOfMarks(state: EditorState, diagnostics: readonly Diagnostic[], path: string): TransactionSpec | null {
  const marks = marksOf(diagnostics, path, state.doc);
  let same = 0;
  let present = 0;
  forEachDiagnostic(state, (old, from, to) => {
    const mark = marks[present];
    present += 1;
    if (mark && mark.from === from && mark.to === to && mark.severity === old.severity && saysTheSame(old, mark)) same += 1;
  });
  return same === marks.length && present === same ? null : setDiagnostics(state, marks);
}

function saysTheSame(one: Mark, other: Mark): boolean {
  const [before, after] = [meant.get(one), meant.get(other)];
  return before?.message === after?.message && before?.hint === after?.hint && before?.code === after?.code;
}

/** The diagnostics of one file as the editor underlines them. */
export function marksOf(diagnostics: readonly Diagnostic[], path: string, text: Text): Mark[] {
  const marks: Mark[] = [];
  for (const diagnostic of diagnostics) {
    if (diagnostic.file !== path || !diagnostic.range) continue;
    // Of a whole object the first line is enough.
    const { from, to: end } = offsetsOf(text, diagnostic.range);
    const to = Math.min(end, text.lineAt(from).to);
    const mark: Mark = { from, to, severity: SEVERITY[diagnostic.severity], message: diagnostic.message, renderMessage: () => described(diagnostic) };
    meant.set(mark, diagnostic);
    marks.push(mark);
    if (marks.length === MOST_MARKS) break;
  }
  return marks.sort((a, b) => a.from - b.from);
}

/** Between backticks in what the engine says. */
function named(name: string): HTMLElement {
  const code = document.createElement("code");
  code.textContent = name;
  return code;
}

function described({ message, hint, code }: Diagnostic): HTMLElement {
  const element = document.createElement("div");
  element.className = "mark";
  // A hint can hold a whole manifest: the list of problems has it.
  const [firstOfHint] = hint?.split("\n") ?? [];
  for (const [name, text] of [["mark-message", message], ["mark-hint", firstOfHint], ["mark-code", code]] as const) {
    if (!text) continue;
    const line = element.appendChild(document.createElement("div"));
    line.className = name;
    for (const [index, part] of text.split(/`([^`\n]+)`/).entries()) line.append(index % 2 === 1 ? named(part) : part);
  }
  return element;
}
