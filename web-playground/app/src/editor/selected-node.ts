import { RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Range } from "../../../types";

/** A bar beside the lines in which the selected graph node is written. */

/** No object that a person reads is longer. */
const MOST_LINES = 5_000;

export const showNode = StateEffect.define<Range | null>();

const bar = Decoration.line({ class: "cm-selected-node" });

function barAlong(text: Text, { start, end }: Range): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const last = Math.min(end.column > 1 ? end.line : end.line - 1, text.lines, start.line + MOST_LINES);
  for (let line = Math.max(1, start.line); line <= Math.max(last, start.line) && line <= text.lines; line += 1) {
    const { from } = text.line(line);
    builder.add(from, from, bar);
  }
  return builder.finish();
}

export const selectedNode = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(bars, transaction) {
    let next = bars.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(showNode)) next = effect.value ? barAlong(transaction.state.doc, effect.value) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
