import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { exportWorkspace } from "../files/export";
import { summaryOf } from "../history/summary";
import { workspace } from "../state/store";
import { Dialog } from "../ui/dialog";
import { copyText } from "./clipboard";
import { addressOf, fragmentOf, LONGEST_FRAGMENT, markdownLink } from "./link";
import "./share.css";

export function ShareDialog({ onClose }: { onClose(): void }) {
  const fragment = useSignal<string | null>(null);
  const failure = useSignal("");
  useEffect(() => {
    fragmentOf(workspace()).then(
      (made) => (fragment.value = made),
      (error: Error) => (failure.value = error.message),
    );
  }, []);
  return (
    <Dialog title="Share" onClose={onClose}>
      {failure.value && <p class="error-text">The link could not be made: {failure.value}</p>}
      {fragment.value === null && !failure.value && <p class="muted">Making the link…</p>}
      {fragment.value !== null && (fragment.value.length > LONGEST_FRAGMENT ? <TooLarge size={fragment.value.length} /> : <Links fragment={fragment.value} />)}
    </Dialog>
  );
}

function Links({ fragment }: { fragment: string }) {
  const address = addressOf(fragment);
  const frame = `<iframe src="${addressOf(fragment, "?embed=1")}" title="Gatewright playground" width="100%" height="600"></iframe>`;
  return (
    <div class="stack">
      <p>The link holds your files, the request and what is selected. Nothing is sent to a server: what stands behind the # stays in the browser.</p>
      <Copyable label="Link" text={address} done="Copied the link" primary />
      <Copyable label="Markdown" text={markdownLink("Gatewright playground", address)} done="Copied the Markdown link" />
      <Copyable label="Embed, read-only" text={frame} done="Copied the frame" />
      <p class="muted">{summaryOf(workspace())}. The link has {address.length.toLocaleString("en")} characters.</p>
    </div>
  );
}

function Copyable({ label, text, done, primary = false }: { label: string; text: string; done: string; primary?: boolean }) {
  return (
    <div class="row copyable">
      <label class="grow field">
        <span>{label}</span>
        <input readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" class={primary ? "primary" : ""} aria-label={`Copy: ${label}`} onClick={() => copyText(text, done)}>
        Copy
      </button>
    </div>
  );
}

function TooLarge({ size }: { size: number }) {
  const kilobytes = (characters: number) => `${Math.ceil(characters / 1024)} KB`;
  return (
    <div class="stack">
      <p>
        <strong>This is too much for a link:</strong> it would have {kilobytes(size)}, and links over {kilobytes(LONGEST_FRAGMENT)} get cut off
        in chats and mails.
      </p>
      <p>Send the workspace as a file instead. Whoever drops it on the playground sees what you see.</p>
      <div class="row">
        <button type="button" class="primary" onClick={exportWorkspace}>
          Export the workspace
        </button>
      </div>
    </div>
  );
}
