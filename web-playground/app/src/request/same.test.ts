import { expect, test } from "vitest";
import { comparedRequests, sameRequest } from "./same";

const get = { url: "http://a.example/" };

test("what is left out is what it stands for", () => {
  expect(sameRequest(get, { method: "GET", url: "http://a.example/", headers: [] })).toBe(true);
  expect(sameRequest(get, { ...get, gateway: "default/edge" })).toBe(false);
  expect(sameRequest(get, { ...get, headers: [["a", "b"]] })).toBe(false);
});

test("the present request is compared once", () => {
  expect(comparedRequests(get, [])).toEqual([get]);
  expect(comparedRequests(get, [{ url: "/" }])).toEqual([get, { url: "/" }]);
  expect(comparedRequests(get, [{ url: "/" }, get])).toEqual([{ url: "/" }, get]);
});
