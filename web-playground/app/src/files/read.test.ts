import { expect, test } from "vitest";
import { workspaceText } from "../share/workspace-file";
import { emptyWorkspace } from "../state/workspace";
import { readFiles, refusalText } from "./read";

const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);
const reasons = async (...files: File[]) => (await readFiles(files)).refused.map(({ reason }) => reason);

test("manifests are read with Unix line ends and without a byte order mark", async () => {
  const { files } = await readFiles([file("a.yaml", "\ufeffkind: A\r\n"), file("b.JSON", "{}")]);
  expect(files).toEqual([{ path: "a.yaml", text: "kind: A\n" }, { path: "b.JSON", text: "{}" }]);
});

test("what is no manifest is refused with its reason", async () => {
  expect(await reasons(file("a.png", "x"))).toEqual(["it is neither .yaml, .yml nor .json"]);
  expect(await reasons(file("a.yaml", "a\0b"))).toEqual(["it is binary"]);
  expect(await reasons(file("a.yaml", new Uint8Array([0xff, 0xfe, 0x41])))).toEqual(["it is not UTF-8 text"]);
  expect(await reasons(file("a.yaml", new Uint8Array(16 * 1024 * 1024 + 1)))).toEqual(["it is larger than 16 MiB"]);
});

test("a saved workspace is told from a manifest in JSON", async () => {
  const saved = { ...emptyWorkspace(), files: [{ path: "x.yaml", text: "kind: X" }], active: "x.yaml" };
  expect((await readFiles([file("w.json", workspaceText(saved))])).workspace).toEqual(saved);
  expect((await readFiles([file("w.json", '{"format": 3}')])).workspace).toBeNull();
});

test("a broken workspace and one from the future are refused", async () => {
  expect(await reasons(file("w.json", '{"format":"gatewright.dev/workspace/v1"}'))).toEqual(["the list of files is not as it should be"]);
  expect(await reasons(file("w.json", '{"format":"gatewright.dev/workspace/v2"}'))).toEqual(["it is a workspace of another version"]);
});

test("several refusals are told in one sentence", () => {
  const refused = ["a", "b", "c"].map((name) => ({ name, reason: "it is binary" }));
  expect(refusalText(refused)).toBe("Did not read a: it is binary; nor 2 more");
});
