import { indentService } from "@codemirror/language";

/** How deep the line behind this one begins, if this one opens a block: `key:`, `- key:` or `key: |`. */
export function depthBehind(line: string, unit: number): number | null {
  const opened = /^(\s*(?:- +)*)(?:[^\s#'"[{][^#[{]*|'[^']*'|"[^"]*")?:(?: +[|>][-+\d]*)?\s*(?: #.*)?$/.exec(line);
  return opened ? (opened[1] ?? "").length + unit : null;
}

/** For Enter. YAML's grammar cannot tell that an empty value will be a block. */
export const indentation = indentService.of((context, position) => {
  if (context.simulatedBreak === null) return undefined;
  const { text, from } = context.lineAt(position, -1);
  return depthBehind(text.slice(0, position - from), context.unit) ?? undefined;
});
