import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { copyText } from "../share/clipboard";
import { embedded, results, shown } from "../state/store";
import { say } from "../ui/toast";
import { command, isCurl, toCurl } from "./curl";
import { CurlDialog } from "./curl-dialog";
import { draft, edit, load, send } from "./draft";
import { GatewayPicker } from "./gateway-picker";
import { HeaderFields, headersOpen } from "./header-fields";
import { filled } from "./headers";
import { MethodField } from "./method-field";
import { readCurl } from "./read-curl";
import { RequestError, concernsUrl } from "./request-error";
import { SaveDialog } from "./save-dialog";
import { isConnection } from "./url";

const dialog = signal<"curl" | "save" | null>(null);

export function RequestBar() {
  const { url, headers = [] } = draft.value;
  const connection = isConnection(url);
  const count = filled(headers).length;
  const answer = results.decision.value;
  const wrong = !!answer && "error" in answer && concernsUrl(answer.error);
  return (
    <>
      <form class="request-bar" aria-label="The request" onSubmit={submit}>
        <div class="request-line">
          {!connection && <MethodField />}
          <UrlField wrong={wrong} />
          <span class="row wrap">
            {!connection && (
              <button type="button" aria-expanded={headersOpen.value} aria-controls="request-headers" onClick={() => (headersOpen.value = !headersOpen.value)}>
                Headers {count > 0 && <span class="badge">{count}</span>}
              </button>
            )}
            {!embedded && (
              <button type="button" onClick={() => (dialog.value = "save")}>
                Save…
              </button>
            )}
            <button type="button" onClick={() => (dialog.value = "curl")}>
              Paste curl…
            </button>
            {!connection && (
              <button type="button" onClick={() => copyText(toCurl({ ...draft.value, headers: filled(headers) }), "Copied the curl command")}>
                Copy curl
              </button>
            )}
          </span>
        </div>
        <RequestError />
        <GatewayPicker />
        {connection && <p class="muted">A connection is routed as a whole: it has neither method nor headers.</p>}
        {headersOpen.value && !connection && <HeaderFields />}
      </form>
      {dialog.value === "curl" && <CurlDialog onClose={() => (dialog.value = null)} />}
      {dialog.value === "save" && <SaveDialog onClose={() => (dialog.value = null)} />}
    </>
  );
}

function submit(event: Event): void {
  event.preventDefault();
  if (isCurl(draft.value.url)) void takeCurl(draft.value.url);
  else send();
}

async function takeCurl(text: string): Promise<void> {
  const read = await readCurl(command(text));
  if ("error" in read) say(`This curl command cannot be read: ${read.error}`);
  else load(read.request);
}

function UrlField({ wrong }: { wrong: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyR") return;
      event.preventDefault();
      shown.value = "request";
      // A phone shows the part first.
      requestAnimationFrame(() => field.current?.select());
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!isCurl(text)) return;
    event.preventDefault();
    void takeCurl(text);
  };
  return (
    <label class="url-field">
      <span class="visually-hidden">URL</span>
      <input
        ref={field}
        id="request-url"
        type="text"
        class="mono"
        inputMode="url"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder="http://example.com/path, or paste a curl command"
        aria-keyshortcuts="Alt+R"
        aria-invalid={wrong}
        aria-describedby={wrong ? "request-error" : undefined}
        value={draft.value.url}
        onInput={({ currentTarget }) => edit({ url: currentTarget.value })}
        onPaste={paste}
      />
      <kbd class="shortcut" aria-hidden="true">
        Alt R
      </kbd>
    </label>
  );
}
