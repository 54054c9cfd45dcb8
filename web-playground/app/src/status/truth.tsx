import { NEGATIVE } from "./columns";

const SIGNS = new Map([
  ["True", ["✓", "ok"]],
  ["False", ["✗", "refused"]],
  ["Unknown", ["?", "missing"]],
]);

const OPPOSITE = new Map([
  ["True", "False"],
  ["False", "True"],
]);

/** True for some parents and not for others. */
const PARTLY = /^\d+ of \d+$/;

/** The status of a condition, as a sign beside the word. `type` tells whether `True` is good news. */
export function Truth({ status, type = "" }: { status: string; type?: string }) {
  const good = NEGATIVE.includes(type) ? OPPOSITE.get(status) : status;
  const [sign, look] = SIGNS.get(good ?? status) ?? (PARTLY.test(status) ? ["!", "warning"] : []);
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
  return SIGNS.has(value) || PARTLY.test(value);
}
