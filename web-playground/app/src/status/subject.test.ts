import { describe, expect, it } from "vitest";
import type { BackendPolicy, KubernetesObject } from "../../../types";
import { conditionGroups, policiesOf, subjectOf } from "./subject";

const accepted = { type: "Accepted", status: "False", reason: "NoMatchingParent", message: "no such listener" };

describe("the object behind a node", () => {
  it("is told by kind and name", () => {
    expect(subjectOf({ id: "GatewayClass/c", kind: "GatewayClass", name: "c" })).toEqual({ kind: "GatewayClass", name: "c" });
    expect(subjectOf({ id: "Gateway/a/g", kind: "Gateway", name: "a/g" })).toEqual({ kind: "Gateway", namespace: "a", name: "g" });
    expect(subjectOf({ id: "GRPCRouteRule/a/r/0", kind: "Rule", name: "a/r/0" })).toEqual({ kind: "GRPCRoute", namespace: "a", name: "r" });
    expect(subjectOf({ id: "Backend/a/s:80", kind: "Backend", name: "a/s:80" })).toBeNull();
  });

  it("tells a Gateway's listener from a ListenerSet's of the same name", () => {
    const listener = { kind: "Listener", name: "a/g/http" };
    expect(subjectOf({ id: "Listener/a/g/http", ...listener })).toMatchObject({ kind: "Gateway", name: "g", listener: "http" });
    expect(subjectOf({ id: "ListenerEntry/a/g/http", ...listener })).toMatchObject({ kind: "ListenerSet", name: "g", listener: "http" });
  });
});

describe("the conditions", () => {
  const gateway: KubernetesObject = {
    apiVersion: "v1",
    kind: "Gateway",
    metadata: { name: "g" },
    status: {
      conditions: [accepted],
      listeners: [
        { name: "http", attachedRoutes: 2, conditions: [accepted] },
        { name: "tls", attachedRoutes: 0, conditions: [] },
      ],
    },
  };

  it("of a Gateway are its own and its listeners'", () => {
    expect(conditionGroups(gateway).map(({ title }) => title)).toEqual(["Conditions", "Listener http (attached routes: 2)"]);
    expect(conditionGroups(gateway, "http")).toMatchObject([{ conditions: [accepted] }]);
  });

  it("of a route are each parent's", () => {
    const parentRef = { kind: "Gateway", namespace: "a", name: "g", sectionName: "http", port: 80 };
    const route = { ...gateway, status: { parents: [{ parentRef, conditions: [accepted] }] } };
    expect(conditionGroups(route)).toMatchObject([{ title: "Parent Gateway a/g/http, port 80", conditions: [accepted] }]);
  });

  it("of what has no status, or another's, are none", () => {
    expect(conditionGroups({ ...gateway, status: undefined })).toEqual([]);
    expect(conditionGroups({ ...gateway, status: { conditions: "all well", parents: [null, 7] } })).toEqual([]);
  });
});

it("finds the policies of a route, a rule, a backend and a policy", () => {
  const field = (name: string) => ({ name: "tls.hostname", value: "x", fieldPath: "", object: { apiVersion: "v1", kind: "BackendTLSPolicy", namespace: "a", name } });
  const policy = (rule: string): BackendPolicy => ({ routeKind: "HTTPRoute", route: "a/r", rule, backend: `a/s${rule.at(-1)}:80`, fields: [field("one"), field("two")] });
  const policies = [policy("a/r/0"), policy("a/r/1")];
  const count = (id: string, kind: string, name: string) => policiesOf({ id, kind, name }, policies).map(({ fields }) => fields.length);
  expect(count("HTTPRoute/a/r", "HTTPRoute", "a/r")).toEqual([2, 2]);
  expect(count("GRPCRoute/a/r", "GRPCRoute", "a/r")).toEqual([]);
  expect(count("HTTPRouteRule/a/r/1", "Rule", "a/r/1")).toEqual([2]);
  expect(count("Backend/a/s0:80", "Backend", "a/s0:80")).toEqual([2]);
  expect(count("BackendTLSPolicy/a/one", "BackendTLSPolicy", "a/one")).toEqual([1, 1]);
});
