import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { draft, edit, origin } from "./draft";
import { filled, headerText, nameProblem, readHeaderText, type Header } from "./headers";

export const headersOpen = signal(false);
const asText = signal(false);

/** The headers as rows, or as lines of text. */
export function HeaderFields() {
  return (
    <fieldset class="headers" id="request-headers">
      <legend class="visually-hidden">Headers</legend>
      {asText.value ? <HeaderLines key={origin.value} /> : <HeaderRows />}
    </fieldset>
  );
}

function HeaderRows() {
  const headers = draft.value.headers ?? [];
  const rows = useRef<HTMLUListElement>(null);
  const set = (index: number, row: Header) => edit({ headers: headers.map((one, at) => (at === index ? row : one)) });
  const add = () => {
    edit({ headers: [...headers, ["", ""]] });
    requestAnimationFrame(() => rows.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const remove = (index: number) => {
    edit({ headers: headers.filter((_, at) => at !== index) });
    // The focus stays near: on the next row, else on what adds one.
    requestAnimationFrame(() => {
      const next = rows.current?.querySelectorAll<HTMLElement>("li input:first-child")[index];
      (next ?? rows.current?.parentElement?.querySelector<HTMLElement>(".add-header"))?.focus();
    });
  };
  return (
    <>
      <ul ref={rows} class="header-rows">
        {headers.map(([name, value], index) => (
          <li key={index}>
            <input
              type="text"
              class="mono"
              aria-label={`Name of header ${index + 1}`}
              placeholder="name"
              spellcheck={false}
              aria-invalid={name.trim() !== "" && nameProblem(name.trim()) !== undefined}
              value={name}
              onInput={({ currentTarget }) => set(index, [currentTarget.value, value])}
            />
            <input
              type="text"
              class="mono"
              aria-label={`Value of header ${index + 1}`}
              placeholder="value"
              spellcheck={false}
              value={value}
              onInput={({ currentTarget }) => set(index, [name, currentTarget.value])}
            />
            <button type="button" class="plain" aria-label={`Remove header ${index + 1}${name ? `, ${name}` : ""}`} onClick={() => remove(index)}>
              ✕
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="add-header" onClick={add}>
          Add a header
        </button>
        <button type="button" class="plain" onClick={() => (asText.value = true)}>
          Edit as text
        </button>
        {headers.length === 0 && <span class="muted">The request has no headers beside its host.</span>}
      </div>
    </>
  );
}

function HeaderLines() {
  const headers = filled(draft.value.headers ?? []);
  const [text, setText] = useState(() => headerText(headers));
  const { problems } = readHeaderText(text);
  const write = (text: string) => {
    setText(text);
    edit({ headers: readHeaderText(text).headers });
  };
  return (
    <>
      <textarea
        class="mono"
        rows={Math.min(8, Math.max(3, headers.length + 1))}
        aria-label="Headers, one a line"
        aria-describedby="header-problems"
        aria-invalid={problems.length > 0}
        placeholder="env: canary"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <p id="header-problems" class="error-text" role="status">
        {problems[0]?.message}
        {problems.length > 1 && `, and ${problems.length - 1} more`}
      </p>
      <div class="row">
        <button type="button" class="plain" onClick={() => (asText.value = false)}>
          Edit as rows
        </button>
      </div>
    </>
  );
}
