/**
 * Input that nobody means well with, for tests in a browser. The same call gives the same input.
 *
 * @typedef {{ path: string, text: string }} SourceFile
 */

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners: [{name: http, port: 80, protocol: HTTP}]
`;

/** One valid document of that many lines: a ConfigMap, which no route needs. */
export function longYaml(lines = 100_000) {
  const head = ["apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: long", "data:"];
  const rest = Array.from({ length: lines - head.length }, (_, number) => `  key-${number}: "value ${number}"`);
  return file("long.yaml", [...head, ...rest]);
}

/** Routes, one problem in each: as many diagnostics as an editor may have to draw. */
export function manyProblems(routes = 5_000) {
  const route = (number) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: route-${number}}
spec:
  parentRefs: [{name: web}]
  rule: []
`;
  return { path: "problems.yaml", text: [GATEWAY, ...Array.from({ length: routes }, (_, number) => route(number))].join("---\n") };
}

/** Aliases of aliases: a line more is ten times as many values. */
export function billionLaughs(levels = 9) {
  const lines = ["apiVersion: v1", "kind: ConfigMap", "metadata: {name: laughs}", "data:", '  level0: &level0 "lol"'];
  for (let level = 1; level <= levels; level += 1) {
    lines.push(`  level${level}: &level${level} [${Array(10).fill(`*level${level - 1}`).join(", ")}]`);
  }
  return file("laughs.yaml", lines);
}

/** A mapping that is its own value. */
export function aliasOfItself() {
  return file("self.yaml", ["apiVersion: v1", "kind: ConfigMap", "metadata: &self", "  name: self", "  labels: *self"]);
}

/** Sequences in sequences. */
export function deepNesting(levels = 100_000) {
  return { path: "deep.yaml", text: `kind: Gateway\nspec: ${"[".repeat(levels)}${"]".repeat(levels)}\n` };
}

/** One line of that many characters. */
export function longLine(characters = 5_000_000) {
  return { path: "line.yaml", text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${"a".repeat(characters)}}\n` };
}

/** Every byte there is, again and again: what a dropped image is like. */
export function binaryBytes(length = 65_536) {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

/** Text with characters that break lines, change their direction, take no room or are halves of a pair. */
export function oddCharacters() {
  const odd = ["\u0007", "\u0085", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud83d", "👩‍👩‍👧‍👦", "e\u0301"];
  return file("odd.yaml", odd.map((character, number) => `key${number}: "a${character}b"`));
}

/** A Gateway, and routes and Services in equal number: that many objects, all of which attach. */
export function manyResources(objects = 10_000) {
  const pairs = Math.floor((objects - 2) / 2);
  const pair = (number) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: route-${number}}
spec:
  parentRefs: [{name: web}]
  hostnames: [host-${number}.example.com]
  rules:
  - matches: [{path: {type: PathPrefix, value: /shop}}]
    backendRefs: [{name: service-${number}, port: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: service-${number}}
spec: {selector: {app: service-${number}}, ports: [{port: 8080}]}
`;
  return { path: "many.yaml", text: [GATEWAY, ...Array.from({ length: pairs }, (_, number) => pair(number))].join("---\n") };
}

/** Many matches that share one host and one path, so that a decision has to look at each. */
export function rivals(routes = 500) {
  const matches = (number) =>
    Array.from({ length: 16 }, (_, match) => `    - headers: [{name: x-${match}, value: "${number}"}]\n`).join("");
  const route = (number) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: route-${number}}
spec:
  parentRefs: [{name: web}]
  rules:
  - matches:
${matches(number)}`;
  return { path: "rivals.yaml", text: [GATEWAY, ...Array.from({ length: routes }, (_, number) => route(number))].join("---\n") };
}

/** Regular expressions that a backtracking engine, or a compiler without a limit, would never finish. */
export function expensiveExpressions() {
  const values = ["/(a+)+$", "/(a|a)*b", "/((a{1,200}){1,200}){1,200}", `/${"(".repeat(500)}a${")".repeat(500)}`, "/[^/]*".repeat(60)];
  const rule = (value) => `  - matches: [{path: {type: RegularExpression, value: ${JSON.stringify(value)}}}]\n`;
  return {
    path: "expressions.yaml",
    text: `${GATEWAY}---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: expressions}
spec:
  parentRefs: [{name: web}]
  rules:
${values.map(rule).join("")}`,
  };
}

/** What may stand in names and messages and must be shown as text. */
export function markup() {
  const text = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;
  return {
    path: `${text}.yaml`,
    text: `${GATEWAY}---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${JSON.stringify(text)}}
spec:
  parentRefs: [{name: ${JSON.stringify(text)}}]
  hostnames: [${JSON.stringify(text)}]
`,
  };
}

/** What may stand behind the `#` of a link although nothing of ours wrote it. */
export function brokenFragments() {
  return [
    "#",
    "#gallery/",
    "#gallery/no-such-example",
    "#gallery/../../etc/passwd",
    "#gallery/__proto__",
    "#1",
    "#v1:",
    "#v999:AAAA",
    "#%",
    "#%E0%A4%A",
    "#share=AAAA",
    `#${"A".repeat(100_000)}`,
    "#javascript:document.title='taken'",
    "#<img src=x onerror=document.title='taken'>",
  ];
}

/** @returns {SourceFile} */
function file(path, lines) {
  return { path, text: `${lines.join("\n")}\n` };
}
