/** A state as a sign and a word: never by colour alone. */

const SIGNS = {
  ok: { sign: "✓", word: "attached" },
  won: { sign: "✓", word: "taken" },
  outranked: { sign: "–", word: "outranked" },
  failed: { sign: "✗", word: "no match" },
  refused: { sign: "✗", word: "refused" },
  missing: { sign: "?", word: "missing" },
  error: { sign: "✗", word: "error" },
  warning: { sign: "!", word: "warning" },
  note: { sign: "i", word: "note" },
} as const;

export type VerdictKind = keyof typeof SIGNS;

export function Verdict({ kind, silent = false }: { kind: VerdictKind; silent?: boolean }) {
  const { sign, word } = SIGNS[kind];
  return (
    <span class={`verdict ${kind}`}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      <span class={silent ? "visually-hidden" : ""}>{word}</span>
    </span>
  );
}
