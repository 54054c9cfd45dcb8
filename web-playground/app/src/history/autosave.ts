import { effect } from "@preact/signals";
import { example } from "../files/actions";
import { exportWorkspace } from "../files/export";
import { workspaceText } from "../share/workspace-file";
import { files, workspace } from "../state/store";
import { say } from "../ui/toast";
import { remember } from "./states";
import { claimTab, saveWork, tidyWorks } from "./works";

const PAUSE = 400;
/** How often a state goes into the history while somebody types. */
const BETWEEN_STATES = 30_000;

/** Keeps the work in the browser. Call once, when what is to be worked on is there. */
export function keepSaving(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  let remembered = Date.now();
  let last = files.peek();

  const save = (now = workspace(), text?: string) => {
    clearTimeout(timer);
    timer = undefined;
    try {
      saveWork(now, Date.now(), text);
      told = false;
    } catch {
      if (!told) say("The browser has no room to keep your work", { label: "Export it", run: exportWorkspace });
      told = true;
    }
    if (now.files === last || Date.now() - remembered < BETWEEN_STATES) return;
    last = now.files;
    remembered = Date.now();
    if (now.files !== example.peek()) void remember(now);
  };

  // Where there is much to save, writing it down takes as long as keeping it: each is a task of its own.
  const prepare = () => {
    const now = workspace();
    const text = workspaceText(now);
    timer = setTimeout(() => save(now, text));
  };

  let first = true;
  effect(() => {
    workspace();
    // What was just opened is worth saving only when it changes.
    if (!first) {
      clearTimeout(timer);
      timer = setTimeout(prepare, PAUSE);
    }
    first = false;
  });
  const leave = () => timer !== undefined && save();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  void claimTab();
  tidyWorks();
}
