/**
 * The JSON shapes of Gatewright: what `gatewright … -o json` prints, what the package `gatewright` returns
 * and what the playground draws. A test type-checks real reports against this file.
 *
 * Plain data only. Fields that have nothing to say are left out.
 */

/** A file of manifests: YAML (several documents) or JSON. */
export interface SourceFile {
  path: string;
  text: string;
}

export interface Options {
  /** Kinds and fields of which channel are admitted. Default `experimental`. */
  channel?: "standard" | "experimental";
  /** The `controllerName` whose GatewayClasses are ours. Default: all are. */
  controller?: string;
  /** For objects that carry none. Default `default`. */
  namespace?: string;
}

/** Lines and columns count from 1; columns count characters (Unicode scalar values), and `end` is exclusive. */
export interface Position {
  line: number;
  column: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface ObjectReference {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export type Severity = "error" | "warning" | "note";

export interface Diagnostic {
  severity: Severity;
  /** Stable; docs/DIAGNOSTICS.md explains each. */
  code: string;
  message: string;
  object?: ObjectReference;
  /** `spec.rules[2].matches[0].path`. */
  fieldPath?: string;
  file?: string;
  range?: Range;
  hint?: string;
}

/** A Kubernetes object with the `status` that a controller would write. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
  status?: unknown;
  [key: string]: unknown;
}

export interface GraphNode {
  /** `kind/name`, unique. */
  id: string;
  /**
   * `GatewayClass`, `Gateway`, `ListenerSet`, `Listener`, `Rule`, `Backend`, `ReferenceGrant`, or the kind of a
   * route or of a policy.
   */
  kind: string;
  name: string;
  /** Named by something, and not in the input. */
  missing?: true;
  /** Of a listener or of a rule; of a Backend that is missing, the first reference to it. */
  fieldPath?: string;
  file?: string;
  /** Of the whole object, listener, rule or reference. Nothing for what else is missing. */
  range?: Range;
}

export interface GraphEdge {
  from: string;
  to: string;
  attached: boolean;
  /** The condition that tells why, and its reason. */
  condition?: string;
  reason?: string;
  message?: string;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** One field of the effective policy of a backend (GEP-713). */
export interface PolicyField {
  /** `tls.hostname`, `retry.attempts` and the like. */
  name: string;
  value: unknown;
  /** The object that says so. */
  object?: ObjectReference;
  fieldPath: string;
  file?: string;
  line?: number;
}

export interface BackendPolicy {
  routeKind: string;
  route: string;
  rule: string;
  backend?: string;
  fields: PolicyField[];
}

/** Everything about a set of manifests. */
export interface Report {
  diagnostics: Diagnostic[];
  objects: KubernetesObject[];
  graph: Graph;
  policies: BackendPolicy[];
}

/** What a report says of one node of the graph. */
export interface NodeReport {
  node: GraphNode;
  /** Its edges that do not hold, and their other ends, without places. */
  refused: GraphEdge[];
  others: GraphNode[];
  /** The object behind it. What a backend leads to need not be an object of its name. */
  object?: KubernetesObject;
  /** The policies that may be about it: those of its route, or all. */
  policies: BackendPolicy[];
}

/** A request as a person thinks of it. */
export interface Request {
  method?: string;
  /** With scheme, host and port; or a path alone, with a `host` header. */
  url: string;
  headers?: [name: string, value: string][];
  /** `namespace/gateway`, where several listen on the request's port. */
  gateway?: string;
}

export type Outcome = "forward" | "redirect" | "reply" | "noMatch";

export interface HeaderChange {
  operation: "set" | "add" | "remove";
  name: string;
  value?: string;
}

export interface BackendShare {
  /** `namespace/service:port`. */
  name: string;
  weight: number;
  /** False for one that answers 500. */
  usable: boolean;
}

/** What the backend and the client receive. */
export interface Actions {
  /** Of an answer that no backend gives. */
  status?: number;
  /** The word in the access log that names the reason. */
  details?: string;
  location?: string;
  /** The host, path and query that the backend sees, if a filter changes them. */
  host?: string;
  path?: string;
  requestHeaders?: HeaderChange[];
  responseHeaders?: HeaderChange[];
  /** All backends of the rule. */
  backends?: BackendShare[];
  /** What the proxy carries out by itself. */
  native?: Native;
  session?: Session;
}

/** What of a rule the proxy carries out by itself, once a backend is picked. Times are in milliseconds. */
export interface Native {
  /** For the whole exchange, retries included; 0 is without end. */
  requestTimeout?: number;
  /** For each try; 0 is without end. */
  backendRequestTimeout?: number;
  retry?: Retry;
  /** The endpoint is the one that a session names. */
  session?: true;
  mirrors?: Mirror[];
  externalAuth?: ExternalAuth;
}

/** Of `denominator` requests `numerator` go to a cluster as well. */
export interface Mirror {
  cluster: string;
  numerator: number;
  denominator: number;
}

/** Who is asked about each request before it is forwarded. */
export interface ExternalAuth {
  cluster: string;
  grpc: boolean;
  /** In front of the request's. */
  path: string;
  allowedHeaders: string[];
  allowedResponseHeaders: string[];
  /** In bytes; 0 for none. */
  maxBody: number;
}

/** A session that sticks to a backend and one of its endpoints. One of `cookie` and `header` is its name. */
export interface Session {
  cookie?: string;
  header?: string;
  /** Whether the request brought one, so that no backend was drawn. */
  continued: boolean;
}

export interface Retry {
  /** Statuses, beside failures of the connection. */
  codes: number[];
  attempts?: number;
  backoff?: number;
}

/** One thing that a decision looked at. */
export interface Step {
  step: "listener" | "attachment" | "match";
  /** `namespace/gateway/listener`, `namespace/route` or `namespace/route/rule`. */
  subject: string;
  /** `won` takes the request, `outranked` would have if another had no precedence, `failed` does not match. */
  verdict: "won" | "outranked" | "failed";
  reason: string;
  expected?: string;
  actual?: string;
  fieldPath?: string;
  file?: string;
  line?: number;
  /** The id of a graph node. */
  node?: string;
}

/** What happens to one request, and why. */
export interface Decision {
  outcome: Outcome;
  gateway: string;
  listener?: string;
  route?: string;
  routeKind?: string;
  rule?: string;
  /** The field path of the match that won. */
  match?: string;
  backend?: string;
  actions: Actions;
  policy?: PolicyField[];
  /** From the listener down to each match, the best first. */
  trace: Step[];
  /** For an answer of 404: the step that came closest, as an index into `trace`. */
  nearest?: number;
  /** The ids of the graph nodes that the request goes through, from the GatewayClass, if it is in the input, to the backend. */
  nodes?: string[];
}

/** Whether one route attaches to one listener. */
export interface Attachment {
  /** Ids of graph nodes. */
  route: string;
  listener: string;
  attached: boolean;
  condition?: string;
  reason?: string;
  message: string;
}

/** One table in the manner of `kubectl get`. */
export interface Table {
  /** The kind of its rows. */
  kind: string;
  columns: string[];
  rows: { node?: string; cells: string[] }[];
}

export interface Document {
  /** `bootstrap.json`, `listeners.json` and the like. */
  name: string;
  text: string;
}

/** What text may stand at a place. */
export interface Completion {
  /** What is shown and matched. */
  label: string;
  /** What is put in place of `from`..`to`; the label if left out. */
  insert?: string;
  kind: "field" | "value" | "object" | "snippet";
  /** The type, `required`, `experimental`. */
  detail?: string;
  documentation?: string;
}

export interface Completions {
  /** What is replaced: from here to the position asked about. */
  from: Position;
  items: Completion[];
}

export interface Hover {
  range: Range;
  /** `spec.rules[].matches[].path.type`. */
  fieldPath: string;
  /** `string, required`, `one of Exact, PathPrefix, RegularExpression`. */
  type: string;
  documentation: string;
  /** Of the specification. */
  link?: string;
}

/** What is drawn of the graph. */
export interface View {
  namespace?: string;
  gateway?: string;
  hostname?: string;
  text?: string;
  /** Ids of routes whose rules are shown although rules are collapsed. */
  expanded?: string[];
}

export interface PictureNode {
  id: string;
  kind: string;
  /** Two lines of text: what it is called, and what matters about it. */
  label: string;
  detail: string;
  /** `refused` has a condition that is not as it should be; `missing` is not in the input. */
  state: "ok" | "refused" | "missing";
  /** What a screen reader says: kind, name and state. */
  description: string;
  /** Index into the picture's `layers`. */
  layer: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many rules are collapsed into it. */
  collapsed?: number;
}

export interface PictureEdge {
  from: string;
  to: string;
  attached: boolean;
  condition?: string;
  reason?: string;
  message?: string;
  /** An SVG path. */
  path: string;
}

/** A drawing of the graph: sizes in CSS pixels. */
export interface Picture {
  width: number;
  height: number;
  /**
   * The titles of the columns that have nodes, and where they begin. ListenerSets have one of their own; a
   * policy or a ReferenceGrant stands one before what it is about.
   */
  layers: { title: string; x: number }[];
  /** By layer, then from top to bottom. */
  nodes: PictureNode[];
  edges: PictureEdge[];
  /** How many nodes the view left out, those not counted that are collapsed. */
  hidden: number;
}

/** What is different between two sets of manifests. */
export interface Comparison {
  requests: RequestChange[];
  /** `reason` says why the two do not meet in the one in which they do not. */
  attachments: { route: string; listener: string; before: boolean; after: boolean; reason: string }[];
  /** Share of each backend before and after, summed over the requests, for who gains or loses traffic. */
  backends: { name: string; before: number; after: number }[];
}

export interface RequestChange {
  changed: boolean;
  before: Summary;
  after: Summary;
}

/** A decision in one line. */
export interface Summary {
  outcome: Outcome | "error";
  rule?: string;
  /** `forward to default/foo-svc:8080`, `answer 404: no rule on listener default/web/http matches`. */
  text: string;
  backends: BackendShare[];
}
