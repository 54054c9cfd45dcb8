import { expect, test } from "vitest";
import { percent, receivedByBackend, sharesOf } from "./received";

const request = { method: "GET", url: "http://foo.example.com/foo/bar?q=1", headers: [["Env", "test"], ["x-a", "1"], ["x-a", "2"]] as [string, string][] };

test("without filters the backend receives what was sent", () => {
  expect(receivedByBackend(request, {})).toEqual([
    { name: "method", value: "GET" },
    { name: "path", value: "/foo/bar?q=1" },
    { name: "host", value: "foo.example.com" },
    { name: "env", value: "test" },
    { name: "x-a", value: "1" },
    { name: "x-a", value: "2" },
  ]);
});

test("a rewrite tells what was sent", () => {
  const received = receivedByBackend(request, { path: "/xyz/bar?q=1", host: "foo.example.com" });
  expect(received[1]).toEqual({ name: "path", value: "/xyz/bar?q=1", change: "changed", before: "/foo/bar?q=1" });
  expect(received[2]).toEqual({ name: "host", value: "foo.example.com" });
});

test("set replaces all, add comes beside, remove takes away", () => {
  const received = receivedByBackend(request, {
    requestHeaders: [
      { operation: "set", name: "X-A", value: "3" },
      { operation: "add", name: "x-b", value: "new" },
      { operation: "remove", name: "env" },
    ],
  });
  expect(received.slice(3)).toEqual([
    { name: "env", value: "test", change: "removed" },
    { name: "x-a", value: "3", change: "changed", before: "1, 2" },
    { name: "x-b", value: "new", change: "added" },
  ]);
});

test("what was added and removed again is not there, what was set twice tells what was sent", () => {
  const received = receivedByBackend({ url: "/", headers: [["a", "1"]] }, {
    requestHeaders: [
      { operation: "add", name: "b", value: "2" },
      { operation: "remove", name: "b" },
      { operation: "set", name: "a", value: "2" },
      { operation: "set", name: "a", value: "3" },
    ],
  });
  expect(received.slice(3)).toEqual([{ name: "a", value: "3", change: "changed", before: "1" }]);
});

test("shares are of the sum of weights, which may be nothing", () => {
  const backend = (name: string, weight: number) => ({ name, weight, usable: true });
  expect(sharesOf([backend("a", 1), backend("b", 2)]).map(({ share }) => percent(share))).toEqual(["33.3%", "66.7%"]);
  expect(sharesOf([backend("a", 0)]).map(({ share }) => percent(share))).toEqual(["0%"]);
});
