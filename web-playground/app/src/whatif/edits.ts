import type { SourceFile } from "../../../types";
import { listOf, mappingOf, placeOf, type TextObject } from "./objects";
import { isFlow, isMapping, itemsOf, lineEnd, lineStart, pairAt, pairsOf, rootOf, type Node, type Pair, type Span } from "./yaml";

/** Quick changes of manifests: each replaces one span of the text and leaves all the rest as it is written. */

export interface Change extends Span {
  insert: string;
}

export function applied(text: string, { from, to, insert }: Change): string {
  return text.slice(0, from) + insert + text.slice(to);
}

/** Takes an object out, with the comments of its document. */
export function withoutObject(file: SourceFile, object: TextObject): Change | null {
  const place = placeOf(file, object);
  if (!place) return null;
  const { text } = file;
  if (place.item !== undefined) {
    const root = rootOf(text, place.document);
    const sequence = root && listOf(text, root);
    return sequence && withoutItem(text, sequence, place.item);
  }
  const { separator, from, to } = place.document;
  // The first document of a file takes the separator behind it along.
  const first = separator === from;
  return { from: separator, to: first && text.slice(to, to + 3) === "---" ? lineEnd(text, to) : to, insert: "" };
}

function withoutItem(text: string, sequence: Node, number: number): Change | null {
  const items = itemsOf(sequence);
  const [one, next, previous] = [items[number], items[number + 1], items[number - 1]];
  if (!one) return null;
  if (items.length === 1) return { from: sequence.from, to: sequence.to, insert: isFlow(sequence) ? "[]" : " []" };
  if (!one.dash) return next ? { from: one.item.from, to: next.item.from, insert: "" } : { from: previous?.item.to ?? one.item.from, to: one.item.to, insert: "" };
  const from = lineStart(text, one.dash.from);
  return { from, to: next?.dash ? lineStart(text, next.dash.from) : lineEnd(text, one.item.to - 1), insert: "" };
}

/** Sets a label, or takes it away. */
export function withLabel(file: SourceFile, object: TextObject, name: string, value: string | null): Change | null {
  return withField(file, object, ["metadata", "labels", name], value);
}

export function withCreation(file: SourceFile, object: TextObject, time: string | null): Change | null {
  return withField(file, object, ["metadata", "creationTimestamp"], time);
}

function withField(file: SourceFile, object: TextObject, path: readonly string[], value: string | null): Change | null {
  const place = placeOf(file, object);
  const root = place && mappingOf(file.text, place);
  if (!root || !isMapping(root)) return null;
  return value === null ? removed(file.text, root, path) : written(file.text, root, path, value);
}

// === writing ===

function written(text: string, mapping: Node, [key = "", ...rest]: readonly string[], value: string): Change {
  const pair = pairAt(text, mapping, key);
  if (!pair) return inserted(text, mapping, [key, ...rest], value);
  if (rest.length > 0 && pair.value && isMapping(pair.value)) return written(text, pair.value, rest, value);
  const json = isJson(text, mapping);
  const indent = isFlow(mapping) ? null : column(text, pair.from) + 2;
  const insert = rest.length === 0 ? ` ${scalar(value, json)}` : nested(rest, value, json, indent, breakOf(text));
  const space = pair.value && rest.length === 0 ? pair.value.from : pair.colon.to;
  return { from: space, to: pair.value?.to ?? pair.colon.to, insert: space === pair.colon.to ? insert : insert.trimStart() };
}

/** Behind the last field with a plain value, as people write `name`, `namespace` and `labels`. */
function inserted(text: string, mapping: Node, [key = "", ...rest]: readonly string[], value: string): Change {
  const json = isJson(text, mapping);
  const pairs = pairsOf(text, mapping);
  const after = pairs.findLast(({ value }) => !value || !/Mapping|Sequence/.test(value.syntax.name)) ?? pairs.at(-1);
  const name = quotedKey(key, json);
  if (isFlow(mapping)) {
    const pair = `${name}:${rest.length === 0 ? ` ${scalar(value, json)}` : nested(rest, value, json, null, "")}`;
    if (!after) return { from: mapping.from + 1, to: mapping.from + 1, insert: pair };
    const own = text.slice(lineStart(text, after.from), after.from);
    return { from: after.to, to: after.to, insert: `,${/^\s*$/.test(own) ? breakOf(text) + own : " "}${pair}` };
  }
  const indent = column(text, (after ?? mapping).from);
  const line = `${" ".repeat(indent)}${name}:${rest.length === 0 ? ` ${scalar(value, json)}` : nested(rest, value, json, indent + 2, breakOf(text))}`;
  const at = lineEnd(text, Math.max((after ?? mapping).to - 1, 0));
  const newline = at === 0 || text[at - 1] === "\n";
  return { from: at, to: at, insert: newline ? line + breakOf(text) : breakOf(text) + line };
}

/** What stands behind a colon: a mapping of one field, in lines of its own or in braces. */
function nested([key = "", ...rest]: readonly string[], value: string, json: boolean, indent: number | null, newline: string): string {
  const inner = rest.length === 0 ? ` ${scalar(value, json)}` : nested(rest, value, json, indent === null ? null : indent + 2, newline);
  return indent === null ? ` {${quotedKey(key, json)}:${inner}}` : `${newline}${" ".repeat(indent)}${quotedKey(key, json)}:${inner}`;
}

// === taking away ===

function removed(text: string, root: Node, path: readonly string[]): Change | null {
  let mapping = root;
  // What becomes empty goes as well.
  let outermost: { mapping: Node; pair: Pair } | null = null;
  for (const [depth, key] of path.entries()) {
    const pair = pairAt(text, mapping, key);
    if (!pair) return null;
    const alone = pairsOf(text, mapping).length === 1;
    if (!alone || !outermost || depth < 2) outermost = { mapping, pair };
    if (depth === path.length - 1) break;
    if (!pair.value) return null;
    mapping = pair.value;
  }
  return outermost && withoutPair(text, outermost.mapping, outermost.pair);
}

function withoutPair(text: string, mapping: Node, pair: Pair): Change {
  const pairs = pairsOf(text, mapping);
  const number = pairs.findIndex(({ from }) => from === pair.from);
  const [previous, next] = [pairs[number - 1], pairs[number + 1]];
  if (isFlow(mapping)) {
    if (next) return { from: pair.from, to: next.from, insert: "" };
    return { from: previous?.to ?? pair.from, to: pair.to, insert: "" };
  }
  const start = lineStart(text, pair.from);
  // The first pair of a list's item stands behind its dash.
  if (text.slice(start, pair.from).trim() !== "") return { from: pair.from, to: next?.from ?? pair.to, insert: "" };
  return { from: start, to: lineEnd(text, pair.to - 1), insert: "" };
}

// === spelling ===

const RESERVED = /^(true|false|yes|no|on|off|y|n|null|~)$/i;

/** A string that stays one. */
function scalar(value: string, json: boolean): string {
  return !json && /^[a-z][\w./-]*$/i.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value);
}

function quotedKey(key: string, json: boolean): string {
  return scalar(key, json);
}

function isJson(text: string, mapping: Node): boolean {
  const [first] = pairsOf(text, mapping);
  return isFlow(mapping) && (first ? text[first.from] === '"' : /^\s*[{[]/.test(text));
}

function breakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function column(text: string, at: number): number {
  return at - lineStart(text, at);
}
