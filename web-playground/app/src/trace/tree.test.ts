import { expect, test } from "vitest";
import type { Decision, Step } from "../../../types";
import { criterionOf } from "./precedence";
import { beginningOf, chosenSteps, matchNumber, routeOf, treeOf } from "./tree";

const step = (kind: Step["step"], subject: string, verdict: Step["verdict"], reason: string, more: Partial<Step> = {}): Step => ({
  step: kind, subject, verdict, reason, ...more,
});
const listener = step("listener", "default/edge/http", "won", "port 80, hostname any host");
const missed = step("match", "default/bar/canary", "failed", "header env", { expected: "canary", actual: "absent" });
const won = step("match", "default/foo/login", "won", "path PathPrefix /login");
const lost = step("match", "default/bar/stable", "outranked", "outranked: path length");
const strangers = ["a", "b"].map((rule) => step("match", `default/old/${rule}`, "failed", "hostname", { expected: "old.example.com", actual: "foo.example.com" }));
const refused = step("attachment", "site/home", "failed", "the listener does not take routes from this namespace");

const decision = (trace: Step[], nearest?: number): Decision => ({
  outcome: "forward", gateway: "default/edge", actions: {}, trace, ...(nearest !== undefined && { nearest }),
});

test("the winner's route comes first, and its strangers last", () => {
  const one = decision([listener, missed, won, lost, ...strangers, refused]);
  const tree = treeOf(one, one.trace);
  expect(tree.listeners).toEqual([listener]);
  expect(tree.routes.map(({ route }) => route)).toEqual(["default/foo", "default/bar", "default/old"]);
  expect(tree.routes[1]?.rules.map(({ rule }) => rule)).toEqual(["default/bar/stable", "default/bar/canary"]);
  expect(tree.refused).toEqual([{ reason: refused.reason, steps: [refused] }]);
});

test("a route of another host is told once", () => {
  const one = decision([...strangers]);
  expect(treeOf(one, one.trace).routes).toEqual([{ route: "default/old", hostname: strangers[0], rules: [] }]);
});

test("of many steps those that tell most are chosen, in their order", () => {
  const dull = Array.from({ length: 10_000 }, (_, number) => step("match", `default/r${number}/0`, "failed", "path"));
  const one = decision([listener, ...dull, missed], 10_001);
  expect(chosenSteps(one, 3)).toEqual([listener, dull[0], missed]);
  expect(chosenSteps(one, 20_000)).toHaveLength(10_002);
});

test("a tree has a beginning, and the rest is counted", () => {
  const one = decision([listener, missed, won, lost, ...strangers, refused]);
  const tree = treeOf(one, one.trace);
  expect(beginningOf(tree, 6)).toEqual({ drawn: tree, left: { steps: 0, routes: 0 } });
  const { drawn, left } = beginningOf(tree, 3);
  expect(drawn.listeners).toEqual([listener]);
  expect(drawn.routes.map(({ rules }) => rules.map(({ rule }) => rule))).toEqual([["default/foo/login"], ["default/bar/stable"]]);
  expect(drawn.refused).toEqual([]);
  expect(left).toEqual({ steps: 3, routes: 1 });
});

test("a match is counted from its field path", () => {
  expect(matchNumber({ ...won, fieldPath: "spec.rules[0].matches[1].path.value" })).toBe(2);
  expect(matchNumber({ ...won, fieldPath: "spec.hostnames" })).toBeUndefined();
});

test("the route of a rule and the criterion of a loser", () => {
  expect(routeOf("default/foo/login")).toBe("default/foo");
  expect(criterionOf("outranked: path length")).toEqual({ name: "path length", sentence: "the longer path comes first" });
  expect(criterionOf("outranked: constructor")).toEqual({ name: "constructor" });
});
