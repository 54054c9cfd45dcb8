import { useSignal } from "@preact/signals";
import { Dialog } from "../ui/dialog";
import { addText, importFiles } from "./actions";

export function ImportDialog({ onClose }: { onClose(): void }) {
  const text = useSignal("");
  const pick = (event: Event) => {
    const { files } = event.currentTarget as HTMLInputElement;
    if (!files?.length) return;
    onClose();
    void importFiles([...files]);
  };
  const add = (event: Event) => {
    event.preventDefault();
    if (text.value.trim() === "") return;
    onClose();
    addText(text.value);
  };
  return (
    <Dialog title="Import" onClose={onClose}>
      <div class="stack">
        <label class="field">
          <span>Files</span>
          <input type="file" multiple accept=".yaml,.yml,.json" onChange={pick} />
        </label>
        <p class="muted">.yaml, .yml or .json, several at once, each with any number of documents; or a workspace that was exported here. You can also drop them anywhere on the page.</p>
        <form class="stack" onSubmit={add}>
          <label class="field">
            <span>Or paste manifests</span>
            <textarea
              class="mono"
              rows={9}
              spellcheck={false}
              placeholder="kubectl get gateways,httproutes,services -A -o yaml"
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
          </label>
          <div class="row end">
            <button type="submit" class="primary" disabled={text.value.trim() === ""}>
              Add
            </button>
          </div>
        </form>
      </div>
    </Dialog>
  );
}
