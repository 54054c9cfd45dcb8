import { RangeSet, RangeSetBuilder, StateEffect, StateField, type EditorState, type Text, type TransactionSpec } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Range } from "../../../types";

/** A bar beside the lines in which the selected graph node is written. */

/** No object that a person reads is longer. */
const MOST_LINES = 5_000;

const show = StateEffect.define<DecorationSet>();

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
      if (effect.is(show)) next = effect.value;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Nothing where the bar is where it was: typing has moved it already. */
export function changeOfBar(state: EditorState, range: Range | null): TransactionSpec | null {
  const bars = range ? barAlong(state.doc, range) : Decoration.none;
  const before = state.field(selectedNode, false) ?? Decoration.none;
  return RangeSet.eq([before], [bars]) ? null : { effects: show.of(bars) };
}
