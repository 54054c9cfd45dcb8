import { DropZone } from "../files/drop";
import { FileTabs } from "../files/file-tabs";
import { Problems } from "../problems/problems";
import { active, embedded, files } from "../state/store";
import { panelProps } from "../ui/tabs";
import { CodeEditor } from "./code-editor";

/** The left side of the page: files, their text, and what is wrong with it. */
export function EditorPane() {
  const index = files.value.findIndex(({ path }) => path === active.value);
  return (
    <section class="pane" aria-label="Manifests">
      <FileTabs />
      <div class="editor-frame" {...panelProps("file", String(index))}>
        <CodeEditor />
      </div>
      <Problems />
      {!embedded && <DropZone />}
    </section>
  );
}
