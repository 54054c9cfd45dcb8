import type { Workspace } from "../state/workspace";

/** A workspace in a line: `2 files, 5 objects: Gateway web, HTTPRoute shop, …`. */
export function summaryOf({ files }: Workspace): string {
  let objects = 0;
  const named: string[] = [];
  for (const { text } of files) {
    for (const [, kind] of text.matchAll(/^["']?kind["']?:[ \t]*["']?(\w+)/gm)) {
      objects += 1;
      if (named.length < 4 && kind && !named.includes(kind)) named.push(kind);
    }
  }
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const kinds = named.length > 0 ? `: ${named.join(", ")}` : "";
  return `${count(files.length, "file")}, ${count(objects, "object")}${kinds}`;
}
