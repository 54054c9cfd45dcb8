//! `status`, as the controller would write it.

mod features;
mod previous;

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use self::previous::{Previous, Statuses};
use super::Moment;
use crate::{
    admit::{Admitted, Channel, Meta},
    analysis::Analysis,
    api::{self, Gateway, ParentReference, RouteGroupKind},
    attach::{
        ANCESTORS_MAX, BackendState, ClassState, Condition, GatewayProgrammed, GatewayState,
        ListenerProgrammed, ListenerSetProgrammed, ListenerSetState, ListenerState, ParentState, Reason,
        RouteParent, RouteState,
    },
    sort::sort_by_key,
    source::DocId,
};

/// All admitted objects that the input has, in its order, those of ours with a status.
pub(super) fn objects(
    analysis: &Analysis,
    moment: &Moment<'_>,
    wanted: &dyn Fn(DocId) -> bool,
) -> Vec<Value> {
    let written = Written { analysis, moment, previous: Statuses::of(analysis, wanted) };
    let mut statuses = written.statuses(wanted);
    let mut objects: Vec<(usize, &Meta)> = analysis
        .world
        .objects()
        .filter(|(document, _)| wanted(*document))
        .map(|(document, meta)| (document.0, meta))
        .collect();
    sort_by_key(&mut objects, |(document, _)| *document);
    let with_status =
        |(document, meta): (usize, &Meta)| with_status(analysis, document, meta, statuses.take(document));
    objects.into_iter().map(with_status).collect()
}

/// The statuses that the controller writes.
struct Written<'a> {
    analysis: &'a Analysis,
    moment: &'a Moment<'a>,
    previous: Statuses,
}

/// The status of each document that has one, by its number.
#[derive(Default)]
struct ByDocument(Vec<Option<Value>>);

impl ByDocument {
    fn insert(&mut self, document: usize, status: Value) {
        if self.0.len() <= document {
            self.0.resize(document + 1, None);
        }
        if let Some(place) = self.0.get_mut(document) {
            *place = Some(status);
        }
    }

    fn take(&mut self, document: usize) -> Option<Value> {
        self.0.get_mut(document)?.take()
    }
}

impl Written<'_> {
    fn statuses(&self, wanted: &dyn Fn(DocId) -> bool) -> ByDocument {
        let Analysis { world, graph, .. } = self.analysis;
        let mut list = ByDocument::default();
        let classes = world.gateway_classes.iter().zip(&graph.classes);
        for (class, state) in classes.filter(|(class, state)| state.ours && wanted(class.document)) {
            let status = class_status(&self.stamp(class), state, self.analysis.channel);
            list.insert(class.document.0, status);
        }
        let gateways = world.gateways.iter().zip(&graph.gateways);
        for (gateway, state) in gateways.filter(|(gateway, _)| wanted(gateway.document)) {
            let stamp = self.stamp(gateway);
            // What another controller has said of its Gateway stays.
            if state.class.is_some() || !stamp.previous.has_conditions() {
                let attached = self.attached_sets(gateway);
                let address = self.moment.addresses.get(&gateway.meta.full_name()).copied();
                let addresses = addresses(&stamp, gateway, state, address);
                let held = self.held(gateway, state);
                list.insert(gateway.document.0, gateway_status(&stamp, state, held, addresses, attached));
            }
        }
        let sets = world.listener_sets.iter().zip(&graph.listener_sets).enumerate();
        for (number, (set, state)) in sets.filter(|(_, (set, _))| wanted(set.document)) {
            if let Some(status) = self.listener_set_status(number, &self.stamp(set), state) {
                list.insert(set.document.0, status);
            }
        }
        let routes = world.routes.iter().zip(&graph.routes);
        for (route, state) in routes.filter(|(route, _)| wanted(route.document)) {
            list.insert(route.document.0, route_status(self.analysis, &self.stamp(route), state));
        }
        let policies = world.backend_tls_policies.iter().zip(&graph.policies.backend_tls);
        for (policy, state) in policies.filter(|(policy, _)| wanted(policy.document)) {
            let stamp = self.stamp(policy);
            let conditions = vec![stamp.condition(&state.accepted), stamp.condition(&state.resolved_refs)];
            let status = self.policy_status(&stamp, "BackendTLSPolicy", &state.ancestors, &conditions);
            list.insert(policy.document.0, status);
        }
        let policies = world.backend_traffic_policies.iter().zip(&graph.policies.backend_traffic);
        for (policy, state) in policies.filter(|(policy, _)| wanted(policy.document)) {
            let stamp = self.stamp(policy);
            let conditions = vec![stamp.condition(&state.accepted)];
            let status = self.policy_status(&stamp, "Policy", &state.ancestors, &conditions);
            list.insert(policy.document.0, status);
        }
        let backends = world.backends.iter().zip(&graph.backends);
        for (backend, state) in backends.filter(|(backend, _)| wanted(backend.document)) {
            list.insert(backend.document.0, self.backend_status(&self.stamp(backend), state));
        }
        list
    }

    fn stamp<T>(&self, object: &Admitted<T>) -> Stamp<'_> {
        Stamp {
            generation: object.meta.generation,
            now: self.moment.now,
            previous: Previous::of(&self.previous, object.document),
        }
    }

    /// Why a Gateway that could be programmed does not have the addresses that it asks for.
    fn held(&self, gateway: &Admitted<Gateway>, state: &GatewayState) -> Option<&str> {
        let why = self.moment.unusable.get(&gateway.meta.full_name())?;
        state.programmed.is_true().then_some(why)
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
        let Analysis { world, graph, .. } = self.analysis;
        let (gateway, state) = world.gateways.get(*gateway).zip(graph.gateways.get(*gateway))?;
        let held = self.held(gateway, state);
        let listeners = state.listeners_of(Some(set));
        let listeners: Vec<_> =
            listeners.map(|(_, listener)| listener_status(stamp, listener, held)).collect();
        let programmed = match held.filter(|_| programmed.is_true()) {
            Some(why) => &Condition::new(ListenerSetProgrammed::ParentNotProgrammed, why),
            None => programmed,
        };
        let conditions = vec![stamp.condition(accepted), stamp.condition(programmed)];
        Some(json!({
            "conditions": stamp.previous.merged("ListenerSet", conditions),
            "listeners": listeners,
        }))
    }

    /// `PolicyStatus`: an entry for each Gateway below which the policy matters; those of other
    /// controllers stay.
    fn policy_status(
        &self,
        stamp: &Stamp<'_>,
        object: &str,
        ancestors: &[usize],
        conditions: &[Value],
    ) -> Value {
        let shape = Entries { list: "ancestors", reference: "ancestorRef", max: ANCESTORS_MAX };
        self.entries(stamp, &shape, object, ancestors, conditions)
    }

    /// `BackendStatus`: its entries are called as those of a route.
    fn backend_status(&self, stamp: &Stamp<'_>, state: &BackendState) -> Value {
        let shape = Entries { list: "parents", reference: "parentRef", max: PARENTS_MAX };
        let conditions = [stamp.condition(&state.accepted)];
        self.entries(stamp, &shape, "XBackend", &state.ancestors, &conditions)
    }

    /// The same conditions for each Gateway, behind the entries of other controllers.
    fn entries(
        &self,
        stamp: &Stamp<'_>,
        shape: &Entries,
        object: &str,
        gateways: &[usize],
        conditions: &[Value],
    ) -> Value {
        let mut list = stamp.previous.foreign(shape.list, self.analysis);
        let room = shape.max.saturating_sub(list.len());
        list.extend(gateways.iter().take(room).filter_map(|number| {
            let meta = &self.analysis.world.gateways.get(*number)?.meta;
            let reference = json!({
                "group": api::GROUP, "kind": "Gateway", "namespace": meta.namespace, "name": meta.name,
            });
            let controller = self.analysis.controller_of(*number).unwrap_or_default();
            let previous = stamp.previous.entry(shape.list, shape.reference, &reference, controller);
            Some(json!({
                shape.reference: reference,
                "controllerName": controller,
                "conditions": previous.merged(object, conditions.to_vec()),
            }))
        }));
        json!({ shape.list: list })
    }
}

/// A list with an entry for each Gateway: its name, that of the reference in an entry, its length.
struct Entries {
    list: &'static str,
    reference: &'static str,
    max: usize,
}

/// What every condition of one object carries, and what the object has already.
struct Stamp<'a> {
    generation: i64,
    now: &'a str,
    previous: Previous<'a>,
}

impl Stamp<'_> {
    fn condition<R: Reason>(&self, condition: &Condition<R>) -> Value {
        json!({
            "type": R::CONDITION,
            "status": condition.reason.truth().as_str(),
            "observedGeneration": self.generation,
            "lastTransitionTime": self.now,
            "reason": condition.reason.name(),
            "message": bounded(&condition.message),
        })
    }
}

/// `metav1.Condition.message` has no room for more.
const MESSAGE_MAX: usize = 32768;

fn bounded(message: &str) -> String {
    // A character is a byte at least.
    if message.len() <= MESSAGE_MAX || message.chars().count() <= MESSAGE_MAX {
        return message.to_owned();
    }
    message.chars().take(MESSAGE_MAX - 1).chain(['…']).collect()
}

fn class_status(stamp: &Stamp<'_>, state: &ClassState, channel: Channel) -> Value {
    let conditions = vec![stamp.condition(&state.accepted), stamp.condition(&state.supported_version)];
    let mut status = json!({ "conditions": stamp.previous.merged("GatewayClass", conditions) });
    if state.accepted.is_true()
        && let Some(fields) = status.as_object_mut()
    {
        fields.insert("supportedFeatures".to_owned(), features::supported(channel));
    }
    status
}

fn gateway_status(
    stamp: &Stamp<'_>,
    state: &GatewayState,
    held: Option<&str>,
    addresses: Option<Value>,
    attached_sets: usize,
) -> Value {
    let programmed = match held {
        Some(why) => &Condition::new(GatewayProgrammed::AddressNotUsable, why),
        None => &state.programmed,
    };
    let mut conditions = vec![stamp.condition(&state.accepted), stamp.condition(programmed)];
    conditions.extend(state.resolved_refs.as_ref().map(|condition| stamp.condition(condition)));
    conditions.extend(state.insecure_frontend.as_ref().map(|condition| stamp.condition(condition)));
    conditions.extend(state.default.as_ref().map(|condition| stamp.condition(condition)));
    let mut status = json!({ "conditions": stamp.previous.merged("Gateway", conditions) });
    if state.class.is_some()
        && let Some(fields) = status.as_object_mut()
    {
        let listeners: Vec<_> =
            state.listeners_of(None).map(|(_, listener)| listener_status(stamp, listener, held)).collect();
        if let Some(addresses) = addresses {
            fields.insert("addresses".to_owned(), addresses);
        }
        fields.insert("attachedListenerSets".to_owned(), attached_sets.into());
        fields.insert("listeners".to_owned(), listeners.into());
    }
    status
}

/// `GatewayStatus.addresses`: where it listens, else those of the spec. Where nobody says, what is known
/// stays.
fn addresses(
    stamp: &Stamp<'_>,
    gateway: &Admitted<Gateway>,
    state: &GatewayState,
    real: Option<IpAddr>,
) -> Option<Value> {
    let asked = &gateway.body.spec.addresses;
    let usable = asked.is_empty() || state.programmed.is_true();
    if let Some(real) = real.filter(|_| state.accepted.is_true() && usable) {
        return Some(json!([{ "type": "IPAddress", "value": real.to_string() }]));
    }
    if asked.is_empty() {
        return stamp.previous.field("addresses").cloned();
    }
    let addresses: Vec<_> = asked
        .iter()
        .filter(|address| state.programmed.is_true() && !address.value.is_empty())
        .map(|address| json!({ "type": address.kind, "value": address.value }))
        .collect();
    (!addresses.is_empty()).then(|| addresses.into())
}

/// A Gateway that is `held` back has no listener that is programmed.
fn listener_status(stamp: &Stamp<'_>, state: &ListenerState, held: Option<&str>) -> Value {
    let kind = |kind: &RouteGroupKind| json!({ "group": kind.group, "kind": kind.kind });
    let programmed = match held.filter(|_| state.programmed.is_true()) {
        Some(why) => {
            let message = format!("the Gateway is not programmed: {why}");
            &Condition::new(ListenerProgrammed::Pending, message)
        }
        None => &state.programmed,
    };
    let mut conditions = vec![
        stamp.condition(&state.accepted),
        stamp.condition(programmed),
        stamp.condition(&state.conflicted),
        stamp.condition(&state.resolved_refs),
    ];
    conditions.extend(state.overlapping_tls.as_ref().map(|condition| stamp.condition(condition)));
    json!({
        "name": state.spec.name,
        "supportedKinds": state.supported_kinds.iter().map(kind).collect::<Vec<_>>(),
        "attachedRoutes": state.attached.len(),
        "conditions": stamp.previous.listener(&state.spec.name).merged("Listener", conditions),
    })
}

/// `RouteStatus.parents` and `BackendStatus.parents` have no room for more.
const PARENTS_MAX: usize = 32;

fn route_status(analysis: &Analysis, stamp: &Stamp<'_>, state: &RouteState) -> Value {
    let mut parents = stamp.previous.foreign("parents", analysis);
    for RouteParent { reference, state: parent, .. } in &state.parents {
        let ParentState::Gateway(parent) = parent else { continue };
        let mut conditions = vec![stamp.condition(&parent.accepted), stamp.condition(&state.resolved_refs)];
        if let Some(partially) = state.partially_invalid.as_ref().filter(|_| parent.accepted.is_true()) {
            conditions.push(stamp.condition(partially));
        }
        let reference = parent_reference(reference);
        let controller = analysis.controller_of(parent.gateway).unwrap_or_default();
        let previous = stamp.previous.entry("parents", "parentRef", &reference, controller);
        parents.push(json!({
            "parentRef": reference,
            "controllerName": controller,
            "conditions": previous.merged("Route", conditions),
        }));
    }
    parents.truncate(PARENTS_MAX);
    json!({ "parents": parents })
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
    let mut value = analysis.sources.value(DocId(document)).unwrap_or_default();
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
