import { Behind } from "../behind";
import { DropZone } from "../files/drop";
import { FileTabs } from "../files/file-tabs";
import { Problems } from "../problems/problems";
import { active, activeFile, embedded, files } from "../state/store";
import { panelProps } from "../ui/tabs";

/** More than anybody sees before the editor is there. */
const PLAIN = 10_000;

/** The text, for as long as there is no editor. */
function PlainText() {
  return <pre class="code plain">{activeFile.value?.text.slice(0, PLAIN)}</pre>;
}

/** The left side of the page: files, their text, and what is wrong with it. */
export function EditorPane() {
  const index = files.value.findIndex(({ path }) => path === active.value);
  return (
    <section class="pane" aria-label="Manifests">
      <FileTabs />
      <div class="editor-frame" {...panelProps("file", String(index))}>
        <Behind part={({ CodeEditor }) => <CodeEditor />}>
          <PlainText />
        </Behind>
      </div>
      <Problems />
      {!embedded && <DropZone />}
    </section>
  );
}
