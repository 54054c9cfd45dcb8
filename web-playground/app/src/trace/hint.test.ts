import { expect, test } from "vitest";
import type { Step } from "../../../types";
import { hintOf, towards } from "./hint";

const miss = (reason: string, expected: string, actual: string): Step => ({ step: "match", subject: "a/b/c", verdict: "failed", reason, expected, actual });
const request = { method: "GET", url: "http://a.example:8080/x?v=1", headers: [["host", "b.example"], ["env", "test"]] as [string, string][] };

test("a miss by half an element of the path is explained", () => {
  expect(hintOf(miss("path", "PathPrefix /login", "/logins"))).toMatch(/whole elements/);
  expect(hintOf(miss("path", "PathPrefix /login", "/Login"))).toMatch(/upper from lower/);
  expect(hintOf(miss("path", "Exact /login", "/login/"))).toMatch(/slash/);
  expect(hintOf(miss("path", "PathPrefix /login", "/else"))).toBeUndefined();
});

test("a wildcard is no bare domain", () => {
  expect(hintOf(miss("hostname", "*.example.com", "example.com"))).toMatch(/at least one label/);
});

test("the request is changed in the one thing that missed", () => {
  expect(towards(miss("hostname", "*.c.example", "b.example"), request)).toEqual({
    method: "GET", url: "http://www.c.example:8080/x?v=1", headers: [["env", "test"]],
  });
  expect(towards(miss("path", "PathPrefix /login", "/x"), request)?.url).toBe("http://a.example:8080/login?v=1");
  expect(towards(miss("method", "POST", "GET"), request)?.method).toBe("POST");
  expect(towards(miss("header Env", "canary", "test"), request)?.headers).toEqual([["host", "b.example"], ["Env", "canary"]]);
  expect(towards(miss("query parameter v", "2", "1"), request)?.url).toBe("http://a.example:8080/x?v=2");
  expect(towards(miss("query parameter w", "a b", "absent"), request)?.url).toBe("http://a.example:8080/x?v=1&w=a%20b");
});

test("what cannot be told is left alone", () => {
  expect(towards(miss("path", "RegularExpression /a.*", "/x"), request)).toBeUndefined();
  expect(towards(miss("method", "Exact /svc/Call", "/x"), request)).toBeUndefined();
});
