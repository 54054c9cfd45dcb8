import type { Diagnostic } from "../../../types";
import { selectDiagnostic } from "../state/store";
import { Verdict } from "../ui/verdict";
import { Message } from "../ui/message";

interface Props {
  diagnostic: Diagnostic;
  /** Whether it is the tab stop of the list. */
  current: boolean;
  onFocus(): void;
  onExplain(code: string): void;
}

export function Problem({ diagnostic, current, onFocus, onExplain }: Props) {
  const { severity, message, hint, code, range, object } = diagnostic;
  const where = [object && `${object.kind} ${object.name}`, range && `line ${range.start.line}`].filter(Boolean).join(", ");
  const tabIndex = current ? 0 : -1;
  return (
    <li class="problem" onFocusIn={onFocus}>
      <button type="button" class="problem-go" tabIndex={tabIndex} aria-describedby="problem-keys" onClick={() => selectDiagnostic(diagnostic)}>
        <Verdict kind={severity} />
        <bdi class="problem-text"><Message text={message} /></bdi>
      </button>
      <div class="problem-more">
        <bdi class="muted">{where}</bdi>
        <button type="button" class="plain problem-code" tabIndex={tabIndex} aria-label={`Explain ${code}`} onClick={() => onExplain(code)}>
          {code}
        </button>
      </div>
      {hint && <Hint text={hint} tabIndex={tabIndex} />}
    </li>
  );
}

/** A hint can hold a whole manifest. */
function Hint({ text, tabIndex }: { text: string; tabIndex: number }) {
  const end = text.indexOf("\n");
  if (end < 0) return <bdi class="problem-more muted"><Message text={text} /></bdi>;
  return (
    <details class="problem-more muted">
      <summary tabIndex={tabIndex}><Message text={text.slice(0, end)} /></summary>
      <pre>{text.slice(end + 1)}</pre>
    </details>
  );
}
