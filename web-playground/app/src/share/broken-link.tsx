import { signal } from "@preact/signals";
import { Dialog } from "../ui/dialog";

/** Why the link of this visit could not be opened. */
export const brokenLink = signal<string | null>(null);

export function BrokenLink() {
  if (brokenLink.value === null) return null;
  const close = () => (brokenLink.value = null);
  return (
    <Dialog title="This link cannot be opened" onClose={close}>
      <div class="stack">
        <p>{brokenLink.value}</p>
        <p>Nothing of yours is lost: you see what you had before. Ask for the link once more, or for the workspace as a file.</p>
        <div class="row end">
          <button type="button" class="primary" onClick={close}>
            Close
          </button>
        </div>
      </div>
    </Dialog>
  );
}
