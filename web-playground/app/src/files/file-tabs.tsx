import { computed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { active, embedded, files, results } from "../state/store";
import { Menu } from "../ui/menu";
import { Tabs } from "../ui/tabs";
import { deleteFile, newFile } from "./actions";
import "./files.css";
import { RenameDialog } from "./rename-dialog";

/** How many errors each file has. */
const errors = computed(() => {
  const counts = new Map<string, number>();
  for (const { file, severity } of results.diagnostics.value ?? []) {
    if (file && severity === "error") counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return counts;
});

export function FileTabs() {
  const renaming = useSignal<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const path = active.value;
  useEffect(() => {
    frame.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (embedded || !(event.target instanceof Element) || event.target.role !== "tab") return;
    if (event.key === "F2") renaming.value = path;
    else if (event.key === "Delete") deleteFile(path);
    else return;
    event.preventDefault();
  };
  // Positions instead of paths: ids of elements cannot hold everything that a path can.
  const tabs = files.value.map((file, index) => {
    const count = errors.value.get(file.path);
    return {
      key: String(index),
      title: <span class="file-name">{file.path}</span>,
      badge: count ? `${count} ${count === 1 ? "error" : "errors"}` : undefined,
    };
  });
  return (
    <div class="bar file-bar">
      <div class="grow file-tabs" ref={frame} onKeyDown={onKeyDown} onDblClick={() => !embedded && (renaming.value = path)}>
        <Tabs
          label="Files"
          name="file"
          tabs={tabs}
          current={String(files.value.findIndex((file) => file.path === path))}
          onSelect={(key) => (active.value = files.value[Number(key)]?.path ?? path)}
        />
      </div>
      {!embedded && (
        <>
          <button type="button" class="plain" aria-label="New file" onClick={newFile}>
            +
          </button>
          <Menu
            label="This file"
            plain
            items={[
              { label: "Rename…", run: () => (renaming.value = path) },
              { label: "Delete", run: () => deleteFile(path) },
            ]}
          >
            ⋯
          </Menu>
        </>
      )}
      {renaming.value !== null && <RenameDialog path={renaming.value} onClose={() => (renaming.value = null)} />}
    </div>
  );
}
