import { useState } from "preact/hooks";
import { draft, edit } from "./draft";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** One of the usual methods, or any other. */
export function MethodField() {
  const method = draft.value.method ?? "GET";
  const [asked, setAsked] = useState(false);
  const own = asked || !METHODS.includes(method);
  const choose = (value: string) => {
    setAsked(value === "");
    if (value !== "") edit({ method: value });
  };
  return (
    <span class="method-field">
      <label>
        <span class="visually-hidden">Method</span>
        <select value={own ? "" : method} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {METHODS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
          <option value="">other…</option>
        </select>
      </label>
      {own && (
        <label>
          <span class="visually-hidden">Other method</span>
          <input type="text" class="mono" size={9} spellcheck={false} value={method} onInput={({ currentTarget }) => edit({ method: currentTarget.value })} />
        </label>
      )}
    </span>
  );
}
