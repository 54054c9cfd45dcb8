import type { Decision, Step } from "../../../types";
import { grouped } from "../ui/group";

/** The steps of a decision as a tree: listener → route → rule → match. */
export interface TraceTree {
  listeners: Step[];
  /** The one that wins or comes closest stands first. */
  routes: RouteGroup[];
  /** Routes that name the Gateway and are not attached, by reason. */
  refused: { reason: string; steps: Step[] }[];
}

export interface RouteGroup {
  /** `namespace/name`. */
  route: string;
  /** Where no match was asked because no hostname of the route is the request's: that one step for all. */
  hostname?: Step;
  rules: { rule: string; steps: Step[] }[];
}

/** How many steps are shown when nobody asks for more. */
export const FEW = 24;
/** How many more at a time. */
export const MORE = 400;

/** How little a step has to tell: one that came close tells more than one that had no chance. */
export function dullness(step: Step, decision: Decision): number {
  if (decision.nearest !== undefined && decision.trace[decision.nearest] === step) return 0;
  if (step.verdict === "won") return 0;
  if (step.verdict === "outranked") return 1;
  if (step.step !== "match") return 3;
  return { hostname: 5, path: 4 }[step.reason] ?? 2;
}

/** The steps that tell most, in the order of the decision. */
export function chosenSteps(decision: Decision, most: number): Step[] {
  const { trace } = decision;
  if (trace.length <= most) return trace;
  const ranked = trace.map((step, index) => ({ index, dull: dullness(step, decision) }));
  ranked.sort((a, b) => a.dull - b.dull || a.index - b.index);
  const kept = new Set(ranked.slice(0, most).map(({ index }) => index));
  return trace.filter((_, index) => kept.has(index));
}

/** The first steps of a tree, and how many of its steps and of its routes are left. */
export function beginningOf({ listeners, routes, refused }: TraceTree, most: number): { drawn: TraceTree; left: { steps: number; routes: number } } {
  let room = most;
  const left = { steps: 0, routes: 0 };
  const first = (steps: Step[]) => {
    const taken = steps.slice(0, room);
    room -= taken.length;
    left.steps += steps.length - taken.length;
    return taken;
  };
  const firstOf = <T extends { steps: Step[] }>(groups: T[]) =>
    groups.map((group) => ({ ...group, steps: first(group.steps) })).filter(({ steps }) => steps.length > 0);
  const drawn: TraceTree = { listeners: first(listeners), routes: [], refused: [] };
  for (const { route, hostname, rules } of routes) {
    const [stranger] = hostname ? first([hostname]) : [];
    const some = firstOf(rules);
    if (stranger || some.length > 0) drawn.routes.push({ route, rules: some, ...(stranger && { hostname: stranger }) });
    else left.routes += 1;
  }
  drawn.refused = firstOf(refused);
  return { drawn, left };
}

/** Without the last part of `namespace/route/rule`. */
export function routeOf(subject: string): string {
  return subject.split("/").slice(0, 2).join("/");
}

export function treeOf(decision: Decision, steps: readonly Step[]): TraceTree {
  const dull = (step: Step) => dullness(step, decision);
  const matches = steps.filter(({ step }) => step === "match");
  return {
    listeners: steps.filter(({ step }) => step === "listener").sort((a, b) => dull(a) - dull(b)),
    routes: ranked(matches, ({ subject }) => routeOf(subject), dull).map(([route, list]) => routeGroup(route, list, dull)),
    refused: [...grouped(steps.filter(({ step }) => step === "attachment"), ({ reason }) => reason)].map(([reason, list]) => ({ reason, steps: list })),
  };
}

function routeGroup(route: string, steps: Step[], dull: (step: Step) => number): RouteGroup {
  const [first] = steps;
  const isStranger = first && steps.every(({ reason, expected }) => reason === "hostname" && expected === first.expected);
  if (isStranger) return { route, hostname: first, rules: [] };
  return { route, rules: ranked(steps, ({ subject }) => subject, dull).map(([rule, list]) => ({ rule, steps: list })) };
}

/** Groups, the one with the most telling step first. */
function ranked(steps: readonly Step[], key: (step: Step) => string, dull: (step: Step) => number): [string, Step[]][] {
  const groups = [...grouped(steps, key)].map(([name, list]) => ({ name, list, best: list.reduce((least, step) => Math.min(least, dull(step)), Infinity) }));
  return groups.sort((a, b) => a.best - b.best).map(({ name, list }) => [name, list]);
}

/** `match 2` where a rule has several. */
export function matchNumber({ fieldPath = "" }: Step): number | undefined {
  const [, index] = /\.matches\[(\d+)\]/.exec(fieldPath) ?? [];
  return index === undefined ? undefined : Number(index) + 1;
}
