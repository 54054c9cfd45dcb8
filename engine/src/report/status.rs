//! `status`, as the controller would write it.

use serde_json::{Map, Value, json};

use crate::{
    admit::{Admitted, Meta},
    analysis::Analysis,
    api::{Gateway, HTTPRoute, Kind, ParentReference, RouteGroupKind},
    attach::{ClassState, Condition, GatewayState, ListenerState, ParentState, Reason, RouteState},
};

/// All admitted objects that the input has, in its order, those of ours with a status.
pub(super) fn objects(analysis: &Analysis, now: &str) -> Vec<Value> {
    let Analysis { world, graph, .. } = analysis;
    let mut written: Vec<(usize, Value)> = Vec::new();
    for (class, state) in world.gateway_classes.iter().zip(&graph.classes) {
        let status = state.ours.then(|| class_status(&Stamp::of(&class.meta, now), state));
        written.push((class.document.0, with_status(analysis, class, status)));
    }
    for (gateway, state) in world.gateways.iter().zip(&graph.gateways) {
        let status = gateway_status(&Stamp::of(&gateway.meta, now), gateway, state);
        written.push((gateway.document.0, with_status(analysis, gateway, Some(status))));
    }
    for (route, state) in world.http_routes.iter().zip(&graph.routes) {
        let status = route_status(analysis, &Stamp::of(&route.meta, now), route, state);
        written.push((route.document.0, with_status(analysis, route, Some(status))));
    }
    let plain =
        world.reference_grants.iter().map(|object| (object.document.0, with_status(analysis, object, None)));
    let plain = plain.chain(world.namespaces.iter().map(|o| (o.document.0, with_status(analysis, o, None))));
    let plain = plain.chain(world.services.iter().map(|o| (o.document.0, with_status(analysis, o, None))));
    written.extend(plain);
    written.sort_by_key(|(document, _)| *document);
    written.into_iter().map(|(_, value)| value).collect()
}

/// What every condition of one object carries.
struct Stamp<'a> {
    generation: i64,
    now: &'a str,
}

impl<'a> Stamp<'a> {
    fn of(meta: &Meta, now: &'a str) -> Self {
        Stamp { generation: meta.generation, now }
    }

    fn condition<R: Reason>(&self, condition: &Condition<R>) -> Value {
        json!({
            "type": R::CONDITION,
            "status": condition.reason.truth().as_str(),
            "observedGeneration": self.generation,
            "lastTransitionTime": self.now,
            "reason": condition.reason.name(),
            "message": condition.message,
        })
    }
}

fn class_status(stamp: &Stamp<'_>, state: &ClassState) -> Value {
    json!({ "conditions": [stamp.condition(&state.accepted), stamp.condition(&state.supported_version)] })
}

fn gateway_status(stamp: &Stamp<'_>, gateway: &Admitted<Gateway>, state: &GatewayState) -> Value {
    let mut status = json!({
        "conditions": [stamp.condition(&state.accepted), stamp.condition(&state.programmed)],
    });
    if state.class.is_some() {
        let named = gateway.body.spec.listeners.iter().zip(&state.listeners);
        let listeners: Vec<_> =
            named.map(|(listener, state)| listener_status(stamp, &listener.name, state)).collect();
        let addresses: Vec<_> = gateway
            .body
            .spec
            .addresses
            .iter()
            .filter(|address| state.accepted.is_true() && !address.value.is_empty())
            .map(|address| json!({ "type": address.kind, "value": address.value }))
            .collect();
        if let Some(fields) = status.as_object_mut() {
            if !addresses.is_empty() {
                fields.insert("addresses".to_owned(), addresses.into());
            }
            fields.insert("listeners".to_owned(), listeners.into());
        }
    }
    status
}

fn listener_status(stamp: &Stamp<'_>, name: &str, state: &ListenerState) -> Value {
    let kind = |kind: &RouteGroupKind| json!({ "group": kind.group, "kind": kind.kind });
    json!({
        "name": name,
        "supportedKinds": state.supported_kinds.iter().map(kind).collect::<Vec<_>>(),
        "attachedRoutes": state.attached.len(),
        "conditions": [
            stamp.condition(&state.accepted),
            stamp.condition(&state.programmed),
            stamp.condition(&state.conflicted),
            stamp.condition(&state.resolved_refs),
        ],
    })
}

fn route_status(
    analysis: &Analysis,
    stamp: &Stamp<'_>,
    route: &Admitted<HTTPRoute>,
    state: &RouteState,
) -> Value {
    let mut parents = foreign_parents(analysis, route);
    for (reference, parent) in route.body.spec.parent_refs.iter().zip(&state.parents) {
        let ParentState::Gateway(parent) = parent else { continue };
        let mut conditions = vec![stamp.condition(&parent.accepted), stamp.condition(&state.resolved_refs)];
        if let Some(partially) = state.partially_invalid.as_ref().filter(|_| parent.accepted.is_true()) {
            conditions.push(stamp.condition(partially));
        }
        parents.push(json!({
            "parentRef": parent_reference(reference),
            "controllerName": analysis.controller_of(parent.gateway).unwrap_or_default(),
            "conditions": conditions,
        }));
    }
    json!({ "parents": parents })
}

/// What other controllers have written stays.
fn foreign_parents(analysis: &Analysis, route: &Admitted<HTTPRoute>) -> Vec<Value> {
    let ours = analysis.world.gateway_classes.iter().zip(&analysis.graph.classes);
    let ours: Vec<_> = ours
        .filter(|(_, state)| state.ours)
        .map(|(class, _)| class.body.spec.controller_name.as_str())
        .collect();
    let written = analysis.sources.documents.get(route.document.0).map(|document| &document.value);
    let parents = written.and_then(|value| value.get("status")?.get("parents")?.as_array());
    let foreign = |parent: &&Value| {
        parent.get("controllerName").and_then(Value::as_str).is_some_and(|name| !ours.contains(&name))
    };
    parents.into_iter().flatten().filter(foreign).cloned().collect()
}

/// As written, with the defaults that the API server adds.
fn parent_reference(reference: &ParentReference) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("group", reference.group.as_str().into());
    put("kind", reference.kind.as_str().into());
    if let Some(namespace) = &reference.namespace {
        put("namespace", namespace.as_str().into());
    }
    put("name", reference.name.as_str().into());
    if let Some(section) = &reference.section_name {
        put("sectionName", section.as_str().into());
    }
    if let Some(port) = reference.port {
        put("port", port.into());
    }
    Value::Object(fields)
}

/// The object as written, in the namespace that it goes to, with its new status.
fn with_status<T: Kind>(analysis: &Analysis, object: &Admitted<T>, status: Option<Value>) -> Value {
    let written = analysis.sources.documents.get(object.document.0).map(|document| document.value.clone());
    let mut value = written.unwrap_or_default();
    if !object.meta.namespace.is_empty()
        && let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("namespace".to_owned(), object.meta.namespace.as_str().into());
    }
    if let (Some(status), Some(fields)) = (status, value.as_object_mut()) {
        fields.insert("status".to_owned(), status);
    }
    value
}
