import type { Diagnostic } from "../../../types";
import { selectDiagnostic } from "../state/store";
import { Verdict } from "../ui/verdict";

interface Props {
  diagnostic: Diagnostic;
  onExplain(code: string): void;
}

export function Problem({ diagnostic, onExplain }: Props) {
  const { severity, message, hint, code, range, object } = diagnostic;
  const where = [object && `${object.kind} ${object.name}`, range && `line ${range.start.line}`].filter(Boolean).join(", ");
  return (
    <li class="problem">
      <button type="button" class="problem-go" onClick={() => selectDiagnostic(diagnostic)}>
        <Verdict kind={severity} />
        <bdi class="problem-text">{message}</bdi>
      </button>
      <div class="problem-more">
        <bdi class="muted">{where}</bdi>
        <button type="button" class="plain problem-code" aria-label={`Explain ${code}`} onClick={() => onExplain(code)}>
          {code}
        </button>
      </div>
      {hint && <Hint text={hint} />}
    </li>
  );
}

/** A hint can hold a whole manifest. */
function Hint({ text }: { text: string }) {
  const end = text.indexOf("\n");
  if (end < 0) return <bdi class="problem-more muted">{text}</bdi>;
  return (
    <details class="problem-more muted">
      <summary>{text.slice(0, end)}</summary>
      <pre>{text.slice(end + 1)}</pre>
    </details>
  );
}
