import { expect, test } from "vitest";
import { command, isCurl, toCurl } from "./curl";

test("a plain GET needs no option", () => {
  expect(toCurl({ method: "GET", url: "http://foo.example.com/login" })).toBe("curl http://foo.example.com/login");
});

test("what a shell would read otherwise is quoted", () => {
  const headers: [string, string][] = [["x-who", "it's me"], ["x-empty", ""]];
  expect(toCurl({ method: "POST", url: "http://a.example/?a=1&b=2", headers })).toBe(
    `curl -X POST 'http://a.example/?a=1&b=2' -H 'x-who: it'\\''s me' -H 'x-empty;'`,
  );
});

test("a path alone goes to localhost, its host in a header", () => {
  expect(toCurl({ url: "/login", headers: [["host", "a.example"]] })).toBe("curl http://localhost/login -H 'host: a.example'");
});

test("HEAD has an option of its own", () => {
  expect(toCurl({ method: "HEAD", url: "a.example" })).toBe("curl -I http://a.example/");
});

test("a command is told from a URL, with or without a prompt", () => {
  expect(isCurl("curl http://a.example")).toBe(true);
  expect(isCurl("  $ curl http://a.example")).toBe(true);
  expect(isCurl("http://curl.example")).toBe(false);
  expect(isCurl("curl")).toBe(false);
  expect(command(" $ curl http://a.example\n")).toBe("curl http://a.example");
});
