import { expect, test } from "vitest";
import { applied, withCreation, withLabel, withoutObject, type Change } from "./edits";
import { detailsOf, objectsOf, titleOf } from "./objects";

const ROUTE = `# The first.
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: foo # its name
  namespace: "apps"
  annotations:
    a: b
spec:
  hostnames: [a.example]
`;
const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: apps
  labels:
    team: a   # who
    'env': "test"
`;

/** Carries a change out on the object of that title. */
function change(text: string, title: string, how: (file: { path: string; text: string }, object: ReturnType<typeof objectsOf>[number]) => Change | null): string {
  const file = { path: "m.yaml", text };
  const object = objectsOf([file]).find((one) => titleOf(one) === title);
  if (!object) throw new Error(`there is no ${title}`);
  const done = how(file, object);
  if (!done) throw new Error("nothing to do");
  return applied(text, done);
}

test("objects are found with what can be changed", () => {
  const list = '{"kind": "List", "items": [{"kind": "Service", "metadata": {"name": "a", "creationTimestamp": null}}]}';
  const file = { path: "m.yaml", text: `---\n${ROUTE}---\n${NAMESPACE}---\n# nothing\n---\n${list}\n` };
  const objects = objectsOf([file]);
  expect(objects).toEqual([
    { path: "m.yaml", number: 0, kind: "HTTPRoute", namespace: "apps", name: "foo" },
    { path: "m.yaml", number: 1, kind: "Namespace", name: "apps" },
    { path: "m.yaml", number: 2, kind: "Service", name: "a" },
  ]);
  expect(objects.map((object) => detailsOf(file, object))).toEqual([{ labels: [] }, { labels: [["team", "a"], ["env", "test"]] }, { labels: [] }]);
});

test("a document that cannot be read hides only itself", () => {
  const text = `kind: A\n b: c\n- d\n---\n${NAMESPACE}`;
  expect(objectsOf([{ path: "m.yaml", text }]).map(titleOf)).toEqual(["Namespace apps"]);
});

test("a document that cannot be read goes all the same, and is not changed", () => {
  const broken = `${NAMESPACE}- lost\n`;
  expect(change(`${ROUTE}---\n${broken}`, "Namespace apps", withoutObject)).toBe(ROUTE);
  expect(() => label(broken, "team", "b")).toThrow("nothing to do");
});

test("a document goes with one separator, wherever it stands", () => {
  const remove = (text: string, title: string) => change(text, title, withoutObject);
  expect(remove(`${ROUTE}---\n${NAMESPACE}`, "HTTPRoute apps/foo")).toBe(NAMESPACE);
  expect(remove(`${ROUTE}---\n${NAMESPACE}`, "Namespace apps")).toBe(ROUTE);
  expect(remove(`---\n${ROUTE}---\n${NAMESPACE}`, "HTTPRoute apps/foo")).toBe(`---\n${NAMESPACE}`);
  expect(remove(NAMESPACE, "Namespace apps")).toBe("");
});

test("a separator within a line or a block is none", () => {
  const text = `kind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: |\n    a\n    ---\n    b\n---\n${NAMESPACE}`;
  expect(change(text, "ConfigMap a", withoutObject)).toBe(NAMESPACE);
});

test("an item of a list goes alone", () => {
  const item = (name: string) => `- kind: Service\n  metadata:\n    name: ${name}\n`;
  const list = `kind: List\nitems:\n${item("a")}${item("b")}`;
  expect(change(list, "Service a", withoutObject)).toBe(`kind: List\nitems:\n${item("b")}`);
  expect(change(list, "Service b", withoutObject)).toBe(`kind: List\nitems:\n${item("a")}`);
  const json = '{"kind": "List", "items": [{"kind": "A", "metadata": {"name": "a"}}, {"kind": "B", "metadata": {"name": "b"}}]}';
  expect(JSON.parse(change(json, "A a", withoutObject)).items).toHaveLength(1);
  expect(JSON.parse(change(json, "B b", withoutObject)).items).toHaveLength(1);
  const only = '{"kind": "List", "items": [{"kind": "A", "metadata": {"name": "a"}}]}';
  expect(JSON.parse(change(only, "A a", withoutObject)).items).toEqual([]);
});

const label = (text: string, name: string, value: string | null, title = "Namespace apps") => change(text, title, (file, object) => withLabel(file, object, name, value));

test("a label is replaced where it is written", () => {
  expect(label(NAMESPACE, "team", "b")).toBe(NAMESPACE.replace("team: a ", "team: b "));
  expect(label(NAMESPACE, "env", "true")).toBe(NAMESPACE.replace('"test"', '"true"'));
});

test("a label is added behind the others", () => {
  expect(label(NAMESPACE, "example.com/tier", "1")).toBe(`${NAMESPACE}    example.com/tier: "1"\n`);
  expect(label(NAMESPACE.trimEnd(), "tier", "web")).toBe(`${NAMESPACE}    tier: web`);
});

test("the first label comes behind name and namespace", () => {
  const expected = ROUTE.replace('  namespace: "apps"\n', '  namespace: "apps"\n  labels:\n    team: a\n');
  expect(label(ROUTE, "team", "a", "HTTPRoute apps/foo")).toBe(expected);
});

test("labels without a value get one", () => {
  const empty = "kind: Namespace\nmetadata:\n  labels:\n  name: apps\n";
  expect(label(empty, "team", "a")).toBe("kind: Namespace\nmetadata:\n  labels:\n    team: a\n  name: apps\n");
  expect(label(empty.replace("labels:", "labels: {}"), "team", "a")).toBe("kind: Namespace\nmetadata:\n  labels: {team: a}\n  name: apps\n");
});

test("braces stay braces, JSON stays JSON, and lines end as they did", () => {
  const flow = "kind: Namespace\nmetadata: {name: apps}\n";
  expect(label(flow, "team", "a")).toBe("kind: Namespace\nmetadata: {name: apps, labels: {team: a}}\n");
  const json = '{\n  "kind": "Namespace",\n  "metadata": {\n    "name": "apps"\n  }\n}\n';
  expect(JSON.parse(label(json, "team", "a"))).toEqual({ kind: "Namespace", metadata: { name: "apps", labels: { team: "a" } } });
  expect(label(NAMESPACE.replaceAll("\n", "\r\n"), "tier", "web")).toBe(`${NAMESPACE}    tier: web\n`.replaceAll("\n", "\r\n"));
});

test("a label goes, and the last one takes the field along", () => {
  const without = NAMESPACE.replace("    team: a   # who\n", "");
  expect(label(NAMESPACE, "team", null)).toBe(without);
  expect(label(without, "env", null)).toBe("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n");
  expect(label("kind: Namespace\nmetadata: {name: apps, labels: {a: b, c: d}}\n", "c", null)).toBe("kind: Namespace\nmetadata: {name: apps, labels: {a: b}}\n");
});

test("a creation time is set, replaced and taken away", () => {
  const time = "2024-01-01T00:00:00Z";
  const set = (text: string, value: string | null) => change(text, "HTTPRoute apps/foo", (file, object) => withCreation(file, object, value));
  const dated = ROUTE.replace('  namespace: "apps"\n', `  namespace: "apps"\n  creationTimestamp: "${time}"\n`);
  expect(set(ROUTE, time)).toBe(dated);
  expect(set(dated, "2023-05-05T00:00:00Z")).toBe(dated.replace(time, "2023-05-05T00:00:00Z"));
  expect(set(dated.replace(`"${time}"`, "null"), time)).toBe(dated);
  expect(set(dated, null)).toBe(ROUTE);
});

test("a change that lost its object does nothing", () => {
  const [object] = objectsOf([{ path: "m.yaml", text: NAMESPACE }]);
  expect(object && withoutObject({ path: "m.yaml", text: ROUTE }, object)).toBeNull();
});
