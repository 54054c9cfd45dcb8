import { activeFile, writeFile } from "../state/store";

export function EditorPane() {
  const file = activeFile.value;
  return (
    <section class="pane" aria-label="Manifests">
      <textarea
        class="grow mono"
        aria-label="Manifests"
        value={file?.text ?? ""}
        onInput={(event) => file && writeFile(file.path, event.currentTarget.value)}
      />
    </section>
  );
}
