import type { SourceFile } from "../../../types";
import { documentsOf, isMapping, isSequence, itemsOf, pairAt, pairsOf, scalarText, type Node, type Span, type TextDocument } from "./yaml";

/** An object of a file, and what of it can be changed quickly. */
export interface TextObject {
  path: string;
  /** Which of the file's objects it is. */
  number: number;
  kind: string;
  namespace?: string;
  name: string;
  labels: [name: string, value: string][];
  /** Its `creationTimestamp`. */
  created?: string;
}

/** Where an object is written: a document of its own, or an item of a list. */
export interface Place {
  object: TextObject;
  root: Node;
  document: TextDocument;
  list?: { sequence: Node; item: number };
}

const read = new WeakMap<SourceFile, Place[]>();

/** A file that did not change is not read again. */
export function placesOf(file: SourceFile): Place[] {
  const known = read.get(file);
  if (known) return known;
  const places: Place[] = [];
  for (const document of documentsOf(file.text)) {
    for (const { root, list } of rootsOf(file.text, document)) {
      const object = objectAt(file, places.length, root);
      if (object) places.push({ object, root, document, ...(list && { list }) });
    }
  }
  read.set(file, places);
  return places;
}

export function objectsOf(files: readonly SourceFile[]): TextObject[] {
  return files.flatMap((file) => placesOf(file).map(({ object }) => object));
}

function rootsOf(text: string, { root }: TextDocument): { root: Node; list?: Place["list"] }[] {
  if (!root || !isMapping(root)) return [];
  const kind = pairAt(text, root, "kind")?.value;
  const items = pairAt(text, root, "items")?.value;
  if (!kind || !scalarText(text, kind).endsWith("List") || !items || !isSequence(items)) return [{ root }];
  return itemsOf(items).flatMap(({ value }, item) => (value && isMapping(value) ? [{ root: value, list: { sequence: items, item } }] : []));
}

function objectAt({ path, text }: SourceFile, number: number, root: Node): TextObject | null {
  const scalar = (mapping: Node | null, key: string): string | undefined => {
    const value = pairAt(text, mapping, key)?.value;
    return value && isScalar(value) ? scalarText(text, value) : undefined;
  };
  const metadata = pairAt(text, root, "metadata")?.value ?? null;
  const [kind, name] = [scalar(root, "kind"), scalar(metadata, "name")];
  if (!kind || !name) return null;
  const labels = pairAt(text, metadata, "labels")?.value;
  const namespace = scalar(metadata, "namespace");
  const created = scalar(metadata, "creationTimestamp");
  return {
    path,
    number,
    kind,
    name,
    labels: labels && isMapping(labels) ? pairsOf(text, labels).map(({ key, value }) => [key, value ? scalarText(text, value) : ""]) : [],
    ...(namespace && { namespace }),
    ...(created && created !== "null" && { created }),
  };
}

export function isScalar({ syntax }: Span & Node): boolean {
  return syntax.name === "Literal" || syntax.name === "QuotedLiteral";
}

/** `HTTPRoute default/foo`. */
export function titleOf({ kind, namespace, name }: TextObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
}
