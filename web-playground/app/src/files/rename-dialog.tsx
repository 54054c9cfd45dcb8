import { useSignal } from "@preact/signals";
import { files } from "../state/store";
import { Dialog } from "../ui/dialog";
import { renameFile } from "./actions";
import { objection } from "./names";

export function RenameDialog({ path, onClose }: { path: string; onClose(): void }) {
  const name = useSignal(path);
  const others = files.value.map((file) => file.path).filter((other) => other !== path);
  const wanted = name.value.trim();
  const wrong = objection(wanted, others);
  const submit = (event: Event) => {
    event.preventDefault();
    if (wrong) return;
    if (wanted !== path) renameFile(path, wanted);
    onClose();
  };
  return (
    <Dialog title="Rename file" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>Name</span>
          <input
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
            aria-invalid={wrong !== null}
            aria-describedby="rename-objection"
            autoFocus
            spellcheck={false}
          />
        </label>
        <p id="rename-objection" class="error-text" role="status">
          {wrong}
        </p>
        <div class="row end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={wrong !== null}>
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
