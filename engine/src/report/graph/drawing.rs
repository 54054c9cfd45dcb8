use std::{borrow::Cow, collections::HashMap};

use foldhash::fast::FixedState;

use super::{
    Edge, GraphReport, Node, Subject,
    id::{backend_name, backend_node, rule_node},
    subject::Backends,
};
use crate::{
    Dictionary,
    admit::Admitted,
    analysis::Analysis,
    api::{BackendReference, Route, RouteRule},
    attach::{
        Condition, Elsewhere, GatewayParent, ListenerSetState, ParentState, Reason, Refusal, RuleState,
        granted_by,
    },
    compile::rule_label,
    sort::distinct,
    source::DocId,
};

/// What the wanted objects, by their documents, have to do with each other.
pub(super) fn of(analysis: &Analysis, wanted: &dyn Fn(DocId) -> bool) -> GraphReport {
    let mut drawing = Drawing {
        analysis,
        wanted,
        backends: Backends::of(analysis),
        report: GraphReport::default(),
        numbers: HashMap::default(),
    };
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

pub(super) struct Drawing<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) wanted: &'a dyn Fn(DocId) -> bool,
    pub(super) backends: Backends<'a>,
    pub(super) report: GraphReport,
    /// The number of each node that is there. Only looked up, so that its order does not matter.
    numbers: HashMap<String, usize, FixedState>,
}

impl Drawing<'_> {
    pub(super) fn node(
        &mut self,
        kind: impl Into<Cow<'static, str>>,
        name: String,
        subject: Subject,
    ) -> String {
        let kind = kind.into();
        let id = format!("{kind}/{name}");
        self.named_node(id, kind, name, subject)
    }

    fn named_node(&mut self, id: String, kind: Cow<'static, str>, name: String, subject: Subject) -> String {
        if !self.numbers.contains_key(&id) {
            self.numbers.insert(id.clone(), self.report.nodes.len());
            self.report.nodes.push(Node {
                id: id.clone(),
                kind,
                name,
                missing: subject.is_missing(),
                field_path: String::new(),
                file: None,
                range: None,
                subject,
            });
        }
        id
    }

    fn edge<R: Reason>(&mut self, from: String, to: String, attached: bool, condition: &Condition<R>) {
        let message = condition.message.clone();
        self.plain_edge(from, to, attached, Some(R::CONDITION), Some(condition.reason.name()), message);
    }

    pub(super) fn plain_edge(
        &mut self,
        from: String,
        to: String,
        attached: bool,
        condition: Option<&'static str>,
        reason: Option<&'static str>,
        message: String,
    ) {
        self.report.edges.push(Edge { from, to, attached, condition, reason, message, ends: (0, 0) });
    }

    /// An edge from a parent that is not ours, or not there.
    fn elsewhere(&mut self, from: String, to: String, elsewhere: &Elsewhere) {
        let reason = elsewhere.why.name();
        self.plain_edge(from, to, false, None, Some(reason), elsewhere.message.clone());
    }

    /// Gives every end of an edge its node.
    fn missing(&mut self) {
        let ends = self.report.edges.iter().flat_map(|edge| [&edge.from, &edge.to]);
        let missing = distinct(ends.filter(|end| !self.numbers.contains_key(*end)).cloned());
        let targets = if missing.is_empty() { Vec::new() } else { targets(self.analysis) };
        let targets: Dictionary<_, _> = targets.into_iter().collect();
        for id in missing {
            let subject = targets.get(&id).copied().map_or(Subject::Missing, Subject::Target);
            let (kind, name) = id.split_once('/').unwrap_or(("", &id));
            let (kind, name) = (kind.to_owned().into(), name.to_owned());
            self.named_node(id, kind, name, subject);
        }
        for edge in &mut self.report.edges {
            let number = |id: &str| self.numbers.get(id).copied().unwrap_or_default();
            edge.ends = (number(&edge.from), number(&edge.to));
        }
    }

    fn gateways(&mut self) {
        let analysis = self.analysis;
        let wanted = self.wanted;
        let classes = analysis.world.gateway_classes.iter().enumerate();
        for (number, class) in classes.filter(|(_, class)| wanted(class.document)) {
            self.node("GatewayClass", class.meta.name.to_string(), Subject::GatewayClass(number));
        }
        let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
        for (number, (gateway, state)) in gateways.filter(|(_, (gateway, _))| wanted(gateway.document)) {
            let id = self.node("Gateway", gateway.meta.full_name(), Subject::Gateway(number));
            let class = format!("GatewayClass/{}", gateway.body.spec.gateway_class_name);
            self.edge(class, id.clone(), state.class.is_some(), &state.accepted);
            for (index, listener) in state.listeners_of(None) {
                let name = format!("{}/{}", gateway.meta.full_name(), listener.spec.name);
                let subject = Subject::Listener { gateway: number, listener: index };
                let to = self.node("Listener", name, subject);
                self.edge(id.clone(), to, listener.accepted.is_true(), &listener.accepted);
            }
        }
    }

    fn listener_sets(&mut self) {
        let Analysis { world, graph, .. } = self.analysis;
        let wanted = self.wanted;
        let sets = world.listener_sets.iter().zip(&graph.listener_sets).enumerate();
        for (number, (set, state)) in sets.filter(|(_, (set, _))| wanted(set.document)) {
            let id = self.node("ListenerSet", set.meta.full_name(), Subject::ListenerSet(number));
            match state {
                ListenerSetState::Elsewhere(elsewhere) => {
                    let reference = &set.body.spec.parent_ref;
                    let namespace = reference.namespace.as_deref().unwrap_or(&set.meta.namespace);
                    let from = format!("{}/{namespace}/{}", reference.kind, reference.name);
                    self.elsewhere(from, id, elsewhere);
                }
                ListenerSetState::Gateway { gateway, accepted, .. } => {
                    let name = world.gateways.get(*gateway).map(|gateway| gateway.meta.full_name());
                    let from = format!("Gateway/{}", name.unwrap_or_default());
                    self.edge(from, id.clone(), accepted.is_true(), accepted);
                    let state = graph.gateways.get(*gateway);
                    let listeners = state.into_iter().flat_map(|state| state.listeners_of(Some(number)));
                    for (index, listener) in listeners {
                        let name = format!("{}/{}", set.meta.full_name(), listener.spec.name);
                        let subject = Subject::Listener { gateway: *gateway, listener: index };
                        let to = self.named_node(
                            format!("ListenerEntry/{name}"),
                            "Listener".into(),
                            name,
                            subject,
                        );
                        self.edge(id.clone(), to, listener.accepted.is_true(), &listener.accepted);
                    }
                }
            }
        }
    }

    fn route(&mut self, number: usize, route: &Admitted<Route>) {
        let Some(state) = self.analysis.graph.routes.get(number) else { return };
        let name = route.meta.full_name();
        let id = self.node(route.body.kind.name(), name.clone(), Subject::Route(number));
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
        for (index, (rule, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
            let label = rule_label(&name, index, rule.name.as_deref());
            let subject = Subject::Rule { route: number, rule: index };
            let node = rule_node(route.body.kind, &label);
            let node = self.named_node(node, "Rule".into(), label, subject);
            let fault = rule_state.invalid.as_deref();
            self.plain_edge(
                id.clone(),
                node.clone(),
                fault.is_none(),
                fault.map(|_| "Accepted"),
                fault.map(|fault| fault.reason.name()),
                fault.map(|fault| fault.message.clone()).unwrap_or_default(),
            );
            self.backends(route, (number, index), (rule, rule_state), &node);
        }
    }

    /// An edge from each listener that the parentRef reaches.
    fn parent(&mut self, parent: &GatewayParent, route: &str) {
        let before = self.report.edges.len();
        for verdict in &parent.listeners {
            let (reason, message) = match &verdict.result {
                Ok(_) => (parent.accepted.reason.name(), parent.accepted.message.clone()),
                Err(Refusal::SectionName | Refusal::Port) => continue,
                // Another listener of the Gateway has it: that this one speaks another protocol is no news.
                Err(Refusal::Kind(_)) if parent.accepted.is_true() => continue,
                Err(refusal) => (refused(refusal), refusal.to_string()),
            };
            let attached = verdict.result.is_ok() && parent.accepted.is_true();
            let Some(from) = self.analysis.listener_node(parent.gateway, verdict.listener) else { continue };
            self.plain_edge(from, route.to_owned(), attached, Some("Accepted"), Some(reason), message);
        }
        // No listener was meant: then it is the parent that refuses.
        if self.report.edges.len() == before {
            let set = parent.set.and_then(|set| self.analysis.listener_set_node(set));
            if let Some(from) = set.or_else(|| self.analysis.gateway_node(parent.gateway)) {
                self.edge(from, route.to_owned(), parent.accepted.is_true(), &parent.accepted);
            }
        }
    }

    fn backends(
        &mut self,
        route: &Admitted<Route>,
        (number, index): (usize, usize),
        (rule, state): (&RouteRule, &RuleState),
        from: &str,
    ) {
        for (place, (backend, resolved)) in rule.backend_refs.iter().zip(&state.backends).enumerate() {
            let reference = &backend.reference;
            let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
            let subject = Subject::Backend {
                object: self.backends.find(&reference.kind, namespace, &reference.name),
                reference: (number, index, place),
            };
            let name = backend_name(reference, namespace, resolved);
            let to = self.named_node(backend_node(&name), "Backend".into(), name, subject);
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
        if let Some((number, grant)) = granted_by(world, route, reference) {
            let from = self.node("ReferenceGrant", grant.meta.full_name(), Subject::Grant(number));
            let message = format!("lets {} `{}` refer to it", route.body.kind.name(), route.meta.full_name());
            self.plain_edge(from, to, true, None, None, message);
        }
    }
}

/// The reason that a condition has for a refusal.
pub(crate) fn refused(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Hostname => "NoMatchingListenerHostname",
        Refusal::Rival(_) => "RouteConflict",
        Refusal::SectionName | Refusal::Port => "NoMatchingParent",
        Refusal::Kind(_) | Refusal::Namespace => "NotAllowedByListeners",
    }
}

/// The ids of objects that a policy may be about though nothing else names them.
fn targets(analysis: &Analysis) -> Vec<(String, DocId)> {
    let mut targets = Vec::new();
    let mut put = |kind: &str, name: String, document| targets.push((format!("{kind}/{name}"), document));
    let world = &analysis.world;
    for class in &world.gateway_classes {
        put("GatewayClass", class.meta.full_name(), class.document);
    }
    for gateway in &world.gateways {
        let name = gateway.meta.full_name();
        for listener in &gateway.body.spec.listeners {
            put("Listener", format!("{name}/{}", listener.name), gateway.document);
        }
        put("Gateway", name, gateway.document);
    }
    for set in &world.listener_sets {
        let name = set.meta.full_name();
        for listener in &set.body.spec.listeners {
            put("ListenerEntry", format!("{name}/{}", listener.name), set.document);
        }
        put("ListenerSet", name, set.document);
    }
    for route in &world.routes {
        put(route.body.kind.name(), route.meta.full_name(), route.document);
    }
    for service in &world.services {
        put("Service", service.meta.full_name(), service.document);
    }
    for backend in &world.backends {
        put("XBackend", backend.meta.full_name(), backend.document);
    }
    for mesh in &world.meshes {
        put("XMesh", mesh.meta.full_name(), mesh.document);
    }
    for namespace in &world.namespaces {
        put("Namespace", namespace.meta.full_name(), namespace.document);
    }
    targets
}
