import { beforeEach, expect, test, vi } from "vitest";
import { emptyWorkspace, type Workspace } from "../state/workspace";
import { limitedStorage } from "./limited-storage";

const holding = (text: string): Workspace => ({ ...emptyWorkspace(), files: [{ path: "a.yaml", text }], active: "a.yaml" });

/** A tab that is opened, with the storage that the tabs share. */
async function openedTab(session = limitedStorage(1_000)) {
  vi.resetModules();
  vi.stubGlobal("sessionStorage", session);
  return { session, ...(await import("./works")) };
}

beforeEach(() => {
  vi.stubGlobal("localStorage", limitedStorage(5_000_000));
});

test("a tab that is loaded again has its own work, not the newest", async () => {
  const one = await openedTab();
  one.saveWork(holding("one"), 1);
  const two = await openedTab();
  two.saveWork(holding("two"), 2);
  const again = await openedTab(one.session);
  expect(again.lastWork()?.workspace).toEqual(holding("one"));
});

test("a new tab begins with the newest work, and leaves it where it is", async () => {
  const one = await openedTab();
  one.saveWork(holding("one"), 1);
  const two = await openedTab();
  expect(two.lastWork()?.workspace).toEqual(holding("one"));
  two.saveWork(holding("two"), 2);
  expect(two.works().map(({ workspace }) => workspace)).toEqual([holding("one")]);
});

test("a safe start leaves the work of its tab to the others", async () => {
  const one = await openedTab();
  one.saveWork(holding("one"), 1);
  one.leaveTab();
  one.saveWork(holding("safe"), 2);
  expect(one.works().map(({ workspace }) => workspace)).toEqual([holding("one")]);
});

test("damaged work is none", async () => {
  const one = await openedTab();
  localStorage.setItem("gatewright:work:x", "5\n{");
  expect(one.lastWork()).toBeNull();
});

test("present work is worth more than old states", async () => {
  vi.stubGlobal("localStorage", limitedStorage(3_000));
  const one = await openedTab();
  localStorage.setItem("gatewright:state:000000000000001-1-x", "x".repeat(2_000));
  one.saveWork(holding("x".repeat(1_500)), 1);
  expect(one.lastWork()?.workspace).toEqual(holding("x".repeat(1_500)));
});

test("work that has no room is refused, not lost", async () => {
  vi.stubGlobal("localStorage", limitedStorage(2_000));
  const one = await openedTab();
  one.saveWork(holding("small"), 1);
  expect(() => one.saveWork(holding("x".repeat(3_000)), 2)).toThrow();
  expect(one.lastWork()?.workspace).toEqual(holding("small"));
});
