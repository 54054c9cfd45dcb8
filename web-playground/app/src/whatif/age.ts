/** Creation times. What has none is not created yet, and so the newest. */

const DAY = 86_400_000;
/** Older than what has no time. */
const SOME_TIME = "2024-01-01T00:00:00Z";

export function olderThan(created: string | undefined): string {
  const time = created === undefined ? NaN : Date.parse(created);
  return Number.isNaN(time) ? SOME_TIME : new Date(time - DAY).toISOString().replace(".000Z", "Z");
}

/** Whether the API server takes it: RFC 3339. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}
