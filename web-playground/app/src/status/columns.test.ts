import { expect, it } from "vitest";
import { columnKind, nameColumn } from "./columns";

it("finds the column of the name", () => {
  expect(nameColumn(["NAMESPACE", "POLICY", "NAME", "TARGETS"])).toBe(2);
  expect(nameColumn(["NAMESPACE", "LISTENER", "PORT"])).toBe(1);
  expect(nameColumn(["GATEWAYCLASS", "CONTROLLER"])).toBe(0);
});

it("knows a condition by its column", () => {
  expect(columnKind("CONFLICTED")).toBe("Conflicted");
  expect(columnKind("Partially invalid")).toBe("PartiallyInvalid");
  expect(columnKind("ACCEPTED")).toBe("ACCEPTED");
});
