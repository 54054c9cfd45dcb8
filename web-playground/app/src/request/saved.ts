import type { Request } from "../../../types";
import { results, saved } from "../state/store";
import type { SavedRequest } from "../state/workspace";
import { say } from "../ui/toast";
import { expectationOf } from "./expectation";
import { freeName } from "./names";
import { sameRequest } from "./same";

/** What is done with saved requests. */

/** The answer to one of them, as soon as the engine has those of all. */
export function answerOf(index: number) {
  const answers = results.decisions.value;
  return answers?.length === saved.value.length ? answers[index] : undefined;
}

/** Where the present request is saved, or -1. */
export function indexOf(request: Request): number {
  return saved.value.findIndex((one) => sameRequest(one.request, request));
}

export function save(name: string, request: Request, expectNow: boolean): void {
  const decision = results.decision.value;
  const free = freeName(name, saved.value.map((one) => one.name));
  const expected = expectNow && decision && "value" in decision ? { expected: expectationOf(decision.value) } : {};
  saved.value = [...saved.value, { name: free, request, ...expected }];
}

function replace(index: number, change: (one: SavedRequest) => SavedRequest): void {
  saved.value = saved.value.map((one, at) => (at === index ? change(one) : one));
}

export function rename(index: number, name: string): void {
  const others = saved.value.filter((_, at) => at !== index).map((one) => one.name);
  replace(index, (one) => ({ ...one, name: freeName(name, others) }));
}

/** From now on, what happens now is right. */
export function expectNow(index: number): void {
  const answer = answerOf(index);
  if (answer && "value" in answer) replace(index, (one) => ({ ...one, expected: expectationOf(answer.value) }));
}

export function remove(index: number): void {
  const before = saved.value;
  const one = before[index];
  if (!one) return;
  saved.value = before.filter((_, at) => at !== index);
  const back = () => {
    saved.value = saved.value.toSpliced(Math.min(index, saved.value.length), 0, one);
  };
  say(`Deleted “${one.name}”`, { label: "Undo", run: back });
}
