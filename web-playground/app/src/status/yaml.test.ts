import { expect, it } from "vitest";
import { yamlOf } from "./yaml";

it("writes a status as kubectl does", () => {
  const status = {
    conditions: [
      { type: "Accepted", status: "True", observedGeneration: 1, message: "the route is accepted" },
      { type: "ResolvedRefs", status: "False", message: "Service `a/b` does not exist" },
    ],
    parents: [{ parentRef: { name: "g" }, conditions: [] }],
    addresses: [],
    nothing: {},
    unset: undefined,
  };
  expect(yamlOf(status)).toBe(`conditions:
- type: Accepted
  status: "True"
  observedGeneration: 1
  message: the route is accepted
- type: ResolvedRefs
  status: "False"
  message: "Service \`a/b\` does not exist"
parents:
- parentRef:
    name: g
  conditions: []
addresses: []
nothing: {}
`);
});

it("quotes what would be read as something else", () => {
  for (const text of ["", "no", "NULL", "1", "-", "a: b", "a #b", " a", "a\nb", "2026-11-24T00:10:06Z", "*", "ü"]) {
    expect(yamlOf(text)).toBe(`${JSON.stringify(text)}\n`);
  }
  expect(yamlOf("gateway.networking.k8s.io/v1")).toBe("gateway.networking.k8s.io/v1\n");
});

it("nests lists", () => {
  expect(yamlOf([["a", "b"], [1]])).toBe("- - a\n  - b\n- - 1\n");
});
