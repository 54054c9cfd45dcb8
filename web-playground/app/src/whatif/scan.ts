/** What a document says it is, without taking it apart: a person may have thousands. */

export interface Identity {
  kind: string;
  namespace?: string;
  name: string;
}

const KIND = /^kind:[ \t]+(["']?)([A-Za-z][A-Za-z0-9]*)\1[ \t]*(?:#.*)?$/m;
/** `metadata:` and the lines that stand further in. */
const METADATA = /^metadata:[ \t]*(?:#.*)?\r?\n((?:(?:[ \t].*|[ \t]*#.*|[ \t]*)(?:\r?\n|$))+)/m;
const VALUE = /^(["']?)([A-Za-z0-9][A-Za-z0-9._-]*)\1[ \t]*(?:#.*)?$/;

/** Nothing where it is not written in the usual way: lists, braces, anchors. */
export function scanned(text: string): Identity | null {
  const kind = KIND.exec(text)?.[2];
  if (!kind || kind.endsWith("List") || text.includes("&") || /^\s*\{/.test(text)) return null;
  const lines = (METADATA.exec(text)?.[1] ?? "").split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
  const indent = /^ +/.exec(lines[0] ?? "")?.[0];
  if (!indent) return null;
  const value = (key: string): string | null | undefined => {
    const line = lines.find((line) => line.startsWith(`${indent}${key}:`));
    return line === undefined ? undefined : (VALUE.exec(line.slice(indent.length + key.length + 1).trim())?.[2] ?? null);
  };
  const [name, namespace] = [value("name"), value("namespace")];
  return name && namespace !== null ? { kind, name, ...(namespace && { namespace }) } : null;
}
