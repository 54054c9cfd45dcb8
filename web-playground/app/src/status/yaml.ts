/** A value as YAML, as plain as it can be: for what the engine says, not for what people write. */
export function yamlOf(value: unknown): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => hung("- ", lines(item)));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length > 0) return entries.flatMap(([key, entry]) => field(scalar(key), entry));
  }
  return [scalar(value)];
}

function field(key: string, value: unknown): string[] {
  const inner = lines(value);
  const nested = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!nested) return [`${key}: ${inner[0]}`];
  // The items of a list stand below their key, as kubectl writes them.
  return [`${key}:`, ...(Array.isArray(value) ? inner : inner.map((line) => `  ${line}`))];
}

function hung(mark: string, [first = "", ...rest]: string[]): string[] {
  return [mark + first, ...rest.map((line) => " ".repeat(mark.length) + line)];
}

/** Words that no reader of YAML takes for anything but text. */
const PLAIN = /^[A-Za-z][\w./-]*( [\w./-]+)*$/;
const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;

function scalar(value: unknown): string {
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object" && value !== null) return "{}";
  if (typeof value !== "string") return String(value);
  return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value);
}
