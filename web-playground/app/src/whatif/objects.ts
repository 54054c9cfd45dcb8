import type { SourceFile } from "../../../types";
import { scanned, type Identity } from "./scan";
import { documentsOf, isMapping, isSequence, itemsOf, pairAt, pairsOf, rootOf, scalarText, type Node, type TextDocument } from "./yaml";

/** The objects of the manifests, as far as they can be changed quickly. */

export interface TextObject extends Identity {
  path: string;
  /** Which of the file's objects it is. */
  number: number;
}

/** Where an object is written: a document of its own, or an item of a list. */
export interface Place {
  object: TextObject;
  document: TextDocument;
  item?: number;
}

const read = new WeakMap<SourceFile, Place[]>();

/** A file that did not change is not read again. */
export function placesOf(file: SourceFile): Place[] {
  const known = read.get(file);
  if (known) return known;
  const places: Place[] = [];
  for (const document of documentsOf(file.text)) {
    for (const found of identitiesOf(file.text, document)) {
      if (!found) continue;
      const { item, ...identity } = found;
      const object = { path: file.path, number: places.length, ...identity };
      places.push({ object, document, ...(item !== undefined && { item }) });
    }
  }
  read.set(file, places);
  return places;
}

export function objectsOf(files: readonly SourceFile[]): TextObject[] {
  return files.flatMap((file) => placesOf(file).map(({ object }) => object));
}

type Found = Identity & { item?: number };

/** Most documents tell what they are without being taken apart. */
function identitiesOf(text: string, document: TextDocument): (Found | null)[] {
  const quick = scanned(text.slice(document.from, document.to));
  if (quick) return [quick];
  const root = rootOf(text, document);
  const items = root && listItems(text, root);
  if (items) return items.map((value, item) => (value ? withItem(identityAt(text, value), item) : null));
  return root ? [identityAt(text, root)] : [];
}

function withItem(identity: Identity | null, item: number): Found | null {
  return identity && { ...identity, item };
}

/** The sequence of a `v1` List and the like. */
export function listOf(text: string, root: Node): Node | null {
  const kind = pairAt(text, root, "kind")?.value;
  const items = pairAt(text, root, "items")?.value;
  return kind && scalarText(text, kind).endsWith("List") && items && isSequence(items) ? items : null;
}

function listItems(text: string, root: Node): (Node | null)[] | null {
  const sequence = listOf(text, root);
  return sequence && itemsOf(sequence).map(({ value }) => (value && isMapping(value) ? value : null));
}

function identityAt(text: string, root: Node): Identity | null {
  const metadata = pairAt(text, root, "metadata")?.value ?? null;
  const [kind, name, namespace] = [scalarAt(text, root, "kind"), scalarAt(text, metadata, "name"), scalarAt(text, metadata, "namespace")];
  return kind && name ? { kind, name, ...(namespace && { namespace }) } : null;
}

function scalarAt(text: string, mapping: Node | null, key: string): string | undefined {
  const value = pairAt(text, mapping, key)?.value;
  return value && /Literal$/.test(value.syntax.name) && value.syntax.name !== "BlockLiteral" ? scalarText(text, value) : undefined;
}

/** The place of an object, unless the file was edited meanwhile. */
export function placeOf(file: SourceFile, { number, kind, namespace, name }: TextObject): Place | undefined {
  const place = placesOf(file)[number];
  const same = place && place.object.kind === kind && place.object.name === name && place.object.namespace === namespace;
  return same ? place : undefined;
}

/** The mapping of an object; nothing where the YAML cannot be read. */
export function mappingOf(text: string, { document, item }: Place): Node | null {
  const root = rootOf(text, document);
  return root && item !== undefined ? (listItems(text, root)?.[item] ?? null) : root;
}

export interface Details {
  labels: [name: string, value: string][];
  /** Its `creationTimestamp`. */
  created?: string;
}

export function detailsOf(file: SourceFile | undefined, object: TextObject): Details {
  const place = file && placeOf(file, object);
  const root = place && mappingOf(file.text, place);
  if (!root) return { labels: [] };
  const metadata = pairAt(file.text, root, "metadata")?.value ?? null;
  const labels = pairAt(file.text, metadata, "labels")?.value;
  const created = scalarAt(file.text, metadata, "creationTimestamp");
  return {
    labels: labels && isMapping(labels) ? pairsOf(file.text, labels).map(({ key, value }) => [key, value ? scalarText(file.text, value) : ""]) : [],
    ...(created && created !== "null" && { created }),
  };
}

/** `HTTPRoute default/foo`. */
export function titleOf({ kind, namespace, name }: Identity): string {
  return `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
}
