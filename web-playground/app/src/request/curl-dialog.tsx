import { useState } from "preact/hooks";
import { Dialog } from "../ui/dialog";
import { command } from "./curl";
import { load } from "./draft";
import { sentence } from "./outcome";
import { readCurl } from "./read-curl";

/** A curl command, copied from a terminal or from the developer tools of a browser. */
export function CurlDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const use = async (event: Event) => {
    event.preventDefault();
    const read = await readCurl(command(text));
    if ("error" in read) return setError(read.error);
    load(read.request);
    onClose();
  };
  return (
    <Dialog title="Paste a curl command" onClose={onClose}>
      <form class="stack" onSubmit={use}>
        <label class="stack">
          Command
          <textarea
            class="mono"
            autofocus
            rows={6}
            spellcheck={false}
            placeholder={"curl -X POST https://foo.example.com/api -H 'env: canary'"}
            aria-invalid={error !== null}
            aria-describedby="curl-error"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <p id="curl-error" class="error-text" role="alert">
          {error && sentence(error)}
        </p>
        <p class="muted">Nothing is sent: method, URL and headers go into the fields. Also works by pasting into the URL field.</p>
        <div class="row end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={text.trim() === ""}>
            Use it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
