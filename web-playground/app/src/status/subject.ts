import type { BackendPolicy, GraphNode, KubernetesObject, ObjectReference, PolicyField } from "../../../types";

/** The object behind a node of the graph, and what it says of itself. */

export interface Subject {
  kind: string;
  namespace?: string;
  name: string;
  /** Of a listener: the section of its Gateway or ListenerSet. */
  listener?: string;
}

/** Nothing for a backend: what it leads to need not be an object of its name. */
export function subjectOf({ id, kind, name }: Pick<GraphNode, "id" | "kind" | "name">): Subject | null {
  const [first = "", second, third] = name.split("/");
  switch (kind) {
    case "Backend":
      return null;
    case "Listener":
      if (second === undefined || third === undefined) return null;
      return { kind: id.startsWith("ListenerEntry/") ? "ListenerSet" : "Gateway", namespace: first, name: second, listener: third };
    case "Rule":
      return second === undefined ? null : { kind: id.slice(0, id.indexOf("/")).replace(/Rule$/, ""), namespace: first, name: second };
    default:
      return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
  }
}

export interface ConditionRow {
  type: string;
  status: string;
  reason: string;
  message: string;
}

/** The conditions that belong together, and whose they are: of the object, of one parent, of one listener. */
export interface ConditionGroup {
  title: string;
  conditions: ConditionRow[];
}

export function conditionGroups(object: KubernetesObject, listener?: string): ConditionGroup[] {
  const status = record(object.status);
  const own = { title: "Conditions", conditions: conditions(status.conditions) };
  const listeners = records(status.listeners).map((entry) => ({
    name: text(entry.name),
    title: `Listener ${text(entry.name)}${typeof entry.attachedRoutes === "number" ? ` (attached routes: ${entry.attachedRoutes})` : ""}`,
    conditions: conditions(entry.conditions),
  }));
  if (listener !== undefined) return listeners.filter(({ name }) => name === listener);
  const parents = records(status.parents).map((entry) => group("Parent", entry.parentRef, entry));
  const ancestors = records(status.ancestors).map((entry) => group("Ancestor", entry.ancestorRef, entry));
  return [own, ...listeners, ...parents, ...ancestors].filter(({ conditions }) => conditions.length > 0);
}

function group(word: string, reference: unknown, entry: Record<string, unknown>): ConditionGroup {
  const { kind, namespace, name, sectionName, port } = record(reference);
  const path = [namespace, name, sectionName].filter((part) => typeof part === "string").join("/");
  const title = `${word} ${text(kind)} ${path}${port === undefined ? "" : `, port ${String(port)}`}`;
  return { title, conditions: conditions(entry.conditions) };
}

function conditions(value: unknown): ConditionRow[] {
  return records(value).map(({ type, status, reason, message }) => ({
    type: text(type),
    status: text(status),
    reason: text(reason),
    message: text(message),
  }));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The policies that meet at a node: those of its backends, or what it says itself if it is a policy. */
export function policiesOf(node: Pick<GraphNode, "id" | "kind" | "name">, policies: readonly BackendPolicy[]): BackendPolicy[] {
  const subject = subjectOf(node);
  const fits = (policy: BackendPolicy, field: PolicyField) => {
    if (node.kind === "Backend") return policy.backend === node.name;
    if (node.kind === "Rule") return policy.routeKind === subject?.kind && policy.rule === node.name;
    if (node.kind === policy.routeKind) return policy.route === node.name;
    return subject !== null && field.object?.kind === node.kind && fullName(field.object) === node.name;
  };
  return policies
    .map((policy) => ({ ...policy, fields: policy.fields.filter((field) => fits(policy, field)) }))
    .filter(({ fields }) => fields.length > 0);
}

export function fullName({ namespace, name }: Pick<ObjectReference, "namespace" | "name">): string {
  return namespace ? `${namespace}/${name}` : name;
}
