import { useState } from "preact/hooks";

/** More would make the page slow to scroll. */
const MOST = 200_000;

/** A text to read and to select, not to change. */
export function DocumentText({ text, label }: { text: string; label: string }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > MOST;
  return (
    <>
      <pre class="document" tabIndex={0} role="region" aria-label={label}>
        {cut ? text.slice(0, MOST) : text}
      </pre>
      {cut && (
        <p class="pad">
          <span class="muted">The first {MOST.toLocaleString("en")} of {text.length.toLocaleString("en")} characters. </span>
          <button type="button" onClick={() => setAll(true)}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}
