import { openWorkspace, workspace } from "../state/store";
import { say } from "../ui/toast";
import { remember } from "./states";

/** Does something to the whole workspace, says so, and offers the way back; the local history has it, too. */
export function undoable(text: string, change: () => void): void {
  const before = workspace();
  remember(before);
  change();
  say(text, {
    label: "Undo",
    run: () => {
      remember(workspace());
      openWorkspace(before);
    },
  });
}
