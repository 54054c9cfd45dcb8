import { parseWorkspace, workspaceText } from "../share/workspace-file";
import type { Workspace } from "../state/workspace";
import { remember, write } from "./states";

/** The present work of each tab, in the local storage under the tab's own key. */

const PREFIX = "gatewright:work:";
const TAB = "gatewright:tab";
/** Of tabs that are probably closed, these are kept; older ones move into the history. */
const MOST_WORKS = 8;

export interface Work {
  key: string;
  time: number;
  workspace: Workspace;
}

let tab = "";

/** Lasts for the visit of a tab, also when it is loaded again. */
function ownKey(): string {
  try {
    tab ||= sessionStorage.getItem(TAB) ?? newTab();
  } catch {
    tab ||= newTab();
  }
  return PREFIX + tab;
}

function newTab(): string {
  const name = Math.random().toString(36).slice(2, 12);
  try {
    sessionStorage.setItem(TAB, name);
  } catch {
    // Without it a tab that is loaded again is a new one.
  }
  return name;
}

/** From now on this tab is another: what it had is kept. */
export function leaveTab(): void {
  tab = newTab();
}

/** A tab that was duplicated has the name of its original, which holds this lock. */
export async function claimTab(): Promise<void> {
  if (!("locks" in navigator)) return;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const claimed = await new Promise<boolean>((resolve) => {
      void navigator.locks.request(ownKey(), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<void>(() => {}) : undefined;
      });
    });
    if (claimed) return;
    // The page that was here before may not be gone yet.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  leaveTab();
  await claimTab();
}

/** Throws if the browser has no room for it. */
export function saveWork(workspace: Workspace, time = Date.now(), text = workspaceText(workspace)): void {
  write(ownKey(), `${time}\n${text}`);
}

/** What this tab had, or else what was worked on last. */
export function lastWork(): Work | null {
  const own = readWork(ownKey());
  return own ?? works()[0] ?? null;
}

/** Of the other tabs, the newest first. */
export function works(): Work[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && key !== ownKey())
      .flatMap((key) => readWork(key) ?? [])
      .sort((a, b) => b.time - a.time);
  } catch {
    return [];
  }
}

export function tidyWorks(): void {
  for (const { key, time, workspace } of works().slice(MOST_WORKS)) {
    void remember(workspace, time).then(() => localStorage.removeItem(key));
  }
}

function readWork(key: string): Work | null {
  try {
    const text = localStorage.getItem(key) ?? "";
    const end = text.indexOf("\n");
    return end < 0 ? null : { key, time: Number(text.slice(0, end)), workspace: parseWorkspace(text.slice(end + 1)) };
  } catch {
    return null;
  }
}
