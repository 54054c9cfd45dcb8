import { beforeEach, expect, test, vi } from "vitest";
import { emptyWorkspace, type Workspace } from "../state/workspace";
import { limitedStorage } from "./limited-storage";
import { MOST_STATES, remember, stateOf, states } from "./states";

const holding = (text: string): Workspace => ({ ...emptyWorkspace(), files: [{ path: "a.yaml", text }], active: "a.yaml" });

beforeEach(() => {
  vi.stubGlobal("localStorage", limitedStorage(5_000_000));
});

test("a state is listed and comes back", async () => {
  await remember(holding("kind: Gateway"), 1000);
  const [state] = states();
  expect(state).toMatchObject({ time: 1000, summary: "1 file, 1 object: Gateway" });
  expect(await stateOf(state!.key)).toEqual(holding("kind: Gateway"));
});

test("the newest come first, and so many are kept", async () => {
  for (let time = 1; time <= MOST_STATES + 5; time += 1) await remember(holding(`a: ${time}`), time);
  const times = states().map(({ time }) => time);
  expect(times).toHaveLength(MOST_STATES);
  expect(times.slice(0, 2)).toEqual([MOST_STATES + 5, MOST_STATES + 4]);
});

test("nothing is kept twice in a row, and nothing empty", async () => {
  await remember(holding("a: 1"), 1);
  await remember(holding("a: 1"), 2);
  await remember(holding(" \n"), 3);
  expect(states()).toHaveLength(1);
});

test("a full storage loses its oldest states only", async () => {
  vi.stubGlobal("localStorage", limitedStorage(4_000));
  const noise = (seed: number) => Array.from({ length: 60 }, (_, index) => ((seed * 7919 + index * 104_729) % 99_991).toString(36)).join("");
  for (let time = 1; time <= 20; time += 1) await remember(holding(noise(time)), time);
  const times = states().map(({ time }) => time);
  expect(times[0]).toBe(20);
  expect(times.length).toBeGreaterThan(2);
  expect(times.length).toBeLessThan(20);
});

test("damaged states are left out", async () => {
  localStorage.setItem("gatewright:state:000000000000009-1-x", "{");
  expect(states()).toEqual([]);
  await expect(stateOf("gatewright:state:000000000000009-1-x")).rejects.toThrow("not there any more");
});
