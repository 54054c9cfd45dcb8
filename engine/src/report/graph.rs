use std::{borrow::Cow, collections::BTreeSet};

use serde::Serialize;

use crate::{
    admit::Admitted,
    analysis::Analysis,
    api::{BackendReference, Route, RouteRule},
    attach::{
        Condition, Elsewhere, ElsewhereReason, GatewayParent, ListenerSetState, ListenerState, ParentState,
        Reason, Refusal, RuleState, TargetOutcome, TargetState, granted_by,
    },
    compile::{listener_name, rule_label},
};

/// GatewayClass → Gateway → ListenerSet → Listener → Route → Rule → Backend, policies and grants, with
/// the edges that do not hold.
#[derive(Debug, Default, Serialize)]
pub struct GraphReport {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
pub struct Node {
    /// `kind/name`, unique.
    pub id: String,
    /// `GatewayClass`, `Gateway`, `ListenerSet`, `Listener`, `Rule`, `Backend`, `ReferenceGrant`, or the
    /// kind of a route or of a policy.
    pub kind: Cow<'static, str>,
    pub name: String,
}

#[derive(Debug, Serialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub attached: bool,
    /// The condition that tells why, and its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

pub(super) fn of(analysis: &Analysis) -> GraphReport {
    let mut drawing = Drawing { analysis, report: GraphReport::default(), seen: BTreeSet::new() };
    drawing.gateways();
    drawing.listener_sets();
    for (number, route) in analysis.world.routes.iter().enumerate() {
        drawing.route(number, route);
    }
    drawing.policies();
    drawing.report
}

struct Drawing<'a> {
    analysis: &'a Analysis,
    report: GraphReport,
    /// The nodes that are there.
    seen: BTreeSet<String>,
}

impl Drawing<'_> {
    fn node(&mut self, kind: impl Into<Cow<'static, str>>, name: String) -> String {
        let kind = kind.into();
        let id = format!("{kind}/{name}");
        self.named_node(id, kind, name)
    }

    fn named_node(&mut self, id: String, kind: Cow<'static, str>, name: String) -> String {
        if self.seen.insert(id.clone()) {
            self.report.nodes.push(Node { id: id.clone(), kind, name });
        }
        id
    }

    fn edge<R: Reason>(&mut self, from: String, to: String, attached: bool, condition: &Condition<R>) {
        let message = condition.message.clone();
        self.plain_edge(from, to, attached, Some(R::CONDITION), Some(condition.reason.name()), message);
    }

    fn plain_edge(
        &mut self,
        from: String,
        to: String,
        attached: bool,
        condition: Option<&'static str>,
        reason: Option<&'static str>,
        message: String,
    ) {
        self.report.edges.push(Edge { from, to, attached, condition, reason, message });
    }

    /// An edge from a parent that is not ours, or not there.
    fn elsewhere(&mut self, from: String, to: String, elsewhere: &Elsewhere) {
        let reason = match elsewhere.why {
            ElsewhereReason::NotAGateway => "NotAGateway",
            ElsewhereReason::NotFound => "ParentNotFound",
            ElsewhereReason::NotManaged => "ParentNotManaged",
        };
        self.plain_edge(from, to, false, None, Some(reason), elsewhere.message.clone());
    }

    fn gateways(&mut self) {
        let analysis = self.analysis;
        for class in &analysis.world.gateway_classes {
            self.node("GatewayClass", class.meta.name.clone());
        }
        for (gateway, state) in analysis.world.gateways.iter().zip(&analysis.graph.gateways) {
            let id = self.node("Gateway", gateway.meta.full_name());
            let class = format!("GatewayClass/{}", gateway.body.spec.gateway_class_name);
            self.edge(class, id.clone(), state.class.is_some(), &state.accepted);
            for (_, listener) in state.listeners_of(None) {
                let name = format!("{}/{}", gateway.meta.full_name(), listener.spec.name);
                let to = self.node("Listener", name);
                self.edge(id.clone(), to, listener.accepted.is_true(), &listener.accepted);
            }
        }
    }

    fn listener_sets(&mut self) {
        let Analysis { world, graph, .. } = self.analysis;
        for (number, (set, state)) in world.listener_sets.iter().zip(&graph.listener_sets).enumerate() {
            let id = self.node("ListenerSet", set.meta.full_name());
            match state {
                ListenerSetState::Elsewhere(elsewhere) => {
                    let reference = &set.body.spec.parent_ref;
                    let namespace = reference.namespace.as_ref().unwrap_or(&set.meta.namespace);
                    let from = format!("{}/{namespace}/{}", reference.kind, reference.name);
                    self.elsewhere(from, id, elsewhere);
                }
                ListenerSetState::Gateway { gateway, accepted, .. } => {
                    let name = world.gateways.get(*gateway).map(|gateway| gateway.meta.full_name());
                    let from = format!("Gateway/{}", name.unwrap_or_default());
                    self.edge(from, id.clone(), accepted.is_true(), accepted);
                    let state = graph.gateways.get(*gateway);
                    let listeners = state.into_iter().flat_map(|state| state.listeners_of(Some(number)));
                    for (_, listener) in listeners {
                        let name = format!("{}/{}", set.meta.full_name(), listener.spec.name);
                        let to = self.named_node(format!("ListenerEntry/{name}"), "Listener".into(), name);
                        self.edge(id.clone(), to, listener.accepted.is_true(), &listener.accepted);
                    }
                }
            }
        }
    }

    fn route(&mut self, number: usize, route: &Admitted<Route>) {
        let Some(state) = self.analysis.graph.routes.get(number) else { return };
        let name = route.meta.full_name();
        let id = self.node(route.body.kind.name(), name.clone());
        for parent in &state.parents {
            match &parent.state {
                ParentState::Gateway(parent) => self.parent(parent, &id),
                ParentState::Elsewhere(elsewhere) => {
                    let reference = &parent.reference;
                    let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
                    let from = format!("{}/{namespace}/{}", reference.kind, reference.name);
                    self.elsewhere(from, id.clone(), elsewhere);
                }
            }
        }
        for (number, (rule, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
            let label = rule_label(&name, number, rule.name.as_deref());
            let node = format!("{}Rule/{label}", route.body.kind.name());
            let node = self.named_node(node, "Rule".into(), label);
            let fault = rule_state.invalid.as_ref();
            self.plain_edge(
                id.clone(),
                node.clone(),
                fault.is_none(),
                fault.map(|_| "Accepted"),
                fault.map(|fault| fault.reason.name()),
                fault.map(|fault| fault.message.clone()).unwrap_or_default(),
            );
            self.backends(route, rule, rule_state, &node);
        }
    }

    /// An edge from each listener that the parentRef reaches.
    fn parent(&mut self, parent: &GatewayParent, route: &str) {
        let Analysis { world, graph, .. } = self.analysis;
        let Some(gateway) = world.gateways.get(parent.gateway) else { return };
        let Some(state) = graph.gateways.get(parent.gateway) else { return };
        for verdict in &parent.listeners {
            let Some(listener) = state.listeners.get(verdict.listener) else { continue };
            let (reason, message) = match &verdict.result {
                Ok(_) => (parent.accepted.reason.name(), parent.accepted.message.clone()),
                Err(Refusal::SectionName | Refusal::Port) => continue,
                Err(refusal) => (refused(refusal), refusal.to_string()),
            };
            let attached = verdict.result.is_ok() && parent.accepted.is_true();
            let from = listener_id(listener, &listener_name(world, gateway, listener));
            self.plain_edge(from, route.to_owned(), attached, Some("Accepted"), Some(reason), message);
        }
    }

    fn backends(&mut self, route: &Admitted<Route>, rule: &RouteRule, state: &RuleState, from: &str) {
        for (backend, resolved) in rule.backend_refs.iter().zip(&state.backends) {
            let reference = &backend.reference;
            let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
            let target = match resolved {
                Ok(target) => target.label(),
                Err(_) => format!("{namespace}/{}:{}", reference.name, reference.port.unwrap_or_default()),
            };
            let to = self.node("Backend", target);
            let fault = resolved.as_ref().err();
            self.plain_edge(
                from.to_owned(),
                to.clone(),
                fault.is_none(),
                fault.map(|_| "ResolvedRefs"),
                fault.map(|fault| fault.reason.name()),
                fault.map(|fault| fault.message.clone()).unwrap_or_default(),
            );
            self.grant(route, reference, namespace, to);
        }
    }

    /// The ReferenceGrant that a backend in another namespace is reached by.
    fn grant(&mut self, route: &Admitted<Route>, reference: &BackendReference, namespace: &str, to: String) {
        if namespace == route.meta.namespace {
            return;
        }
        let world = &self.analysis.world;
        if let Some(grant) = granted_by(world, route, reference) {
            let from = self.node("ReferenceGrant", grant.meta.full_name());
            let message = format!("lets {} `{}` refer to it", route.body.kind.name(), route.meta.full_name());
            self.plain_edge(from, to, true, None, None, message);
        }
    }

    fn policies(&mut self) {
        let Analysis { world, graph, .. } = self.analysis;
        let policies = &graph.policies;
        for (policy, state) in world.backend_tls_policies.iter().zip(&policies.backend_tls) {
            let id = self.node("BackendTLSPolicy", policy.meta.full_name());
            let accepted = state.accepted.is_true();
            self.targets(
                &id,
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        for (policy, state) in world.backend_traffic_policies.iter().zip(&policies.backend_traffic) {
            let id = self.node("XBackendTrafficPolicy", policy.meta.full_name());
            let accepted = state.accepted.is_true();
            self.targets(
                &id,
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        for (policy, targets) in world.foreign_policies.iter().zip(&policies.foreign) {
            let id = self.node(policy.body.kind.clone(), policy.meta.full_name());
            self.targets(&id, targets, None);
        }
    }

    /// An edge to each target of a policy; `accepted` is the policy's own condition, if it has one.
    fn targets(
        &mut self,
        policy: &str,
        targets: &[TargetState],
        accepted: Option<(bool, &str, &'static str)>,
    ) {
        for TargetState { target, outcome } in targets {
            let to = format!("{}/{}", target.kind, target.full_name());
            let (attached, reason, message) = match (outcome, accepted) {
                (TargetOutcome::Attached(_), Some((accepted, message, reason))) => {
                    (accepted, reason, message.to_owned())
                }
                (TargetOutcome::Attached(_), None) => (true, "Accepted", String::new()),
                (TargetOutcome::NotFound { what, .. }, _) => (false, "TargetNotFound", what.clone()),
                (TargetOutcome::Conflicted(other), _) => {
                    (false, "Conflicted", format!("policy `{other}` is older and has the same target"))
                }
                (TargetOutcome::UnknownKind, _) => {
                    (false, "Invalid", format!("nothing is known of kind {}", target.kind))
                }
            };
            self.plain_edge(policy.to_owned(), to, attached, Some("Accepted"), Some(reason), message);
        }
    }
}

fn listener_id(listener: &ListenerState, name: &str) -> String {
    let kind = if listener.set.is_some() { "ListenerEntry" } else { "Listener" };
    format!("{kind}/{name}")
}

fn refused(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Hostname => "NoMatchingListenerHostname",
        Refusal::Rival(_) => "RouteConflict",
        Refusal::SectionName | Refusal::Port => "NoMatchingParent",
        Refusal::Kind(_) | Refusal::Namespace => "NotAllowedByListeners",
    }
}
