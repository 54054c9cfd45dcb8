const SIGNS: Record<string, [sign: string, look: string]> = { True: ["✓", "ok"], False: ["✗", "refused"], Unknown: ["?", "missing"] };

/** Conditions that are well when they are not true. */
const NEGATIVE = ["Conflicted", "InsecureFrontendValidationMode", "OverlappingTLSConfig", "PartiallyInvalid"];

/** The status of a condition, as a sign beside the word. `type` tells whether `True` is good news. */
export function Truth({ status, type = "" }: { status: string; type?: string }) {
  const good = NEGATIVE.includes(type) ? { True: "False", False: "True" }[status] : status;
  const [sign, look] = SIGNS[good ?? status] ?? [];
  if (!sign) return <>{status}</>;
  return (
    <span class={`verdict ${look}`}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      {status}
    </span>
  );
}

export function isTruth(value: string): boolean {
  return value in SIGNS;
}
