import type { Diagnostic, Severity } from "../../../types";

export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** How many are shown at first, and how many more each time. */
export const STEP = 100;

export type Counts = Record<Severity, number>;

export function countOf(diagnostics: readonly Diagnostic[]): Counts {
  const counts: Counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** `3 errors, 1 warning`; `no problems`. */
export function countText(counts: Counts): string {
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? "" : "s"}`);
  return parts.length > 0 ? parts.join(", ") : "no problems";
}

export interface Group {
  /** Nothing for what is said of no file. */
  file: string | undefined;
  diagnostics: Diagnostic[];
  /** All that there are, not only the ones in the list. */
  total: number;
}

/** By file in the order of the tabs, then by line; at most so many in all. */
export function grouped(diagnostics: readonly Diagnostic[], order: readonly string[], hidden: ReadonlySet<Severity>, most: number): { groups: Group[]; left: number } {
  const byFile = new Map<string | undefined, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (hidden.has(diagnostic.severity)) continue;
    const found = byFile.get(diagnostic.file);
    if (found) found.push(diagnostic);
    else byFile.set(diagnostic.file, [diagnostic]);
  }
  const rank = new Map(order.map((path, index) => [path, index]));
  const place = (file: string | undefined) => (file === undefined ? Infinity : (rank.get(file) ?? order.length));
  const groups: Group[] = [];
  let room = most;
  let left = 0;
  for (const [file, found] of [...byFile].sort(([a], [b]) => place(a) - place(b))) {
    const line = ({ range }: Diagnostic) => range?.start.line ?? 0;
    const shown = found.sort((a, b) => line(a) - line(b)).slice(0, room);
    room -= shown.length;
    left += found.length - shown.length;
    if (shown.length > 0) groups.push({ file, diagnostics: shown, total: found.length });
  }
  return { groups, left };
}

/** The first `most` of all groups together, and how many are left. */
export function firstOf(groups: readonly Group[], most: number): { drawn: Group[]; left: number } {
  const drawn: Group[] = [];
  let room = most;
  let left = 0;
  for (const group of groups) {
    const diagnostics = group.diagnostics.slice(0, room);
    room -= diagnostics.length;
    left += group.diagnostics.length - diagnostics.length;
    if (diagnostics.length > 0) drawn.push({ ...group, diagnostics });
  }
  return { drawn, left };
}
