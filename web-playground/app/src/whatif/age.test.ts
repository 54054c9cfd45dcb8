import { expect, test } from "vitest";
import { isTime, olderThan } from "./age";

test("a day older, and older than what is not created yet", () => {
  expect(olderThan("2024-03-01T12:00:00Z")).toBe("2024-02-29T12:00:00Z");
  expect(olderThan(undefined)).toBe("2024-01-01T00:00:00Z");
  expect(olderThan("last week")).toBe("2024-01-01T00:00:00Z");
});

test("a time is RFC 3339", () => {
  expect(isTime("2024-01-31T12:00:00+01:00")).toBe(true);
  for (const text of ["2024-01-31", "2024-01-31 12:00:00Z", "2024-13-31T12:00:00Z", ""]) expect(isTime(text)).toBe(false);
});
