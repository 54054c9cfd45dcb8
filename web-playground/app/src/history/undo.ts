import { openWorkspace, workspace } from "../state/store";
import type { Workspace } from "../state/workspace";
import { say } from "../ui/toast";
import { remember } from "./states";

/** Does something to the whole workspace, says so, and offers the way back; the local history has it, too. */
export function undoable(text: string, change: () => void, before: Workspace = workspace()): void {
  void remember(before);
  change();
  say(text, {
    label: "Undo",
    run: () => {
      void remember(workspace());
      openWorkspace(before);
    },
  });
}
