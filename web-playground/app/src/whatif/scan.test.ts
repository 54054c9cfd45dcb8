import { expect, test } from "vitest";
import { scanned } from "./scan";

test("the usual way of writing is understood", () => {
  const text = `# A route.
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute # of course
metadata: # who
  # its name

  annotations:
    name: not-this
  name: "foo" # this
  namespace: apps
spec:
  name: nor-this
`;
  expect(scanned(text)).toEqual({ kind: "HTTPRoute", name: "foo", namespace: "apps" });
  expect(scanned(text.replaceAll("\n", "\r\n"))).toEqual({ kind: "HTTPRoute", name: "foo", namespace: "apps" });
});

test("what needs more than a look is left to the parser", () => {
  for (const text of [
    "kind: List\nitems:\n- kind: A\n",
    '{"kind": "A", "metadata": {"name": "a"}}',
    "kind: A\nmetadata: {name: a}\n",
    "kind: A\nmetadata:\n  name: &n a\n",
    "kind: A\nmetadata:\n  name: a\n  namespace: >-\n    b\n",
    "kind: A\nspec: {}\n",
  ]) {
    expect(scanned(text)).toBeNull();
  }
});
