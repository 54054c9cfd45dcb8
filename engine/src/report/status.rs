//! `status`, as the controller would write it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    admit::{Admitted, Meta},
    analysis::Analysis,
    api::{self, Gateway, ParentReference, Route, RouteGroupKind},
    attach::{
        ANCESTORS_MAX, ClassState, Condition, GatewayState, ListenerSetState, ListenerState, ParentState,
        Reason, RouteParent, RouteState,
    },
    source::DocId,
};

/// All admitted objects that the input has, in its order, those of ours with a status.
pub(super) fn objects(analysis: &Analysis, now: &str, wanted: &dyn Fn(DocId) -> bool) -> Vec<Value> {
    let written = Written { analysis, now };
    let mut statuses = written.statuses();
    let mut objects: Vec<(usize, &Meta)> = analysis
        .world
        .objects()
        .filter(|(document, _)| wanted(*document))
        .map(|(document, meta)| (document.0, meta))
        .collect();
    objects.sort_by_key(|(document, _)| *document);
    let with_status =
        |(document, meta): (usize, &Meta)| with_status(analysis, document, meta, statuses.remove(&document));
    objects.into_iter().map(with_status).collect()
}

/// The statuses that the controller writes.
struct Written<'a> {
    analysis: &'a Analysis,
    now: &'a str,
}

impl Written<'_> {
    /// By document.
    fn statuses(&self) -> BTreeMap<usize, Value> {
        let Analysis { world, graph, .. } = self.analysis;
        let mut list = BTreeMap::new();
        for (class, state) in world.gateway_classes.iter().zip(&graph.classes).filter(|(_, state)| state.ours)
        {
            list.insert(class.document.0, class_status(&self.stamp(&class.meta), state));
        }
        for (gateway, state) in world.gateways.iter().zip(&graph.gateways) {
            let attached = self.attached_sets(gateway);
            list.insert(
                gateway.document.0,
                gateway_status(&self.stamp(&gateway.meta), gateway, state, attached),
            );
        }
        for (number, (set, state)) in world.listener_sets.iter().zip(&graph.listener_sets).enumerate() {
            if let Some(status) = self.listener_set_status(number, &self.stamp(&set.meta), state) {
                list.insert(set.document.0, status);
            }
        }
        for (route, state) in world.routes.iter().zip(&graph.routes) {
            let status = route_status(self.analysis, &self.stamp(&route.meta), route, state);
            list.insert(route.document.0, status);
        }
        for (policy, state) in world.backend_tls_policies.iter().zip(&graph.policies.backend_tls) {
            let stamp = self.stamp(&policy.meta);
            let conditions = vec![stamp.condition(&state.accepted), stamp.condition(&state.resolved_refs)];
            list.insert(
                policy.document.0,
                self.policy_status(policy.document.0, &state.ancestors, &conditions),
            );
        }
        for (policy, state) in world.backend_traffic_policies.iter().zip(&graph.policies.backend_traffic) {
            let conditions = vec![self.stamp(&policy.meta).condition(&state.accepted)];
            list.insert(
                policy.document.0,
                self.policy_status(policy.document.0, &state.ancestors, &conditions),
            );
        }
        list
    }

    fn stamp(&self, meta: &Meta) -> Stamp<'_> {
        Stamp { generation: meta.generation, now: self.now }
    }

    /// `GatewayStatus.attachedListenerSets`: how many are accepted.
    fn attached_sets(&self, gateway: &Admitted<Gateway>) -> usize {
        let Analysis { world, graph, .. } = self.analysis;
        let ours = |state: &&ListenerSetState| match state {
            ListenerSetState::Gateway { gateway: number, accepted, .. } => {
                accepted.is_true()
                    && world.gateways.get(*number).is_some_and(|other| other.document == gateway.document)
            }
            ListenerSetState::Elsewhere(_) => false,
        };
        graph.listener_sets.iter().filter(ours).count()
    }

    fn listener_set_status(&self, set: usize, stamp: &Stamp<'_>, state: &ListenerSetState) -> Option<Value> {
        let ListenerSetState::Gateway { gateway, accepted, programmed } = state else { return None };
        let gateway = self.analysis.graph.gateways.get(*gateway)?;
        let listeners: Vec<_> =
            gateway.listeners_of(Some(set)).map(|(_, listener)| listener_status(stamp, listener)).collect();
        Some(json!({
            "conditions": [stamp.condition(accepted), stamp.condition(programmed)],
            "listeners": listeners,
        }))
    }

    /// `PolicyStatus`: an entry for each Gateway below which the policy matters; those of other
    /// controllers stay.
    fn policy_status(&self, document: usize, ancestors: &[usize], conditions: &[Value]) -> Value {
        let mut list = foreign(self.analysis, document, "ancestors");
        let room = ANCESTORS_MAX.saturating_sub(list.len());
        list.extend(ancestors.iter().take(room).filter_map(|number| {
            let gateway = self.analysis.world.gateways.get(*number)?;
            Some(json!({
                "ancestorRef": {
                    "group": api::GROUP,
                    "kind": "Gateway",
                    "namespace": gateway.meta.namespace,
                    "name": gateway.meta.name,
                },
                "controllerName": self.analysis.controller_of(*number).unwrap_or_default(),
                "conditions": conditions,
            }))
        }));
        json!({ "ancestors": list })
    }
}

/// What every condition of one object carries.
struct Stamp<'a> {
    generation: i64,
    now: &'a str,
}

impl Stamp<'_> {
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

fn gateway_status(
    stamp: &Stamp<'_>,
    gateway: &Admitted<Gateway>,
    state: &GatewayState,
    attached_sets: usize,
) -> Value {
    let mut conditions = vec![stamp.condition(&state.accepted), stamp.condition(&state.programmed)];
    conditions.extend(state.resolved_refs.as_ref().map(|condition| stamp.condition(condition)));
    conditions.extend(state.insecure_frontend.as_ref().map(|condition| stamp.condition(condition)));
    conditions.extend(state.default.as_ref().map(|condition| stamp.condition(condition)));
    let mut status = json!({ "conditions": conditions });
    if state.class.is_some()
        && let Some(fields) = status.as_object_mut()
    {
        let listeners: Vec<_> =
            state.listeners_of(None).map(|(_, listener)| listener_status(stamp, listener)).collect();
        let addresses: Vec<_> = gateway
            .body
            .spec
            .addresses
            .iter()
            .filter(|address| state.programmed.is_true() && !address.value.is_empty())
            .map(|address| json!({ "type": address.kind, "value": address.value }))
            .collect();
        if !addresses.is_empty() {
            fields.insert("addresses".to_owned(), addresses.into());
        }
        if attached_sets > 0 {
            fields.insert("attachedListenerSets".to_owned(), attached_sets.into());
        }
        fields.insert("listeners".to_owned(), listeners.into());
    }
    status
}

fn listener_status(stamp: &Stamp<'_>, state: &ListenerState) -> Value {
    let kind = |kind: &RouteGroupKind| json!({ "group": kind.group, "kind": kind.kind });
    let mut conditions = vec![
        stamp.condition(&state.accepted),
        stamp.condition(&state.programmed),
        stamp.condition(&state.conflicted),
        stamp.condition(&state.resolved_refs),
    ];
    conditions.extend(state.overlapping_tls.as_ref().map(|condition| stamp.condition(condition)));
    json!({
        "name": state.spec.name,
        "supportedKinds": state.supported_kinds.iter().map(kind).collect::<Vec<_>>(),
        "attachedRoutes": state.attached.len(),
        "conditions": conditions,
    })
}

/// `RouteStatus.parents` has no room for more.
const PARENTS_MAX: usize = 32;

fn route_status(
    analysis: &Analysis,
    stamp: &Stamp<'_>,
    route: &Admitted<Route>,
    state: &RouteState,
) -> Value {
    let mut parents = foreign(analysis, route.document.0, "parents");
    for RouteParent { reference, state: parent, .. } in &state.parents {
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
    parents.truncate(PARENTS_MAX);
    json!({ "parents": parents })
}

/// What other controllers have written in a list of the status stays.
fn foreign(analysis: &Analysis, document: usize, field: &str) -> Vec<Value> {
    let ours = analysis.world.gateway_classes.iter().zip(&analysis.graph.classes);
    let ours: Vec<_> = ours
        .filter(|(_, state)| state.ours)
        .map(|(class, _)| class.body.spec.controller_name.as_str())
        .collect();
    let written = analysis.sources.documents.get(document).map(|document| &document.value);
    let entries = written.and_then(|value| value.get("status")?.get(field)?.as_array());
    let foreign = |entry: &&Value| {
        entry.get("controllerName").and_then(Value::as_str).is_some_and(|name| !ours.contains(&name))
    };
    entries.into_iter().flatten().filter(foreign).cloned().collect()
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
fn with_status(analysis: &Analysis, document: usize, meta: &Meta, status: Option<Value>) -> Value {
    let written = analysis.sources.documents.get(document).map(|document| document.value.clone());
    let mut value = written.unwrap_or_default();
    if !meta.namespace.is_empty()
        && let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("namespace".to_owned(), meta.namespace.as_str().into());
    }
    if let (Some(status), Some(fields)) = (status, value.as_object_mut()) {
        fields.insert("status".to_owned(), status);
    }
    value
}
