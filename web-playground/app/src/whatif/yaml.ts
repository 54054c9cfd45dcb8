import { yamlLanguage } from "@codemirror/lang-yaml";

type SyntaxNode = ReturnType<typeof yamlLanguage.parser.parse>["topNode"];

/** Places of objects and fields in the text of manifests. Nothing is written anew: comments and layout stay. */

export interface Span {
  from: number;
  to: number;
}

/** One YAML document of a file, without its separator. */
export interface TextDocument extends Span {
  /** Where its `---` begins; `from` where it has none. */
  separator: number;
}

/** A node of the syntax tree with its place in the whole file. */
export interface Node extends Span {
  syntax: SyntaxNode;
  offset: number;
}

/** A separator stands at the beginning of a line, even within a block of text. */
const SEPARATOR = /^(?:---(?=[ \t\r\n]|$).*|\.\.\.[ \t]*)$/gm;

export function documentsOf(text: string): TextDocument[] {
  const documents: TextDocument[] = [];
  let separator = 0;
  let from = 0;
  const end = (to: number) => {
    if (text.slice(from, to).trim() !== "" || separator !== from) documents.push({ separator, from, to });
  };
  for (const match of text.matchAll(SEPARATOR)) {
    end(match.index);
    separator = match.index;
    from = lineEnd(text, match.index);
  }
  end(text.length);
  return documents;
}

/** The topmost node of a document. Nothing where it is empty or cannot be read. */
export function rootOf(text: string, { from, to }: Span): Node | null {
  const tree = yamlLanguage.parser.parse(text.slice(from, to));
  let broken = false;
  tree.iterate({ enter: ({ type }) => void (broken ||= type.isError) });
  const document = tree.topNode.getChild("Document");
  const first = document && firstChild(document, (name) => !["Comment", "DirectiveEnd", "Directive"].includes(name));
  return broken || !first ? null : inside(node(first, from));
}

function node(syntax: SyntaxNode, offset: number): Node {
  return { syntax, offset, from: syntax.from + offset, to: syntax.to + offset };
}

/** What an anchor or a tag stands before. */
function inside(outer: Node): Node {
  const { syntax, offset } = outer;
  const inner = syntax.name === "Anchored" || syntax.name === "Tagged" ? syntax.lastChild : null;
  return inner ? inside(node(inner, offset)) : outer;
}

function firstChild(parent: SyntaxNode, which: (name: string) => boolean): SyntaxNode | null {
  for (let child = parent.firstChild; child; child = child.nextSibling) if (which(child.name)) return child;
  return null;
}

export interface Pair extends Span {
  key: string;
  colon: Span;
  value: Node | null;
}

export function isMapping({ syntax: { name } }: Node): boolean {
  return name === "BlockMapping" || name === "FlowMapping";
}

export function isFlow({ syntax: { name } }: Node): boolean {
  return name.startsWith("Flow");
}

/** The pairs of a mapping, or the items of a sequence. */
export function pairsOf(text: string, mapping: Node): Pair[] {
  return mapping.syntax.getChildren("Pair").flatMap((syntax) => {
    const pair = node(syntax, mapping.offset);
    const key = syntax.getChild("Key");
    const colon = syntax.getChild(":");
    const value = syntax.lastChild;
    if (!key || !colon) return [];
    const hasValue = value !== null && value.from >= colon.to && value.name !== "Comment";
    return [{ from: pair.from, to: pair.to, key: scalarText(text, node(key, mapping.offset)), colon: node(colon, mapping.offset), value: hasValue ? inside(node(value, mapping.offset)) : null }];
  });
}

export function itemsOf(sequence: Node): { item: Node; value: Node | null; dash: Node | null }[] {
  return sequence.syntax.getChildren("Item").map((syntax) => {
    const before = syntax.prevSibling;
    const inner = firstChild(syntax, (name) => name !== "Comment");
    return {
      item: node(syntax, sequence.offset),
      value: inner ? inside(node(inner, sequence.offset)) : null,
      dash: before?.name === "-" ? node(before, sequence.offset) : null,
    };
  });
}

export function isSequence({ syntax: { name } }: Node): boolean {
  return name === "BlockSequence" || name === "FlowSequence";
}

export function pairAt(text: string, mapping: Node | null, key: string): Pair | undefined {
  return mapping && isMapping(mapping) ? pairsOf(text, mapping).find((pair) => pair.key === key) : undefined;
}

/** A scalar as a program reads it. */
export function scalarText(text: string, { from, to }: Span): string {
  const written = text.slice(from, to).trim();
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  if (!written.startsWith('"')) return written;
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1, -1);
  }
}

/** Behind the line break of the line of a place. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}
