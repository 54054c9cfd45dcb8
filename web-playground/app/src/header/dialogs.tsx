import { signal } from "@preact/signals";
import { ImportDialog } from "../files/import-dialog";
import { GalleryDialog } from "../gallery/gallery-dialog";
import { HistoryDialog } from "../history/history-dialog";
import { ShareDialog } from "../share/share-dialog";
import { HelpDialog } from "./help-dialog";
import { OptionsDialog } from "./options-dialog";

const DIALOGS = {
  gallery: GalleryDialog,
  import: ImportDialog,
  share: ShareDialog,
  history: HistoryDialog,
  options: OptionsDialog,
  help: HelpDialog,
};

export type DialogName = keyof typeof DIALOGS;

/** The dialog of the header that is open. */
export const dialog = signal<DialogName | null>(null);

export function OpenDialog() {
  if (dialog.value === null) return null;
  const Shown = DIALOGS[dialog.value];
  return <Shown onClose={() => (dialog.value = null)} />;
}
