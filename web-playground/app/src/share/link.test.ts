import { expect, test } from "vitest";
import { emptyWorkspace, type Workspace } from "../state/workspace";
import { packed } from "./codec";
import { fragmentOf, markdownLink, readLink } from "./link";

const full: Workspace = {
  files: [{ path: "a b.yaml", text: "kind: Gateway # 😀\n" }, { path: "z.json", text: "{}" }],
  active: "z.json",
  options: { channel: "standard", controller: "example.com/x", namespace: "team" },
  request: { method: "POST", url: "https://foo/?a=b", headers: [["x", "1"], ["x", "2"]], gateway: "default/web" },
  saved: [{ name: "<b>one</b>", request: { url: "/x", headers: [] }, expected: { outcome: "forward", rule: "default/foo/0", backend: "default/s:80" } }],
  pinned: [{ path: "a b.yaml", text: "" }],
  view: { namespace: "default", expanded: ["HTTPRoute/default/foo"] },
  selection: "Gateway/default/web",
  panel: "status",
};

test("a workspace comes back from its link exactly", async () => {
  expect(await readLink(`#${await fragmentOf(full)}`)).toEqual({ is: "workspace", workspace: full });
  expect(await readLink(`#${await fragmentOf(emptyWorkspace())}`)).toEqual({ is: "workspace", workspace: emptyWorkspace() });
});

test("an example is named by its slug", async () => {
  expect(await readLink("#gallery/simple-gateway")).toEqual({ is: "example", slug: "simple-gateway" });
});

test("the files of the command line have a name of their own", async () => {
  expect(await readLink("#local")).toEqual({ is: "local" });
});

test("any other fragment is none of ours", async () => {
  for (const hash of ["", "#", "#top", "#version", "#locals"]) expect(await readLink(hash)).toEqual({ is: "nothing" });
});

test("a link that is broken says why", async () => {
  const reason = async (hash: string) => {
    const linked = await readLink(hash);
    return linked.is === "broken" ? linked.reason : linked.is;
  };
  const fragment = await fragmentOf(full);
  expect(await reason(`#${fragment.slice(0, -20)}`)).toContain("cut off");
  expect(await reason("#v1=%%%")).toContain("cut off");
  expect(await reason("#v1=")).toContain("damaged");
  expect(await reason("#v2=abc")).toContain("newer version");
  expect(await reason(`#v1=${await packed("{")}`)).toContain("not as it should be");
  expect(await reason(`#v1=${await packed('{"files":[{"path":1}]}')}`)).toContain("a file's path is not as it should be");
});

test("brackets in a title do not end a Markdown link", () => {
  expect(markdownLink("a [b]", "https://x/#y")).toBe("[a \\[b\\]](https://x/#y)");
});

test("a half of a surrogate pair in a link becomes a character", async () => {
  const file = { path: "\ud83d.yaml", text: "a: \udc00\n" };
  const linked = await readLink(`#${await fragmentOf({ ...emptyWorkspace(), files: [file] })}`);
  expect(linked).toMatchObject({ workspace: { files: [{ path: "\ufffd.yaml", text: "a: \ufffd\n" }] } });
});
