import type { Comparison, PictureNode } from "../../../types";

/** What is different about a node since the pinned state. */
export interface Change {
  sign: string;
  word: string;
}

const CHANGES = {
  gained: { sign: "▲", word: "gained" },
  lost: { sign: "▼", word: "lost" },
  both: { sign: "▲▼", word: "gained and lost" },
} as const satisfies Record<string, Change>;

/** By node: routes that gained or lost a listener, and backends that gained or lost traffic of the saved requests. */
export function changes(comparison: Comparison): Map<string, Change> {
  const found = new Map<string, keyof typeof CHANGES>();
  const add = (id: string, what: "gained" | "lost") => found.set(id, (found.get(id) ?? what) === what ? what : "both");
  for (const { route, before, after } of comparison.attachments) if (before !== after) add(route, after ? "gained" : "lost");
  for (const { name, before, after } of comparison.backends) if (before !== after) add(`Backend/${name}`, after > before ? "gained" : "lost");
  return new Map([...found].map(([id, what]) => [id, CHANGES[what]]));
}

const STATES = {
  ok: { sign: "✓", word: "in order" },
  refused: { sign: "✗", word: "refused" },
  missing: { sign: "?", word: "missing" },
} as const;

export function stateOf({ state }: Pick<PictureNode, "state">): { sign: string; word: string } {
  return STATES[state];
}

/** What a screen reader says of a node, and a person at the keyboard may do with it. */
export function said(node: PictureNode, onPath: boolean, change: Change | undefined): string {
  return [
    node.description,
    onPath && "on the request's path",
    change && `${change.word} since the pinned state`,
    node.collapsed && `${rules(node.collapsed)} not shown, Enter shows them`,
  ]
    .filter(Boolean)
    .join(", ");
}

export function rules(count: number): string {
  return count === 1 ? "1 rule" : `${count} rules`;
}
