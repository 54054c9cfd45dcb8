import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from "@codemirror/view";
import { goBack } from "../state/store";
import { assist, closeHelp, helpCommand } from "./assist";
import { indentation } from "./indentation";
import { yaml } from "./language";
import { selectedNode } from "./selected-node";
import { theme } from "./theme";

/** What the editor can do. Tab is never bound: it leaves the editor. */
export function extensions(pathOf: () => string, readOnly: boolean): Extension {
  const writing = readOnly
    ? EditorState.readOnly.of(true)
    : [history(), closeBrackets(), indentOnInput(), placeholder("Paste or drop manifests here"), rectangularSelection(), crosshairCursor()];
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter({ markerDOM: foldMarker }),
    codeFolding({ placeholderText: "…" }),
    highlightSpecialChars(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    yaml,
    indentUnit.of("  "),
    indentation,
    EditorState.tabSize.of(2),
    EditorState.allowMultipleSelections.of(true),
    writing,
    assist(pathOf),
    selectedNode,
    theme,
    EditorView.contentAttributes.of(() => ({ "aria-label": `Text of ${pathOf()}`, tabindex: "0", ...(readOnly && { "aria-readonly": "true" }) })),
    keymap.of([
      { key: "F1", run: helpCommand(pathOf) },
      { key: "Escape", run: closeHelp },
      { key: "F8", run: nextDiagnostic },
      { key: "Shift-F8", run: previousDiagnostic },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      { key: "Escape", run: goBack },
      ...defaultKeymap,
    ]),
  ];
}

function foldMarker(open: boolean): HTMLElement {
  const marker = document.createElement("span");
  marker.textContent = open ? "⌄" : "›";
  marker.className = "fold-marker";
  return marker;
}
