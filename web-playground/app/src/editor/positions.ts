import type { Text } from "@codemirror/state";
import type { Position, Range } from "../../../types";

/** The engine counts lines and Unicode characters from 1; the editor counts UTF-16 units from 0. */

const SURROGATE = /[\ud800-\udfff]/;

/** A place that is not in the text (any more) becomes the nearest one that is. */
export function offsetAt(text: Text, { line, column }: Position): number {
  if (line < 1) return 0;
  if (line > text.lines) return text.length;
  const found = text.line(line);
  return found.from + Math.min(unitsOf(found.text, column - 1), found.length);
}

export function positionAt(text: Text, offset: number): Position {
  const line = text.lineAt(offset);
  const before = line.text.slice(0, offset - line.from);
  return { line: line.number, column: (SURROGATE.test(before) ? [...before].length : before.length) + 1 };
}

export function offsetsOf(text: Text, { start, end }: Range): { from: number; to: number } {
  const from = offsetAt(text, start);
  return { from, to: Math.max(from, offsetAt(text, end)) };
}

/** How many UTF-16 units the first characters of a line take. */
function unitsOf(line: string, characters: number): number {
  if (characters <= 0) return 0;
  if (!SURROGATE.test(line.slice(0, characters * 2))) return characters;
  let units = 0;
  for (let left = characters; left > 0 && units < line.length; left -= 1) {
    units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}
