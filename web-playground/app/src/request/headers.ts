/** The headers of a request as lines of text: `name: value`. */

export type Header = [name: string, value: string];

export interface HeaderText {
  headers: Header[];
  /** What is wrong with which line, in words that say what to write. */
  problems: { line: number; message: string }[];
}

export function headerText(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`.trimEnd()).join("\n");
}

export function readHeaderText(text: string): HeaderText {
  const read: HeaderText = { headers: [], problems: [] };
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    // The colon of `:authority` belongs to the name.
    const colon = line.trimStart().startsWith(":") ? line.indexOf(":", line.indexOf(":") + 1) : line.indexOf(":");
    const problem = colon < 0 ? "has no colon" : nameProblem(line.slice(0, colon).trim());
    if (problem) read.problems.push({ line: number + 1, message: `Line ${number + 1} ${problem}: write \`name: value\`` });
    else read.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return read;
}

/** Why a name cannot be sent, or nothing. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "has no name";
  if (/\s/.test(name)) return "has a space in its name";
  return undefined;
}

/** Rows that somebody began and left empty are not sent. */
export function filled(headers: readonly Header[]): Header[] {
  return headers.filter(([name]) => name.trim() !== "").map(([name, value]) => [name.trim(), value]);
}
