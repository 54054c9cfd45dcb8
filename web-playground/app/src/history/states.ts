import { signal } from "@preact/signals";
import { packed, unpacked } from "../share/codec";
import { parseWorkspace, workspaceText } from "../share/workspace-file";
import type { Workspace } from "../state/workspace";
import { summaryOf } from "./summary";

/** Earlier states in the local storage, each under a key of its own, so that two tabs never overwrite each other's. */

const PREFIX = "gatewright:state:";
export const MOST_STATES = 40;
/** In characters; browsers give about five million to an origin. */
const MOST_TEXT = 2_000_000;
/** Kept whatever their size, unless the browser refuses. */
const LEAST_STATES = 20;

export interface State {
  key: string;
  time: number;
  summary: string;
}

interface Stored extends Omit<State, "key"> {
  packed: string;
}

/** Counts what was remembered here, so that a list on the screen is drawn anew. */
export const remembered = signal(0);

let last = "";
let sequence = 0;

/** Keeps a state unless it is the one that was kept last, or there is nothing in it. Nothing is thrown. */
export async function remember(workspace: Workspace, time = Date.now()): Promise<void> {
  const text = workspaceText(workspace);
  if (text === last || workspace.files.every(({ text }) => text.trim() === "")) return;
  last = text;
  sequence += 1;
  const key = `${PREFIX}${String(time).padStart(15, "0")}-${sequence}-${Math.random().toString(36).slice(2, 8)}`;
  const stored: Stored = { time, summary: summaryOf(workspace), packed: await packed(text) };
  keep(key, JSON.stringify(stored));
  remembered.value += 1;
}

function keys(): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort()
    .reverse();
}

function keep(key: string, value: string): void {
  try {
    let room = MOST_TEXT - value.length;
    for (const [index, old] of keys().entries()) {
      room -= localStorage.getItem(old)?.length ?? 0;
      if (index + 1 >= MOST_STATES || (room < 0 && index + 1 >= LEAST_STATES)) localStorage.removeItem(old);
    }
  } catch {
    return;
  }
  try {
    write(key, value);
  } catch {
    // It is larger than all the others together.
  }
}

/** Writes into the local storage; where it is full, the oldest states make room. Throws if that is not enough. */
export function write(key: string, value: string): void {
  for (;;) {
    try {
      localStorage.setItem(key, value);
      return;
    } catch (error) {
      const oldest = keys().at(-1);
      if (!oldest) throw error;
      localStorage.removeItem(oldest);
    }
  }
}

function read(key: string): Stored | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Stored> | null;
    if (typeof value?.time !== "number" || typeof value.packed !== "string") return null;
    return { time: value.time, summary: String(value.summary), packed: value.packed };
  } catch {
    return null;
  }
}

/** The newest first. */
export function states(): State[] {
  try {
    return keys().flatMap((key) => {
      const stored = read(key);
      return stored ? [{ key, time: stored.time, summary: stored.summary }] : [];
    });
  } catch {
    return [];
  }
}

/** Throws if it is gone or damaged. */
export async function stateOf(key: string): Promise<Workspace> {
  const stored = read(key);
  if (!stored) throw new Error("it is not there any more");
  return parseWorkspace(await unpacked(stored.packed));
}
