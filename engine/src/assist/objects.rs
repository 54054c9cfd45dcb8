//! The objects of the input, whether or not the API server would take them.

use serde_json::Value;

use super::joined;

use crate::{
    admit::{Admitted, Scope, known_kinds},
    analysis::Analysis,
    attach::{Condition, Draft, ListenerSetState, ParentState, Reason, Refusal, Truth},
    sort::distinct,
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
                let mut list = String::new();
                for number in self.ports().iter().filter_map(|port| port.number) {
                    let separator = if list.is_empty() { "port " } else { ", " };
                    list.push_str(&format!("{separator}{number}"));
                }
                list
            }
            _ => String::new(),
        }
    }

    /// Its conditions, a line each.
    pub(super) fn state(&self, analysis: &Analysis) -> String {
        let Analysis { world, graph, .. } = analysis;
        let mut told = Told::default();
        if let Some(state) = self.in_world(&world.gateway_classes, &graph.classes) {
            told.condition(&state.accepted);
        } else if let Some(state) = self.in_world(&world.gateways, &graph.gateways) {
            told.condition(&state.accepted);
            told.condition(&state.programmed);
        } else if let Some(state) = self.in_world(&world.listener_sets, &graph.listener_sets) {
            match state {
                ListenerSetState::Gateway { accepted, programmed, .. } => {
                    told.condition(accepted);
                    told.condition(programmed);
                }
                ListenerSetState::Elsewhere(elsewhere) => told.line(&elsewhere.message),
            }
        } else if let Some(state) = self.in_world(&world.routes, &graph.routes) {
            for parent in &state.parents {
                match &parent.state {
                    ParentState::Gateway(gateway) => {
                        told.condition(&gateway.accepted);
                        told.0.push_str(&format!(" at {}", parent.reference.name));
                    }
                    ParentState::Elsewhere(elsewhere) => told.line(&elsewhere.message),
                }
            }
            told.condition(&state.resolved_refs);
        } else if let Some(state) = self.in_world(&world.backends, &graph.backends) {
            told.condition(&state.accepted);
        } else if !self.is_foreign() && !world.objects().any(|(document, _)| document == self.document) {
            told.line("Not admitted: the diagnostics say why.");
        }
        told.0
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
        let (world, graph) = (&analysis.world, &analysis.graph);
        let set = world.listener_sets.iter().position(|set| set.document == self.document);
        let gateway = match set.and_then(|set| graph.listener_sets.get(set)) {
            Some(ListenerSetState::Gateway { gateway, .. }) => graph.gateways.get(*gateway),
            _ => self.in_world(&world.gateways, &graph.gateways),
        };
        let mut verdicts = Vec::new();
        for (_, listener) in gateway.into_iter().flat_map(|gateway| gateway.listeners_of(set)) {
            verdicts.push((listener.spec.name.clone(), route.verdict(&self.namespace, listener)));
        }
        verdicts
    }
}

impl Port {
    fn of(value: &Value) -> Self {
        let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let number = value.get("port").and_then(Value::as_u64);
        let about = joined(&[text("protocol"), text("hostname"), text("appProtocol")]);
        Port { name: text("name").to_owned(), number, about }
    }
}

/// Lines about an object.
#[derive(Default)]
struct Told(String);

impl Told {
    fn line(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
    }

    /// `Accepted: False (NotAllowedByListeners), no listener …`.
    fn condition<R: Reason>(&mut self, condition: &Condition<R>) {
        self.verdict(R::CONDITION, condition.reason.truth(), condition.reason.name(), &condition.message);
    }

    fn verdict(&mut self, condition: &str, truth: Truth, reason: &str, message: &str) {
        self.line(condition);
        self.0.push_str(": ");
        self.0.push_str(truth.as_str());
        if truth != Truth::True {
            self.0.push_str(&format!(" ({reason}), {message}"));
        }
    }
}

/// The namespaces that the input speaks of, in order.
pub(super) fn namespaces(objects: &[Object]) -> Vec<&str> {
    let names = objects.iter().map(|object| match (object.kind.as_str(), object.group.as_str()) {
        ("Namespace", "") => object.name.as_str(),
        _ => object.namespace.as_str(),
    });
    distinct(names.filter(|name| !name.is_empty()))
}
