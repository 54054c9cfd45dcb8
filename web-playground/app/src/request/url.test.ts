import { expect, test } from "vitest";
import { hostOf, isConnection, urlParts } from "./url";

test("a URL has scheme, authority and target", () => {
  expect(urlParts("HTTPS://foo.example.com:8443/a/b?c=1#d")).toEqual({ scheme: "https", authority: "foo.example.com:8443", target: "/a/b?c=1" });
});

test("the path may be left out, with and without a query", () => {
  expect(urlParts("http://foo.example.com")).toEqual({ scheme: "http", authority: "foo.example.com", target: "/" });
  expect(urlParts("foo.example.com?x=1")).toEqual({ authority: "foo.example.com", target: "/?x=1" });
});

test("a path alone has no host", () => {
  expect(urlParts("/login")).toEqual({ target: "/login" });
});

test("the last host header counts before the URL", () => {
  expect(hostOf({ url: "http://a.example/", headers: [["Host", "b.example"], ["host", "c.example"]] })).toBe("c.example");
  expect(hostOf({ url: "http://a.example/" })).toBe("a.example");
  expect(hostOf({ url: "/" })).toBeUndefined();
});

test("connections are told by their scheme", () => {
  expect(isConnection("tls://db.example.com:5432")).toBe(true);
  expect(isConnection("https://db.example.com")).toBe(false);
});
