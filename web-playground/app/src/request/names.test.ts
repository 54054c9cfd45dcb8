import { expect, test } from "vitest";
import { freeName, suggestedName } from "./names";

test("a request is called by what it asks", () => {
  expect(suggestedName({ method: "POST", url: "https://foo.example.com/api?v=2", headers: [["env", "canary"]] })).toBe(
    "POST foo.example.com/api?v=2, env: canary",
  );
  expect(suggestedName({ url: "tls://db.example.com:5432" })).toBe("tls://db.example.com:5432");
});

test("a name that is taken gets a number", () => {
  expect(freeName("a", ["b"])).toBe("a");
  expect(freeName("a", ["a", "a (2)"])).toBe("a (3)");
});
