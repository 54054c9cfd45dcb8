import { expect, test } from "vitest";
import { timeText } from "./time";

const now = new Date(2026, 5, 15, 12, 0, 0).getTime();

test.each([
  [0, "just now, 12:00:00"],
  [60_000, "1 minute ago, 11:59:00"],
  [59 * 60_000, "59 minutes ago, 11:01:00"],
  [3 * 3_600_000, "today, 09:00:00"],
  [20 * 3_600_000, "yesterday, 16:00:00"],
  [5 * 86_400_000, "10 Jun 2026, 12:00:00"],
])("%d milliseconds ago", (ago, text) => {
  expect(timeText(now - ago, now)).toBe(text);
});
