import type { Decision, Outcome } from "../../../types";
import type { Answer } from "../engine/protocol";
import type { Expectation } from "../state/workspace";

/** One thing that is not as expected. */
export interface Difference {
  what: "outcome" | "rule" | "backend" | "status" | "request";
  expected: string;
  actual: string;
}

const OUTCOMES: Record<Outcome, string> = { forward: "forward", redirect: "redirect", reply: "answer of the proxy", noMatch: "no match" };
const NONE = "none";

/** What happens now, to be expected from now on. */
export function expectationOf({ outcome, rule, backend, actions: { status } }: Decision): Expectation {
  return { outcome, ...(rule && { rule }), ...(backend && { backend }), ...(status && { status }) };
}

/** What an answer has that was not expected. What an expectation does not name may be anything. */
export function differences(expected: Expectation, answer: Answer<Decision>): Difference[] {
  if ("error" in answer) return [{ what: "request", expected: expectationText(expected), actual: answer.error.message }];
  const { outcome, rule, backend, actions } = answer.value;
  const list: Difference[] = [];
  const compare = (what: Difference["what"], wanted: string | undefined, found: string | undefined) => {
    if (wanted !== undefined && wanted !== found) list.push({ what, expected: wanted, actual: found ?? NONE });
  };
  compare("outcome", OUTCOMES[expected.outcome], OUTCOMES[outcome]);
  compare("rule", expected.rule, rule);
  const drawable = (actions.backends ?? []).some(({ name, usable, weight }) => usable && weight > 0 && name === expected.backend);
  if (!drawable) compare("backend", expected.backend, backend);
  compare("status", expected.status?.toString(), actions.status?.toString());
  return list;
}

export function expectationText({ outcome, rule, backend, status }: Expectation): string {
  const what = {
    forward: backend ? `forward to ${backend}` : "forward",
    redirect: status ? `redirect, ${status}` : "redirect",
    reply: status ? `answer ${status}` : "answer of the proxy",
    noMatch: status ? `answer ${status}, no match` : "no match",
  }[outcome];
  return rule ? `${what}, by rule ${rule}` : what;
}

export type Standing = "pass" | "fail" | "open" | "waiting";

/** How a saved request stands: without an expectation it is open. */
export function standing(expected: Expectation | undefined, answer: Answer<Decision> | undefined): Standing {
  if (!expected) return "open";
  if (!answer) return "waiting";
  return differences(expected, answer).length === 0 ? "pass" : "fail";
}

/** `5 of 6 as expected`. */
export function summaryText(standings: readonly Standing[]): string {
  const told = standings.filter((one) => one !== "open");
  const passed = told.filter((one) => one === "pass").length;
  if (told.length === 0) return standings.length === 1 ? "1 saved request" : `${standings.length} saved requests`;
  return passed === told.length && passed > 1 ? `all ${passed} as expected` : `${passed} of ${told.length} as expected`;
}
