import { autocompletion, type Completion as Option, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, showTooltip, type Command, type Tooltip } from "@codemirror/view";
import type { Completion, Hover } from "../../../types";
import { client } from "../state/store";
import { offsetAt, offsetsOf, positionAt } from "./positions";

/** Completion and documentation, from the engine. */

type PathOf = () => string;

const TYPES = { field: "property", value: "enum", object: "variable", snippet: "text" } as const;
/** While only this is added, the answer stays as it is and is narrowed here. */
const STILL_VALID = /^[\w./-]*$/;
/** Behind a space there is something to offer only where a value begins. */
const VALUE_BEGINS = /(^|[^\s])(:|-)\s$|\S$/;

function optionOf({ label, insert, kind, detail, documentation }: Completion): Option {
  return {
    label,
    type: TYPES[kind],
    ...(insert !== undefined && { apply: insert }),
    ...(detail && { detail }),
    ...(documentation && { info: () => paragraph("completion-info", documentation) }),
  };
}

async function complete(context: CompletionContext, path: string): Promise<CompletionResult | null> {
  const { state, pos } = context;
  const line = state.doc.lineAt(pos);
  if (!context.explicit && !VALUE_BEGINS.test(line.text.slice(0, pos - line.from))) return null;
  const file = { path, text: state.doc.toString() };
  const answer = await client.ask({ ask: "complete", file, position: positionAt(state.doc, pos) });
  if (context.aborted || !answer || !("value" in answer) || answer.value.items.length === 0) return null;
  return { from: Math.min(pos, offsetAt(state.doc, answer.value.from)), options: answer.value.items.map(optionOf), validFor: STILL_VALID };
}

async function tooltipAt(view: EditorView, offset: number, path: string): Promise<Tooltip | null> {
  const { state } = view;
  const file = { path, text: state.doc.toString() };
  const answer = await client.ask({ ask: "hover", file, position: positionAt(state.doc, offset) });
  const hover = answer && "value" in answer ? answer.value : null;
  // By now the editor may hold another text.
  if (!hover || view.state.doc !== state.doc) return null;
  const { from, to } = offsetsOf(state.doc, hover.range);
  return { pos: Math.min(from, offset), end: Math.max(to, offset), above: true, create: () => ({ dom: described(hover) }) };
}

function described(hover: Hover): HTMLElement {
  const element = document.createElement("div");
  element.className = "field-help";
  element.append(paragraph("field-path", hover.fieldPath), paragraph("field-type", hover.type), paragraph("field-text", hover.documentation));
  if (hover.link?.startsWith("https://")) {
    const link = element.appendChild(document.createElement("a"));
    link.href = hover.link;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = "In the specification";
  }
  return element;
}

function paragraph(name: string, text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  element.textContent = text;
  return element;
}

// === documentation at the cursor, by keyboard ===

const setHelp = StateEffect.define<Tooltip | null>();

const helpAtCursor = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shows, and says, what the field at the cursor means. */
export function helpCommand(pathOf: PathOf): Command {
  return (view) => {
    const { state } = view;
    void tooltipAt(view, state.selection.main.head, pathOf()).then((help) => {
      // Marks may have come meanwhile: they change nothing about the place.
      if (view.state.doc !== state.doc || !view.state.selection.eq(state.selection)) return;
      const spoken = help ? (help.create(view).dom.textContent ?? "") : "There is nothing to say about this place";
      view.dispatch({ effects: [setHelp.of(help), EditorView.announce.of(spoken)] });
    });
    return true;
  };
}

export const closeHelp: Command = (view) => {
  if (!view.state.field(helpAtCursor, false)) return false;
  view.dispatch({ effects: setHelp.of(null) });
  return true;
};

export function assist(pathOf: PathOf) {
  return [
    autocompletion({ override: [(context) => complete(context, pathOf())], icons: false }),
    hoverTooltip((view, offset) => tooltipAt(view, offset, pathOf()), { hideOnChange: true }),
    helpAtCursor,
  ];
}
