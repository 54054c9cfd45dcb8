/** When something was, as one says it: `just now`, `5 minutes ago`, `yesterday, 14:03:20`. */
export function timeText(time: number, now: number): string {
  const then = new Date(time);
  const clock = then.toLocaleTimeString("en-GB");
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return `just now, ${clock}`;
  if (minutes < 60) return `${minutes} ${minutes === 1 ? "minute" : "minutes"} ago, ${clock}`;
  if (then.toDateString() === new Date(now).toDateString()) return `today, ${clock}`;
  if (then.toDateString() === new Date(now - 86_400_000).toDateString()) return `yesterday, ${clock}`;
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${clock}`;
}
