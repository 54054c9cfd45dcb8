import { dialog } from "../header/dialogs";
import { embedded } from "../state/store";

/** Where there is nothing to see yet. */
export function OpenGallery() {
  if (embedded) return null;
  return (
    <button type="button" onClick={() => (dialog.value = "gallery")}>
      Open an example…
    </button>
  );
}
