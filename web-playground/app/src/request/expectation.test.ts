import { expect, test } from "vitest";
import type { Decision } from "../../../types";
import { differences, expectationOf, expectationText, standing, summaryText } from "./expectation";

const forwarded: Decision = {
  outcome: "forward",
  gateway: "default/edge",
  rule: "default/foo/login",
  backend: "default/foo-svc:8080",
  actions: { backends: [{ name: "default/foo-svc:8080", weight: 9, usable: true }, { name: "default/next:8080", weight: 1, usable: true }] },
  trace: [],
};
const lost: Decision = { outcome: "noMatch", gateway: "default/edge", actions: { status: 404 }, trace: [] };

test("what happens now is as expected", () => {
  expect(differences(expectationOf(forwarded), { value: forwarded })).toEqual([]);
  expect(differences(expectationOf(lost), { value: lost })).toEqual([]);
});

test("each thing that differs is named", () => {
  expect(differences(expectationOf(forwarded), { value: lost })).toEqual([
    { what: "outcome", expected: "forward", actual: "no match" },
    { what: "rule", expected: "default/foo/login", actual: "none" },
    { what: "backend", expected: "default/foo-svc:8080", actual: "none" },
  ]);
});

test("any backend that may be drawn is as expected, one that may not is not", () => {
  expect(differences({ outcome: "forward", backend: "default/next:8080" }, { value: forwarded })).toEqual([]);
  expect(differences({ outcome: "forward", backend: "default/old:8080" }, { value: forwarded })).toHaveLength(1);
});

test("a request that cannot be read is not as expected", () => {
  const answer = { error: { code: "invalid-request", message: "`?` is not a host name" } };
  expect(differences({ outcome: "forward" }, answer)[0]?.actual).toBe("`?` is not a host name");
});

test("an expectation in words", () => {
  expect(expectationText(expectationOf(forwarded))).toBe("forward to default/foo-svc:8080, by rule default/foo/login");
  expect(expectationText(expectationOf(lost))).toBe("answer 404, no match");
});

test("the summary counts those that expect something", () => {
  expect(summaryText(["pass", "fail", "open"])).toBe("1 of 2 as expected");
  expect(summaryText(["pass", "pass"])).toBe("all 2 as expected");
  expect(summaryText(["open"])).toBe("1 saved request");
  expect(standing(undefined, undefined)).toBe("open");
  expect(standing({ outcome: "forward" }, undefined)).toBe("waiting");
});
