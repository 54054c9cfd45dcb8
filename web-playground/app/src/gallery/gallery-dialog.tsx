import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { undoable } from "../history/undo";
import { copyText } from "../share/clipboard";
import { addressOf } from "../share/link";
import { Dialog } from "../ui/dialog";
import { Markdown } from "../ui/markdown-view";
import type { Example } from "./examples";
import "./gallery.css";
import { loadExamples, openExample, searched } from "./open";

export function GalleryDialog({ onClose }: { onClose(): void }) {
  const examples = useSignal<readonly Example[] | null>(null);
  const failure = useSignal("");
  const query = useSignal("");
  useEffect(() => {
    loadExamples().then(
      (found) => (examples.value = found),
      (error: Error) => (failure.value = error.message),
    );
  }, []);
  const groups = searched(examples.value ?? [], query.value);
  const count = groups.reduce((sum, [, found]) => sum + found.length, 0);
  const open = (found: Example) => {
    onClose();
    undoable(`Opened “${found.title}”`, () => openExample(found));
  };
  return (
    <Dialog title="Gallery" onClose={onClose} wide>
      <div class="row gallery-search">
        <input
          type="search"
          class="grow"
          aria-label="Search the examples"
          placeholder="Search: redirect, grant, gRPC, weight…"
          value={query.value}
          onInput={(event) => (query.value = event.currentTarget.value)}
          autoFocus
        />
        <span class="muted" role="status">
          {examples.value ? `${count} ${count === 1 ? "example" : "examples"}` : "Loading…"}
        </span>
      </div>
      {failure.value && <p class="empty error-text">The examples could not be loaded: {failure.value}</p>}
      {examples.value && count === 0 && <p class="empty">No example has all of these words.</p>}
      {groups.map(([group, found]) => (
        <section key={group} class="gallery-group" aria-label={group}>
          <h3>{group}</h3>
          <ul>
            {found.map((example) => (
              <Card key={example.slug} example={example} onOpen={open} />
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function Card({ example, onOpen }: { example: Example; onOpen(example: Example): void }) {
  const { slug, title, summary, files, requests } = example;
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
  return (
    <li class="card">
      <button type="button" class="card-open" onClick={() => onOpen(example)}>
        {title}
      </button>
      <Markdown text={summary} />
      <div class="row muted card-foot">
        <span class="grow">
          {count(files.length, "file")}, {count(requests.length, "request")}
        </span>
        <button
          type="button"
          class="plain card-link"
          aria-label={`Copy link to ${title}`}
          onClick={() => copyText(addressOf(`gallery/${slug}`), "Copied the link")}
        >
          Copy link
        </button>
      </div>
    </li>
  );
}
