// What every environment does with the package; the answer is plain data.

export async function exercise({ Engine, EngineCrashed, GatewrightError, init, loadDocumentation }) {
  const instances = watchInstances();
  const said = watchConsole();

  const before = code(() => Engine.open([]));
  await Promise.all([init(), init(), init()]);
  await init();
  await Promise.all([loadDocumentation(), loadDocumentation()]);
  const started = instances.length;

  const engine = Engine.open([{ path: "shop.yaml", text: MANIFESTS }], { channel: "standard" });
  const request = { url: "http://shop.example.com/cart/42", headers: [["x-canary", "1"]] };
  const decision = engine.decide(request);
  const report = engine.report({ time: new Date("2025-01-01T00:00:00.123Z") });
  const answers = {
    before,
    started,
    outcome: [decision.outcome, decision.rule, decision.backend],
    text: engine.decide("curl http://shop.example.com/cart/42 -H 'x-canary: 1'").rule,
    place: decision.trace.filter((step) => step.verdict === "won").map(({ file, line }) => `${file}:${line}`).at(-1),
    parsed: Engine.parseRequest("curl -X PUT -H 'x: 1' http://a.example/b").headers.at(-1),
    diagnostics: engine.diagnostics().map(({ code }) => code),
    objects: report.objects.length,
    time: report.objects.find(({ kind }) => kind === "Gateway").status.conditions[0].lastTransitionTime,
    attached: engine.attachments().map(({ attached }) => attached),
    attachedElsewhere: engine.attachments({ route: "HTTPRoute/default/other" }),
    tables: engine.tables().map(({ kind }) => kind),
    picture: engine.picture({ text: "cart" }).nodes.some(({ kind, x }) => kind === "HTTPRoute" && x > 0),
    completed: engine.complete("shop.yaml", { line: 12, column: 29 }).items.some(({ label }) => label === "protocol"),
    hovered: hovered(engine),
    node: engine.node(engine.nodeAt("shop.yaml", { line: 12, column: 6 })).node.name,
    noNode: [engine.node("Gateway/default/other"), engine.nodeAt("other.yaml", { line: 1, column: 1 })],
    nothing: engine.hover("other.yaml", { line: 1, column: 1 }),
    compared: compared(engine, request),
    edited: edited(Engine),
    envoy: engine.envoy().map(({ name }) => name),
    bundle: JSON.parse(engine.bundle())["@type"],
    codes: [
      code(() => engine.decide("GET")),
      code(() => engine.decide({ url: "http://a:81/" })),
      code(() => engine.decide({ url: "/", gateway: "other/web" })),
      code(() => engine.decide({ url: 1n })),
      code(() => engine.decide({ url: 1 })),
      code(() => engine.decide(undefined)),
      code(() => engine.compare({}, [])),
      code(() => engine.complete("shop.yaml", { line: 0, column: 1 })),
      code(() => engine.hover("shop.yaml")),
      code(() => Engine.open([], { channel: "beta" })),
      code(() => engine.edit("other.yaml", "")),
      code(() => engine.edit("shop.yaml", 1)),
      code(() => Engine.open([{ path: "a.yaml", text: "a: [" }]).bundle()),
    ],
  };

  // One failing call after the other leaves nothing behind.
  const failing = () => code(() => engine.decide("GET"));
  for (let call = 0; call < 1_000; call += 1) failing();
  const memory = instances.at(-1).exports.memory;
  const [bytes, table] = [memory.buffer.byteLength, tableLength(instances.at(-1))];
  for (let call = 0; call < 100_000; call += 1) failing();
  answers.grown = [memory.buffer.byteLength - bytes, tableLength(instances.at(-1)) - table];

  const freed = Engine.open([]);
  freed.free();
  freed.free();
  answers.freed = code(() => freed.report());
  answers.freedOther = code(() => engine.compare(freed, []));
  const disposed = Engine.open([]);
  disposed[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  answers.disposed = code(() => disposed.report());

  // A trap: whatever the engine reads, it reads nonsense.
  new Uint8Array(memory.buffer).fill(0xff);
  const crash = caught(() => engine.report());
  answers.crash = [crash instanceof EngineCrashed, crash instanceof GatewrightError, crash instanceof Error, crash.name, crash.code];
  answers.cause = crash.cause instanceof Error;
  answers.lost = code(() => engine.decide(request));
  const again = Engine.open([{ path: "shop.yaml", text: MANIFESTS }]);
  answers.again = again.decide(request).rule;
  answers.hoveredAgain = hovered(again);
  answers.lostOther = code(() => again.compare(engine, []));
  answers.lostAgain = code(() => engine.diagnostics());
  engine.free();
  again.free();

  // The stack runs out in the middle of something. Functions are compiled when they are first called, which takes
  // far more of the stack than the engine does, so all of them are called before.
  const deep = Engine.open([{ path: "shop.yaml", text: MANIFESTS }]);
  const ends = new Set();
  const attempt = () => ends.add(caught(() => deep.report({ time: now }))?.name);
  const now = new Date();
  attempt();
  (function dive() {
    try {
      dive();
    } catch {
      // This deep and no deeper.
    }
    if (!ends.has("EngineCrashed")) attempt();
  })();
  answers.deep = ends.has("EngineCrashed");
  answers.risen = Engine.open([{ path: "shop.yaml", text: MANIFESTS }]).decide(request).rule;

  answers.said = said;
  return answers;
}

const HOVERED = ["spec.listeners[].name", "The name of the listener, unique in its Gateway or ListenerSet. Routes refer to it by `sectionName`."];

export const EXPECTED = {
  before: "not-initialised",
  started: 1,
  outcome: ["forward", "default/shop/cart", "default/cart:8080"],
  text: "default/shop/cart",
  place: "shop.yaml:23",
  parsed: ["x", "1"],
  diagnostics: [],
  objects: 4,
  time: "2025-01-01T00:00:00Z",
  attached: [true],
  attachedElsewhere: [],
  tables: ["GatewayClass", "Gateway", "Listener", "HTTPRoute"],
  picture: true,
  completed: true,
  hovered: HOVERED,
  node: "default/web/http",
  noNode: [null, null],
  nothing: null,
  compared: [[[true, "noMatch"]], [{ name: "default/cart:8080", before: 1, after: 0 }]],
  edited: [["kind-unknown"], []],
  envoy: ["bootstrap.json", "lds.json", "ecds.json", "rds.json", "cds.json"],
  bundle: "type.googleapis.com/google.protobuf.BytesValue",
  codes: [
    "invalid-request",
    "no-listener",
    "unknown-gateway",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "invalid-argument",
    "input-has-errors",
  ],
  grown: [0, 0],
  freed: "engine-freed",
  freedOther: "engine-freed",
  disposed: "engine-freed",
  crash: [true, true, true, "EngineCrashed", "engine-crashed"],
  cause: true,
  lost: "engine-crashed",
  again: "default/shop/cart",
  hoveredAgain: HOVERED,
  lostOther: "engine-crashed",
  lostAgain: "engine-crashed",
  deep: true,
  risen: "default/shop/cart",
  said: [],
};

const MANIFESTS = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: gatewright}
spec: {controllerName: gatewright.dev/gateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: gatewright
  listeners:
  - {name: http, port: 80, protocol: HTTP}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs:
  - name: web
  rules:
  - name: cart
    matches:
    - path: {value: /cart}
      headers: [{name: x-canary, value: "1"}]
    backendRefs:
    - {name: cart, port: 8080}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec:
  ports:
  - port: 8080
`;

function hovered(engine) {
  const { fieldPath, documentation } = engine.hover("shop.yaml", { line: 12, column: 6 });
  return [fieldPath, documentation];
}

/** What a request loses when its route goes. */
function compared(engine, request) {
  const without = engine.constructor.open([{ path: "shop.yaml", text: MANIFESTS.split("---").filter((manifest) => !manifest.includes("HTTPRoute")).join("---") }]);
  const { requests, backends } = engine.compare(without, [request]);
  without.free();
  return [requests.map(({ changed, after }) => [changed, after.outcome]), backends];
}

function edited(Engine) {
  const engine = Engine.open([{ path: "shop.yaml", text: MANIFESTS }]);
  const codes = [MANIFESTS.replace("kind: HTTPRoute", "kind: HTTPRout"), MANIFESTS].map((text) => {
    engine.edit("shop.yaml", text);
    return engine.diagnostics().filter(({ severity }) => severity !== "note").map(({ code }) => code);
  });
  engine.free();
  return codes;
}

function caught(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
}

function code(work) {
  return caught(work)?.code;
}

/** Every instance that the package makes from now on. The package itself shows none. */
function watchInstances() {
  const instances = [];
  // Node.js has modules of its own.
  const keep = (made) => "engine_open" in made.exports && instances.push(made);
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...words) => {
    const made = await instantiate(...words);
    keep(made.instance ?? made);
    return made;
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, words) {
      const made = Reflect.construct(target, words);
      keep(made);
      return made;
    },
  });
  return instances;
}

function tableLength({ exports }) {
  const tables = Object.values(exports).filter((value) => value instanceof WebAssembly.Table);
  return tables.reduce((sum, { length }) => sum + length, 0);
}

function watchConsole() {
  const said = [];
  for (const name of ["debug", "error", "info", "log", "trace", "warn"]) {
    const original = console[name];
    console[name] = (...words) => {
      said.push([name, ...words.map(String)]);
      original.apply(console, words);
    };
  }
  return said;
}
