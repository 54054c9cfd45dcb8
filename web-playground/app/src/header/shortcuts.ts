import { remember } from "../history/states";
import { embedded, workspace } from "../state/store";
import { say } from "../ui/toast";
import { dialog } from "./dialogs";

/** The keys of the whole page. */
export function listenForShortcuts(): void {
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || embedded) return;
    const inText = event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
    if (event.key === "?" && !inText) {
      event.preventDefault();
      dialog.value = "help";
    } else if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void remember(workspace()).then(() => say("Kept in the history of this browser"));
    }
  });
}
