import type { Attachment } from "../../../types";
import { grouped } from "../ui/group";

/** Which pairs of a route and a listener are shown, and in which form. */

export interface Picks {
  route: string;
  listener: string;
  onlyRefused: boolean;
}

export type Standing = "attached" | "refused" | "unasked";

/** A route that names no listener of a Gateway is not refused by it: nobody asked. */
export function standingOf({ attached, condition, reason }: Attachment): Standing {
  if (attached) return "attached";
  return condition === undefined && reason === undefined ? "unasked" : "refused";
}

/** The pairs whose names contain what was picked. */
export function picked(pairs: readonly Attachment[], { route, listener, onlyRefused }: Picks, nameOf: (id: string) => string): Attachment[] {
  const contains = (id: string, part: string) => part === "" || nameOf(id).toLowerCase().includes(part.toLowerCase().trim());
  return pairs.filter(
    (pair) => (!onlyRefused || standingOf(pair) === "refused") && contains(pair.route, route) && contains(pair.listener, listener),
  );
}

export interface Matrix {
  listeners: string[];
  rows: { route: string; cells: (Attachment | undefined)[] }[];
}

/** More than this is a list. */
const MOST_LISTENERS = 10;
const MOST_CELLS = 300;

/** Routes by listeners, if one can take that in. */
export function matrixOf(pairs: readonly Attachment[]): Matrix | null {
  const listeners = [...new Set(pairs.map(({ listener }) => listener))];
  const routes = grouped(pairs, ({ route }) => route);
  if (listeners.length > MOST_LISTENERS || routes.size * listeners.length > MOST_CELLS) return null;
  const rows = [...routes].map(([route, own]) => ({ route, cells: listeners.map((id) => own.find(({ listener }) => listener === id)) }));
  return { listeners, rows };
}

/** Where an arrow key leads in a table of so many rows and columns. */
export function moved(key: string, [row, column]: readonly [number, number], rows: number, columns: number): [number, number] | null {
  const to = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  }[key];
  const [down = -1, right = -1] = to ?? [];
  return down >= 0 && down < rows && right >= 0 && right < columns ? [down, right] : null;
}
