/** The column that tells which object a row is of: `NAME`, or the one after the namespace. */
export function nameColumn(columns: readonly string[]): number {
  const plain = columns.map((column) => column.toLowerCase());
  return plain.includes("name") ? plain.indexOf("name") : Math.min(plain.indexOf("namespace") + 1, columns.length - 1);
}

/** The type of the condition that a column shows: `Resolved refs` and `RESOLVEDREFS` are both `ResolvedRefs`. */
export function columnKind(column = ""): string {
  const plain = column.replaceAll(" ", "").toLowerCase();
  return NEGATIVE.find((type) => type.toLowerCase() === plain) ?? column;
}

/** Conditions that are well when they are not true. */
export const NEGATIVE = ["Conflicted", "InsecureFrontendValidationMode", "OverlappingTLSConfig", "PartiallyInvalid"];
