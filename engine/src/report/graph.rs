use std::{borrow::Cow, collections::BTreeSet};

use serde::Serialize;

use crate::{
    admit::Admitted,
    analysis::Analysis,
    api::{BackendReference, Route, RouteKind, RouteRule},
    attach::{
        Condition, Elsewhere, ElsewhereReason, GatewayParent, ListenerSetState, ListenerState, ParentState,
        PolicyTarget, Reason, Refusal, RuleState, TargetOutcome, TargetState, granted_by,
    },
    compile::{listener_name, rule_label},
    source::DocId,
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
    /// Named by something, and not in the input.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
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

/// What the wanted objects, by their documents, have to do with each other.
pub(super) fn of(analysis: &Analysis, wanted: &dyn Fn(DocId) -> bool) -> GraphReport {
    let mut drawing = Drawing { analysis, wanted, report: GraphReport::default(), seen: BTreeSet::new() };
    drawing.gateways();
    drawing.listener_sets();
    let routes = analysis.world.routes.iter().enumerate();
    for (number, route) in routes.filter(|(_, route)| wanted(route.document)) {
        drawing.route(number, route);
    }
    drawing.policies();
    drawing.missing();
    drawing.report
}

struct Drawing<'a> {
    analysis: &'a Analysis,
    wanted: &'a dyn Fn(DocId) -> bool,
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
            self.report.nodes.push(Node { id: id.clone(), kind, name, missing: false });
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

    /// Gives every end of an edge its node.
    fn missing(&mut self) {
        let ends = self.report.edges.iter().flat_map(|edge| [&edge.from, &edge.to]);
        let missing: BTreeSet<String> = ends.filter(|end| !self.seen.contains(*end)).cloned().collect();
        self.report.nodes.extend(missing.into_iter().map(|id| {
            let (kind, name) = id.split_once('/').unwrap_or(("", &id));
            Node { kind: kind.to_owned().into(), name: name.to_owned(), missing: true, id }
        }));
    }

    fn gateways(&mut self) {
        let analysis = self.analysis;
        let wanted = self.wanted;
        for class in analysis.world.gateway_classes.iter().filter(|class| wanted(class.document)) {
            self.node("GatewayClass", class.meta.name.clone());
        }
        let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways);
        for (gateway, state) in gateways.filter(|(gateway, _)| wanted(gateway.document)) {
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
        let wanted = self.wanted;
        let sets = world.listener_sets.iter().zip(&graph.listener_sets).enumerate();
        for (number, (set, state)) in sets.filter(|(_, (set, _))| wanted(set.document)) {
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
                // Another listener of the Gateway has it: that this one speaks another protocol is no news.
                Err(Refusal::Kind(_)) if parent.accepted.is_true() => continue,
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
        let wanted = self.wanted;
        let tls = world.backend_tls_policies.iter().zip(&policies.backend_tls);
        for (policy, state) in tls.filter(|(policy, _)| wanted(policy.document)) {
            let id = self.node("BackendTLSPolicy", policy.meta.full_name());
            let accepted = state.accepted.is_true();
            self.targets(
                &id,
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        let traffic = world.backend_traffic_policies.iter().zip(&policies.backend_traffic);
        for (policy, state) in traffic.filter(|(policy, _)| wanted(policy.document)) {
            let id = self.node("XBackendTrafficPolicy", policy.meta.full_name());
            let accepted = state.accepted.is_true();
            self.targets(
                &id,
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        let foreign = world.foreign_policies.iter().zip(&policies.foreign);
        for (policy, targets) in foreign.filter(|(policy, _)| wanted(policy.document)) {
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
            let ends = self.target_nodes(target);
            let (attached, reason, message) = match (outcome, accepted) {
                (TargetOutcome::Attached(_), Some((accepted, message, reason))) => {
                    (accepted, reason, message.to_owned())
                }
                (TargetOutcome::Attached(_), None) => (true, "Accepted", String::new()),
                (TargetOutcome::NotFound { what, .. }, _) => (false, "TargetNotFound", what.clone()),
                (TargetOutcome::Conflicted(other), _) => {
                    (false, "Conflicted", format!("policy `{other}` is older and has the same target"))
                }
                (TargetOutcome::Unfit(why), _) => (false, "Invalid", why.clone()),
                (TargetOutcome::UnknownKind, _) => {
                    (false, "Invalid", format!("nothing is known of kind {}", target.kind))
                }
            };
            for to in ends {
                self.plain_edge(
                    policy.to_owned(),
                    to,
                    attached,
                    Some("Accepted"),
                    Some(reason),
                    message.clone(),
                );
            }
        }
    }

    /// What a policy's target is in this picture: a section has a node of its own, and a Service is
    /// the backends that lead to it.
    fn target_nodes(&self, target: &PolicyTarget) -> Vec<String> {
        let PolicyTarget { kind, namespace, name, section } = target;
        let section = section.as_deref();
        let whole = || vec![format!("{kind}/{}", target.full_name())];
        match (kind.as_str(), section) {
            ("Service" | "XBackend", section) => {
                let world = &self.analysis.world;
                let service = world.services.iter().find(|service| service.meta.is(namespace, name));
                let named = section.and_then(|section| {
                    let ports = &service?.body.spec.ports;
                    ports.iter().find(|port| port.name.as_deref() == Some(section)).map(|port| port.port)
                });
                let prefix = match kind.as_str() {
                    "XBackend" => format!("Backend/{namespace}/{name}.xbackend:"),
                    _ => format!("Backend/{namespace}/{name}:"),
                };
                let backends = self.seen.range(prefix.clone()..).take_while(|id| id.starts_with(&prefix));
                let of_port = |id: &&String| {
                    named.is_none_or(|port| id.strip_prefix(&prefix) == Some(port.to_string().as_str()))
                };
                let found: Vec<_> = backends.filter(of_port).cloned().collect();
                if found.is_empty() { whole() } else { found }
            }
            ("Gateway", Some(section)) => vec![format!("Listener/{namespace}/{name}/{section}")],
            ("ListenerSet", Some(section)) => vec![format!("ListenerEntry/{namespace}/{name}/{section}")],
            (kind, Some(section)) if RouteKind::of(kind).is_some() => {
                vec![format!("{kind}Rule/{namespace}/{name}/{section}")]
            }
            _ => whole(),
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
