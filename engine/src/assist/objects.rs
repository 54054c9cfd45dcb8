//! The objects of the input, whether or not the API server would take them.

use serde_json::Value;

use crate::{
    admit::{Admitted, Scope, known_kinds},
    analysis::Analysis,
    attach::{Condition, Draft, ListenerSetState, ListenerState, ParentState, Reason, Refusal},
    sort,
    source::DocId,
};

/// An object as it is written.
#[derive(Debug)]
pub(super) struct Object {
    document: DocId,
    pub(super) group: String,
    pub(super) kind: String,
    /// Empty for a cluster-scoped object.
    pub(super) namespace: String,
    pub(super) name: String,
    value: Value,
}

/// A listener, or a port of a Service.
#[derive(Debug)]
pub(super) struct Port {
    pub(super) name: String,
    pub(super) number: Option<u64>,
    /// `HTTPS, *.example.com`.
    pub(super) about: String,
}

/// Every object that has a kind and a name.
pub(super) fn all(analysis: &Analysis) -> Vec<Object> {
    let values = analysis.sources.values().enumerate();
    values.filter_map(|(number, value)| Object::of(DocId(number), value, analysis)).collect()
}

impl Object {
    fn of(document: DocId, value: Value, analysis: &Analysis) -> Option<Self> {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let api_version = text("/apiVersion");
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        let (kind, name) = (text("/kind"), text("/metadata/name"));
        let known = known_kinds().iter().find(|known| known.group == group && known.kind == kind);
        let namespace = match text("/metadata/namespace") {
            _ if known.is_some_and(|known| known.scope == Scope::Cluster) => "",
            "" => analysis.options.admit.namespace.as_str(),
            written => written,
        };
        let (group, kind, namespace, name) =
            (group.to_owned(), kind.to_owned(), namespace.to_owned(), name.to_owned());
        let named = !name.is_empty() && !kind.is_empty();
        named.then_some(Object { document, group, kind, namespace, name, value })
    }

    /// Whether the kind is one of another project.
    pub(super) fn is_foreign(&self) -> bool {
        !known_kinds().iter().any(|known| known.group == self.group && known.kind == self.kind)
    }

    pub(super) fn full_name(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }

    fn text(&self, pointer: &str) -> &str {
        self.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// Listeners or ports.
    pub(super) fn ports(&self) -> Vec<Port> {
        let list = match self.kind.as_str() {
            "Gateway" | "ListenerSet" => "/spec/listeners",
            "Service" => "/spec/ports",
            _ => "",
        };
        let single = (self.kind == "XBackend").then(|| self.value.pointer("/spec/port")).flatten();
        let items = self.value.pointer(list).and_then(Value::as_array);
        items.into_iter().flatten().chain(single).map(Port::of).collect()
    }

    /// What matters about it, in a few words.
    pub(super) fn summary(&self) -> String {
        match self.kind.as_str() {
            "GatewayClass" => self.text("/spec/controllerName").to_owned(),
            "Gateway" => format!("class {}", self.text("/spec/gatewayClassName")),
            "ListenerSet" => format!("of Gateway {}", self.text("/spec/parentRef/name")),
            "Secret" => self.text("/type").to_owned(),
            "Service" if self.text("/spec/type") == "ExternalName" => {
                format!("ExternalName {}", self.text("/spec/externalName"))
            }
            "Service" | "XBackend" => {
                let ports: Vec<_> = self.ports().iter().filter_map(|port| port.number).collect();
                let ports: Vec<_> = ports.iter().map(u64::to_string).collect();
                format!("port {}", ports.join(", "))
            }
            _ => String::new(),
        }
    }

    /// Its conditions, a line each.
    pub(super) fn state(&self, analysis: &Analysis) -> Vec<String> {
        let mut told = Vec::new();
        let world = &analysis.world;
        if !world.objects().any(|(document, _)| document == self.document) {
            if !self.is_foreign() {
                told.push("Not admitted: the diagnostics say why.".to_owned());
            }
            return told;
        }
        let graph = &analysis.graph;
        if let Some(state) = self.in_world(&world.gateway_classes, &graph.classes) {
            told.push(line(&state.accepted));
        }
        if let Some(state) = self.in_world(&world.gateways, &graph.gateways) {
            told.extend([line(&state.accepted), line(&state.programmed)]);
        }
        match self.in_world(&world.listener_sets, &graph.listener_sets) {
            Some(ListenerSetState::Gateway { accepted, programmed, .. }) => {
                told.extend([line(accepted), line(programmed)]);
            }
            Some(ListenerSetState::Elsewhere(elsewhere)) => told.push(elsewhere.message.clone()),
            None => {}
        }
        if let Some(state) = self.in_world(&world.routes, &graph.routes) {
            told.extend(state.parents.iter().map(|parent| match &parent.state {
                ParentState::Gateway(gateway) => {
                    format!("{} at {}", line(&gateway.accepted), parent.reference.name)
                }
                ParentState::Elsewhere(elsewhere) => elsewhere.message.clone(),
            }));
            told.push(line(&state.resolved_refs));
        }
        if let Some(state) = self.in_world(&world.backend_tls_policies, &graph.policies.backend_tls) {
            told.extend([line(&state.accepted), line(&state.resolved_refs)]);
        }
        if let Some(state) = self.in_world(&world.backends, &graph.backends) {
            told.push(line(&state.accepted));
        }
        told
    }

    fn in_world<'a, T, S>(&self, objects: &[Admitted<T>], states: &'a [S]) -> Option<&'a S> {
        let place = objects.iter().position(|object| object.document == self.document)?;
        states.get(place)
    }

    /// What each listener of a Gateway or a ListenerSet says of a route that is to come. Nothing for one
    /// that no controller has taken.
    pub(super) fn verdicts(
        &self,
        route: &Draft<'_>,
        analysis: &Analysis,
    ) -> Vec<(String, Result<(), Refusal>)> {
        let listeners = self.listeners(analysis).unwrap_or_default();
        let verdict = |listener: &ListenerState| {
            let verdict = route.verdict(&self.namespace, listener);
            (listener.spec.name.clone(), verdict)
        };
        listeners.into_iter().map(verdict).collect()
    }

    fn listeners<'a>(&self, analysis: &'a Analysis) -> Option<Vec<&'a ListenerState>> {
        let (world, graph) = (&analysis.world, &analysis.graph);
        let set = world.listener_sets.iter().position(|set| set.document == self.document);
        let gateway = match set.and_then(|set| graph.listener_sets.get(set)) {
            Some(ListenerSetState::Gateway { gateway, .. }) => graph.gateways.get(*gateway),
            _ => self.in_world(&world.gateways, &graph.gateways),
        };
        Some(gateway?.listeners_of(set).map(|(_, listener)| listener).collect())
    }
}

impl Port {
    fn of(value: &Value) -> Self {
        let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let about: Vec<_> = ["protocol", "hostname", "appProtocol"]
            .map(text)
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let number = value.get("port").and_then(Value::as_u64);
        Port { name: text("name").to_owned(), number, about: about.join(", ") }
    }
}

/// `Accepted: False (NotAllowedByListeners), no listener …`.
fn line<R: Reason>(condition: &Condition<R>) -> String {
    let (truth, reason) = (condition.reason.truth().as_str(), condition.reason.name());
    let condition_name = R::CONDITION;
    if condition.is_true() {
        format!("{condition_name}: {truth}")
    } else {
        format!("{condition_name}: {truth} ({reason}), {}", condition.message)
    }
}

/// The namespaces that the input speaks of, in order.
pub(super) fn namespaces(objects: &[Object]) -> Vec<String> {
    let mut names: Vec<_> = objects
        .iter()
        .map(|object| match (object.kind.as_str(), object.group.as_str()) {
            ("Namespace", "") => object.name.clone(),
            _ => object.namespace.clone(),
        })
        .filter(|name| !name.is_empty())
        .collect();
    sort::sort_by(&mut names, Ord::cmp);
    names.dedup();
    names
}
