import type { Comparison, Request, SourceFile, Summary } from "../../../types";
import { changeBetween } from "../editor/change";
import { suggestedName } from "../request/names";
import { sameRequest } from "../request/same";
import type { SavedRequest } from "../state/workspace";

/** How much of a file differs. */
export interface FileDifference {
  path: string;
  how: "added" | "removed" | "changed";
  /** Lines that are only in the one or in the other. */
  gained: number;
  lost: number;
}

export function fileDifferences(before: readonly SourceFile[], after: readonly SourceFile[]): FileDifference[] {
  const text = (files: readonly SourceFile[], path: string) => files.find((file) => file.path === path)?.text;
  const paths = [...new Set([...before, ...after].map(({ path }) => path))];
  return paths.flatMap((path): FileDifference[] => {
    const [old, now] = [text(before, path), text(after, path)];
    if (old === now) return [];
    const how = old === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [{ path, how, gained: onlyIn(now ?? "", old ?? ""), lost: onlyIn(old ?? "", now ?? "") }];
  });
}

/** How many lines one text has that the other has not, wherever they stand. */
function onlyIn(whole: string, without: string): number {
  const change = changeBetween(without, whole);
  if (!change) return 0;
  // Whole lines around the one place where the texts differ: the rest of a long file is the same.
  const start = change.from === 0 ? 0 : without.lastIndexOf("\n", change.from - 1) + 1;
  const rest = without.indexOf("\n", change.to);
  const end = rest < 0 ? 0 : without.length - rest;
  const [text, other] = [whole.slice(start, whole.length - end), without.slice(start, without.length - end)];
  const known = new Map<string, number>();
  for (const line of linesOf(other)) known.set(line, (known.get(line) ?? 0) + 1);
  return linesOf(text).filter((line) => {
    const left = known.get(line) ?? 0;
    known.set(line, left - 1);
    return left <= 0;
  }).length;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

export interface RequestDifference {
  name: string;
  request: Request;
  changed: boolean;
  before: Summary;
  after: Summary;
}

/** The compared requests with their names, those that changed first. Nothing while the comparison is of other requests. */
export function requestDifferences({ requests }: Comparison, compared: readonly Request[], saved: readonly SavedRequest[]): RequestDifference[] {
  if (requests.length !== compared.length) return [];
  const list = requests.flatMap(({ changed, before, after }, index) => {
    const request = compared[index];
    if (!request) return [];
    const name = saved.find((one) => sameRequest(one.request, request))?.name ?? suggestedName(request);
    return [{ name, request, changed, before, after }];
  });
  return list.sort((a, b) => Number(b.changed) - Number(a.changed));
}

export interface TrafficDifference {
  name: string;
  /** Of all compared requests, from 0 to 1. */
  before: number;
  after: number;
}

/** Who has traffic, the greatest gains and losses first. */
export function trafficDifferences({ backends, requests }: Comparison): TrafficDifference[] {
  const all = Math.max(1, requests.length);
  const list = backends.map(({ name, before, after }) => ({ name, before: before / all, after: after / all }));
  const moved = ({ before, after }: TrafficDifference) => Math.abs(after - before);
  return list.sort((a, b) => moved(b) - moved(a) || b.after - a.after);
}

/** Less than this is rounding. */
export const SAME = 1e-9;
