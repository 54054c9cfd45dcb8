import { beforeEach, expect, test, vi } from "vitest";
import { limitedStorage } from "../history/limited-storage";

vi.stubGlobal("location", new URL("https://example.com/"));
vi.stubGlobal("Worker", class {});
vi.stubGlobal("localStorage", limitedStorage(100_000));
const { addFiles, deleteFile, example, newFile, renameFile } = await import("./actions");
const { active, files, saved } = await import("../state/store");

const paths = () => files.value.map(({ path }) => path);

beforeEach(() => {
  example.value = null;
  files.value = [{ path: "a.yaml", text: "a: 1" }, { path: "b.yaml", text: "b: 1" }];
  active.value = "a.yaml";
  saved.value = [{ name: "one", request: { url: "http://a/" } }];
});

test("files are added beside one's own, and in place of their namesakes", () => {
  addFiles([{ path: "b.yaml", text: "b: 2" }, { path: "c.yaml", text: "" }]);
  expect(files.value).toEqual([{ path: "a.yaml", text: "a: 1" }, { path: "b.yaml", text: "b: 2" }, { path: "c.yaml", text: "" }]);
  expect(active.value).toBe("b.yaml");
  expect(saved.value).toHaveLength(1);
});

test("an untouched example gives way, with its requests", () => {
  example.value = files.value;
  addFiles([{ path: "c.yaml", text: "c: 1" }]);
  expect(paths()).toEqual(["c.yaml"]);
  expect(saved.value).toEqual([]);
});

test("a new file has a name of its own and is open", () => {
  newFile();
  newFile();
  expect(paths()).toEqual(["a.yaml", "b.yaml", "manifests.yaml", "manifests-2.yaml"]);
  expect(active.value).toBe("manifests-2.yaml");
});

test("the file that is open stays open under its new name", () => {
  renameFile("a.yaml", "z.yaml");
  expect([paths(), active.value]).toEqual([["z.yaml", "b.yaml"], "z.yaml"]);
});

test("where the last file is deleted an empty one is left", () => {
  deleteFile("a.yaml");
  expect([paths(), active.value]).toEqual([["b.yaml"], "b.yaml"]);
  deleteFile("b.yaml");
  expect(files.value).toEqual([{ path: "manifests.yaml", text: "" }]);
});
