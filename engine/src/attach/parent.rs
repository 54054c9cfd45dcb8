use std::sync::Arc;

use super::{
    Elsewhere, ElsewhereReason, GatewayParent, GatewayState, ListenerSetState, ListenerVerdict, ParentPlace,
    Refusal, RuleState,
    condition::*,
    hostname,
    lookup::{Lookup, Namespaces},
};
use crate::{
    SharedStr,
    admit::{Admitted, Meta, closest},
    api::{self, Listener, ParentReference, Route},
    source::{FieldPath, hint},
};
#[cfg(feature = "assist")]
use crate::{admit::World, api::RouteKind, attach::ListenerState};

/// The Gateways and ListenerSets that routes can attach to.
pub(super) struct Parents<'a> {
    pub(super) lookup: &'a Lookup<'a>,
    pub(super) gateways: &'a [GatewayState],
    pub(super) sets: &'a [ListenerSetState],
}

/// A parent before the verdict on the route as a whole.
pub(super) struct Target<'a> {
    pub(super) gateway: usize,
    pub(super) set: Option<usize>,
    /// Of the Gateway or the ListenerSet.
    meta: &'a Meta,
}

impl<'a> Parents<'a> {
    /// What a parentRef leads to.
    pub(super) fn find(
        &self,
        route: &Admitted<Route>,
        reference: &ParentReference,
    ) -> Result<Target<'a>, Elsewhere> {
        match (reference.group.as_str(), reference.kind.as_str()) {
            (api::GROUP, "Gateway") => self.find_gateway(route, reference),
            (api::GROUP, "ListenerSet") => self.find_set(route, reference),
            _ => Err(Elsewhere {
                why: ElsewhereReason::NotAGateway,
                message: format!(
                    "parent `{}` is a {}, and routes attach to Gateways and ListenerSets here",
                    reference.name, reference.kind
                ),
                hint: None,
            }),
        }
    }

    fn find_gateway(
        &self,
        route: &Admitted<Route>,
        reference: &ParentReference,
    ) -> Result<Target<'a>, Elsewhere> {
        let namespace = reference.namespace.as_deref().unwrap_or(&route.meta.namespace);
        let name = || [namespace, "/", &reference.name].concat();
        let Some((number, gateway)) = self.lookup.gateway(namespace, &reference.name) else {
            return Err(Elsewhere {
                why: ElsewhereReason::NotFound,
                message: format!("Gateway `{}` does not exist, so the route is not served there", name()),
                hint: hint(|| known_gateways(&reference.name, self.lookup)),
            });
        };
        match self.gateways.get(number) {
            Some(state) if state.class.is_some() => {
                Ok(Target { gateway: number, set: None, meta: &gateway.meta })
            }
            state => Err(Elsewhere {
                why: ElsewhereReason::NotManaged,
                message: format!(
                    "no controller takes Gateway `{}`, so the route is not served there: {}",
                    name(),
                    state.map(|state| state.accepted.message.as_str()).unwrap_or_default()
                ),
                hint: None,
            }),
        }
    }

    fn find_set(
        &self,
        route: &Admitted<Route>,
        reference: &ParentReference,
    ) -> Result<Target<'a>, Elsewhere> {
        let namespace = reference.namespace.as_deref().unwrap_or(&route.meta.namespace);
        let name = || [namespace, "/", &reference.name].concat();
        let Some((number, set)) = self.lookup.listener_set(namespace, &reference.name) else {
            return Err(Elsewhere {
                why: ElsewhereReason::NotFound,
                message: format!("ListenerSet `{}` does not exist, so the route is not served there", name()),
                hint: hint(|| {
                    let sets = self.lookup.world.listener_sets.iter().map(|set| &set.meta);
                    known("ListenerSet", &reference.name, sets)
                }),
            });
        };
        match self.sets.get(number) {
            Some(ListenerSetState::Gateway { gateway, .. }) => {
                Ok(Target { gateway: *gateway, set: Some(number), meta: &set.meta })
            }
            Some(ListenerSetState::Elsewhere(elsewhere)) => Err(Elsewhere {
                why: ElsewhereReason::NotManaged,
                message: format!(
                    "ListenerSet `{}` has no Gateway of ours, so the route is not served there: {}",
                    name(),
                    elsewhere.message
                ),
                hint: None,
            }),
            None => Err(Elsewhere {
                why: ElsewhereReason::NotManaged,
                message: format!("ListenerSet `{}` is unknown", name()),
                hint: None,
            }),
        }
    }

    /// The verdict of each of the parent's own listeners.
    pub(super) fn verdicts(
        &self,
        route: &Admitted<Route>,
        reference: &ParentReference,
        target: &Target<'_>,
    ) -> Vec<ListenerVerdict> {
        let Some(state) = self.gateways.get(target.gateway) else { return Vec::new() };
        let verdict = |(listener, state): (usize, &super::ListenerState)| {
            let supported = state.supported_kinds.iter().any(|kind| kind.kind == route.body.kind.name());
            let result = self.verdict(route, reference, &target.meta.namespace, &state.spec, supported);
            ListenerVerdict { listener, result }
        };
        state.listeners_of(target.set).map(verdict).collect()
    }

    /// Whether one listener takes the route: the parentRef's section and port, then kind, then
    /// namespace, then host names. Answers the route's host names that meet the listener's.
    fn verdict(
        &self,
        route: &Admitted<Route>,
        reference: &ParentReference,
        namespace: &str,
        listener: &Listener,
        kind_supported: bool,
    ) -> Result<Arc<[SharedStr]>, Refusal> {
        if reference.section_name.as_ref().is_some_and(|name| !name.is_empty() && *name != listener.name) {
            return Err(Refusal::SectionName);
        }
        if reference.port.is_some_and(|port| port != listener.port) {
            return Err(Refusal::Port);
        }
        if !kind_supported {
            return Err(Refusal::Kind(route.body.kind));
        }
        let prospect = Prospect { namespace: &route.meta.namespace, hostnames: &route.body.hostnames };
        prospect.meets(&self.lookup.namespaces, namespace, listener)
    }
}

/// What a listener asks of a route.
struct Prospect<'a> {
    namespace: &'a str,
    hostnames: &'a [SharedStr],
}

impl Prospect<'_> {
    /// Whether a listener of an owner in `namespace` takes routes from the route's namespace and for its
    /// host names. Answers those that meet the listener's.
    fn meets(
        &self,
        namespaces: &Namespaces<'_>,
        namespace: &str,
        listener: &Listener,
    ) -> Result<Arc<[SharedStr]>, Refusal> {
        let allowed = &listener.allowed_routes.namespaces;
        let choice = (allowed.from, allowed.selector.as_ref());
        if !namespaces.chooses(choice, namespace, self.namespace) {
            return Err(Refusal::Namespace);
        }
        let names = self.hostnames;
        let listener =
            listener.hostname.as_deref().filter(|name| !name.is_empty()).map(str::to_ascii_lowercase);
        let meeting: Arc<[_]> = names
            .iter()
            .map(SharedStr::lower)
            .filter(|name| hostname::intersect(listener.as_deref(), name))
            .collect();
        if !names.is_empty() && meeting.is_empty() { Err(Refusal::Hostname) } else { Ok(meeting) }
    }
}

/// A route that is still being written, for listeners to judge.
#[cfg(feature = "assist")]
pub(crate) struct Draft<'w> {
    namespaces: Namespaces<'w>,
    kind: RouteKind,
    namespace: String,
    hostnames: Vec<SharedStr>,
}

#[cfg(feature = "assist")]
impl<'w> Draft<'w> {
    pub(crate) fn new(world: &'w World, kind: RouteKind, namespace: &str, hostnames: Vec<SharedStr>) -> Self {
        Draft { namespaces: Namespaces::of(world), kind, namespace: namespace.to_owned(), hostnames }
    }

    /// Whether a listener would take the route. The listener's owner is in `namespace`.
    pub(crate) fn verdict(&self, namespace: &str, listener: &ListenerState) -> Result<(), Refusal> {
        if !listener.supported_kinds.iter().any(|kind| kind.kind == self.kind.name()) {
            return Err(Refusal::Kind(self.kind));
        }
        let prospect = Prospect { namespace: &self.namespace, hostnames: &self.hostnames };
        prospect.meets(&self.namespaces, namespace, &listener.spec).map(drop)
    }
}

/// A route is accepted when a listener takes it and a rule of it is served
/// (`ParentReference.sectionName`, `RouteParentStatus.conditions`).
pub(super) fn accepted(
    route: &Admitted<Route>,
    reference: &ParentReference,
    place: ParentPlace,
    parent: &GatewayParent,
    rules: &[RuleState],
    parents: &Parents<'_>,
) -> Condition<RouteAccepted> {
    if parent.listeners.iter().any(|verdict| verdict.result.is_ok()) {
        return of_rules(rules);
    }
    let told = Telling { route, reference, place, parent, parents };
    // The refusal of the listener that came closest to taking the route.
    let refusals = || parent.listeners.iter().filter_map(|verdict| verdict.result.as_ref().err());
    if let Some(Refusal::Rival(other)) = refusals().find(|refusal| matches!(refusal, Refusal::Rival(_))) {
        told.rival(other)
    } else if refusals().any(|refusal| *refusal == Refusal::Hostname) {
        told.hostname()
    } else if refusals().any(|refusal| *refusal == Refusal::Namespace) {
        told.namespace()
    } else if refusals().any(|refusal| matches!(refusal, Refusal::Kind(_))) {
        told.kind()
    } else {
        told.no_listener()
    }
}

fn of_rules(rules: &[RuleState]) -> Condition<RouteAccepted> {
    match rules.iter().map(|rule| rule.invalid.as_deref()).collect::<Option<Vec<_>>>() {
        Some(faults) if !faults.is_empty() => {
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
            let reason = faults.first().map_or(RouteAccepted::UnsupportedValue, |fault| fault.reason);
            Condition::new(reason, format!("no rule can be served: {}", messages.join("; ")))
        }
        _ => Condition::new(RouteAccepted::Accepted, "the route is accepted"),
    }
}

/// Says why no listener takes a route.
struct Telling<'a> {
    route: &'a Admitted<Route>,
    reference: &'a ParentReference,
    place: ParentPlace,
    parent: &'a GatewayParent,
    parents: &'a Parents<'a>,
}

impl Telling<'_> {
    fn parent_name(&self) -> String {
        let world = self.parents.lookup.world;
        match self.parent.set {
            Some(set) => {
                let name = world.listener_sets.get(set).map(|set| set.meta.full_name());
                format!("ListenerSet `{}`", name.unwrap_or_default())
            }
            None => {
                let name = world.gateways.get(self.parent.gateway).map(|gateway| gateway.meta.full_name());
                format!("Gateway `{}`", name.unwrap_or_default())
            }
        }
    }

    fn listeners(&self) -> impl Iterator<Item = &Listener> {
        let state = self.parents.gateways.get(self.parent.gateway);
        let own = state.into_iter().flat_map(|state| state.listeners_of(self.parent.set));
        own.map(|(_, listener)| &listener.spec)
    }

    fn rival(&self, other: &str) -> Condition<RouteAccepted> {
        Condition::new(
            RouteAccepted::RouteConflict,
            format!("{other} is older and has the same hostname on {}", self.parent_name()),
        )
        .at(self.hostnames())
        .hint("give the HTTPRoute and the GRPCRoute hostnames of their own, or listeners of their own")
    }

    /// Where the route's host names are written, or the parentRef of one that names none.
    fn hostnames(&self) -> FieldPath {
        if self.route.body.hostnames.is_empty() {
            self.place.path()
        } else {
            FieldPath::root().field("spec").field("hostnames")
        }
    }

    fn hostname(&self) -> Condition<RouteAccepted> {
        let quoted = |names: Vec<&str>| {
            names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let own = quoted(self.route.body.hostnames.iter().map(SharedStr::as_str).collect());
        let theirs = quoted(self.listeners().filter_map(|listener| listener.hostname.as_deref()).collect());
        Condition::new(
            RouteAccepted::NoMatchingListenerHostname,
            format!(
                "no hostname of the route ({own}) meets a listener's hostname of {} ({theirs})",
                self.parent_name()
            ),
        )
        .at(self.hostnames())
        .hint("name a host that a listener has, or widen the listener's hostname")
    }

    fn namespace(&self) -> Condition<RouteAccepted> {
        Condition::new(
            RouteAccepted::NotAllowedByListeners,
            format!(
                "no listener of {} takes routes from namespace `{}`",
                self.parent_name(),
                self.route.meta.namespace
            ),
        )
        .at(self.place.path())
        .hint("set `allowedRoutes.namespaces.from` of the listener to `All`, or to `Selector` with a selector that the namespace's labels match")
    }

    fn kind(&self) -> Condition<RouteAccepted> {
        let kind = self.route.body.kind;
        let protocols = match kind {
            api::RouteKind::Http | api::RouteKind::Grpc => "`HTTP` or `HTTPS`",
            api::RouteKind::Tls => "`TLS`",
            api::RouteKind::Tcp => "`TCP`",
            api::RouteKind::Udp => "`UDP`",
        };
        let name = kind.name();
        Condition::new(
            RouteAccepted::NotAllowedByListeners,
            format!("no listener of {} takes {name}s", self.parent_name()),
        )
        .at(self.place.path())
        .hint_of(|| {
            format!(
                "add a listener of protocol {protocols} whose `allowedRoutes.kinds` has `{name}` or is empty"
            )
        })
    }

    /// A ListenerSet that its Gateway does not take has no listeners to attach to.
    fn refused_set(&self) -> Option<Condition<RouteAccepted>> {
        let state = self.parents.sets.get(self.parent.set?)?;
        let ListenerSetState::Gateway { accepted, .. } = state else { return None };
        (accepted.reason == ListenerSetAccepted::NotAllowed).then(|| {
            let message = format!("{} has no listeners in effect: {}", self.parent_name(), accepted.message);
            Condition::new(RouteAccepted::NoMatchingParent, message)
                .at(self.place.path().field("name"))
                .hint("let the Gateway take the ListenerSet first")
        })
    }

    fn no_listener(&self) -> Condition<RouteAccepted> {
        if let Some(condition) = self.refused_set() {
            return condition;
        }
        let (what, field) = match (&self.reference.section_name, self.reference.port) {
            (Some(section), Some(port)) => (format!("named `{section}` with port {port}"), "sectionName"),
            (Some(section), None) => (format!("named `{section}`"), "sectionName"),
            (None, Some(port)) => (format!("with port {port}"), "port"),
            (None, None) => ("at all".to_owned(), "name"),
        };
        Condition::new(
            RouteAccepted::NoMatchingParent,
            format!("{} has no listener {what}", self.parent_name()),
        )
        .at(self.place.path().field(field))
        .hint_of(|| self.nearest_listener())
    }

    /// The name or the port that was meant, else all there are.
    fn nearest_listener(&self) -> String {
        let names: Vec<_> = self.listeners().map(|listener| listener.name.as_str()).collect();
        let meant = self.reference.section_name.as_deref();
        if let Some(near) = meant.and_then(|meant| closest(meant, names.iter().copied())) {
            return format!("did you mean `{near}`?");
        }
        let listed = self.listeners().map(|listener| format!("`{}` (port {})", listener.name, listener.port));
        match listed.collect::<Vec<_>>().as_slice() {
            [] => "it has no listeners".to_owned(),
            listed => format!("its listeners are {}", listed.join(", ")),
        }
    }
}

pub(super) fn known_gateways(name: &str, lookup: &Lookup<'_>) -> String {
    known("Gateway", name, lookup.world.gateways.iter().map(|gateway| &gateway.meta))
}

/// What a name that leads nowhere may have meant.
fn known<'a>(kind: &str, name: &str, objects: impl Iterator<Item = &'a Meta> + Clone) -> String {
    let full = |list: Vec<&Meta>| -> Vec<String> {
        list.into_iter().map(|meta| format!("`{}`", meta.full_name())).collect()
    };
    let same = full(objects.clone().filter(|meta| meta.name == name).collect());
    if !same.is_empty() {
        return format!("did you mean {}? set the parentRef's namespace", same.join(", "));
    }
    if let Some(near) = closest(name, objects.clone().map(|meta| meta.name.as_str())) {
        return format!("did you mean `{near}`?");
    }
    // A large input has too many to list.
    match full(objects.take(8).collect()).as_slice() {
        [] => format!("add the {kind} to the input"),
        all => format!("the input has {kind} {}", all.join(", ")),
    }
}
