use super::{
    Elsewhere, ElsewhereReason, GatewayParent, GatewayState, ParentState, Refusal, RuleState, condition::*,
    hostname,
};
use crate::{
    admit::{Admitted, World},
    api::{self, FromNamespaces, Gateway, HTTPRoute, Listener, ParentReference},
    source::FieldPath,
};

/// One `parentRefs` entry of a route, against its Gateway.
pub(super) fn state(
    route: &Admitted<HTTPRoute>,
    number: usize,
    reference: &ParentReference,
    rules: &[RuleState],
    world: &World,
    gateways: &[GatewayState],
) -> ParentState {
    let (index, gateway, state) = match target(route, reference, world, gateways) {
        Ok(found) => found,
        Err(elsewhere) => return ParentState::Elsewhere(elsewhere),
    };
    let listeners: Vec<_> = gateway
        .body
        .spec
        .listeners
        .iter()
        .zip(&state.listeners)
        .map(|(listener, state)| {
            let supported = state.supported_kinds.iter().any(|kind| kind.kind == "HTTPRoute");
            verdict(route, reference, gateway, listener, supported, world)
        })
        .collect();
    let path = FieldPath::root().field("spec").field("parentRefs").index(number);
    let accepted = accepted(route, reference, gateway, &listeners, rules, &path);
    ParentState::Gateway(GatewayParent { gateway: index, accepted, listeners })
}

type Target<'a> = (usize, &'a Admitted<Gateway>, &'a GatewayState);

fn target<'a>(
    route: &Admitted<HTTPRoute>,
    reference: &ParentReference,
    world: &'a World,
    gateways: &'a [GatewayState],
) -> Result<Target<'a>, Elsewhere> {
    let elsewhere = |why, message: String, hint: Option<String>| Err(Elsewhere { why, message, hint });
    if reference.group != api::GROUP || reference.kind != "Gateway" {
        return elsewhere(
            ElsewhereReason::NotAGateway,
            format!(
                "parent `{}` is a {}, and routes attach to Gateways here",
                reference.name, reference.kind
            ),
            None,
        );
    }
    let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
    let Some(index) = world.gateways.iter().position(|gateway| gateway.meta.is(namespace, &reference.name))
    else {
        let elsewhere_named: Vec<_> = world
            .gateways
            .iter()
            .filter(|gateway| gateway.meta.name == reference.name)
            .map(|gateway| format!("`{}`", gateway.meta.full_name()))
            .collect();
        let all: Vec<_> =
            world.gateways.iter().map(|gateway| format!("`{}`", gateway.meta.full_name())).collect();
        let hint = match (elsewhere_named.as_slice(), all.as_slice()) {
            ([], []) => "add the Gateway to the input".to_owned(),
            ([], all) => format!("the input has Gateway {}", all.join(", ")),
            (same, _) => format!("did you mean {}? set the parentRef's namespace", same.join(", ")),
        };
        return elsewhere(
            ElsewhereReason::NotFound,
            format!(
                "Gateway `{namespace}/{}` does not exist, so the route is not served there",
                reference.name
            ),
            Some(hint),
        );
    };
    match (world.gateways.get(index), gateways.get(index)) {
        (Some(gateway), Some(state)) if state.class.is_some() => Ok((index, gateway, state)),
        (_, state) => elsewhere(
            ElsewhereReason::NotManaged,
            format!(
                "no controller takes Gateway `{namespace}/{}`, so the route is not served there: {}",
                reference.name,
                state.map(|state| state.accepted.message.as_str()).unwrap_or_default()
            ),
            None,
        ),
    }
}

/// Whether one listener takes the route: the parentRef's section and port, then kind, then
/// namespace, then host names. Answers the route's host names that meet the listener's.
fn verdict(
    route: &Admitted<HTTPRoute>,
    reference: &ParentReference,
    gateway: &Admitted<Gateway>,
    listener: &Listener,
    kind_supported: bool,
    world: &World,
) -> Result<Vec<String>, Refusal> {
    if reference.section_name.as_ref().is_some_and(|name| !name.is_empty() && *name != listener.name) {
        return Err(Refusal::SectionName);
    }
    if reference.port.is_some_and(|port| port != listener.port) {
        return Err(Refusal::Port);
    }
    if !kind_supported {
        return Err(Refusal::Kind);
    }
    if !namespace_allowed(&route.meta.namespace, gateway, listener, world) {
        return Err(Refusal::Namespace);
    }
    let names = &route.body.spec.hostnames;
    let listener = listener.hostname.as_deref().filter(|name| !name.is_empty()).map(str::to_ascii_lowercase);
    let meeting: Vec<_> = names
        .iter()
        .map(|name| name.to_ascii_lowercase())
        .filter(|name| hostname::intersect(listener.as_deref(), name))
        .collect();
    if !names.is_empty() && meeting.is_empty() { Err(Refusal::Hostname) } else { Ok(meeting) }
}

/// `RouteNamespaces`.
fn namespace_allowed(
    namespace: &str,
    gateway: &Admitted<Gateway>,
    listener: &Listener,
    world: &World,
) -> bool {
    let allowed = &listener.allowed_routes.namespaces;
    match allowed.from {
        FromNamespaces::All => true,
        FromNamespaces::Same => namespace == gateway.meta.namespace,
        FromNamespaces::None => false,
        FromNamespaces::Selector => allowed
            .selector
            .as_ref()
            .is_some_and(|selector| selector.matches(&world.namespace_labels(namespace))),
    }
}

/// A route is accepted when a listener takes it and a rule of it is served
/// (`ParentReference.sectionName`, `RouteParentStatus.conditions`).
fn accepted(
    route: &Admitted<HTTPRoute>,
    reference: &ParentReference,
    gateway: &Admitted<Gateway>,
    listeners: &[Result<Vec<String>, Refusal>],
    rules: &[RuleState],
    path: &FieldPath,
) -> Condition<RouteAccepted> {
    let name = gateway.meta.full_name();
    let names = || {
        let listed = gateway.body.spec.listeners.iter().map(|listener| format!("`{}`", listener.name));
        listed.collect::<Vec<_>>().join(", ")
    };
    let refused = |refusal: &Refusal| listeners.iter().any(|verdict| verdict.as_ref() == Err(refusal));
    if listeners.iter().any(Result::is_ok) {
        return match rules.iter().map(|rule| rule.invalid.as_ref()).collect::<Option<Vec<_>>>() {
            Some(faults) if !faults.is_empty() => {
                let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
                let reason = faults.first().map_or(RouteAccepted::UnsupportedValue, |fault| fault.reason);
                Condition::new(reason, format!("no rule can be served: {}", messages.join("; ")))
            }
            _ => Condition::new(RouteAccepted::Accepted, "the route is accepted"),
        };
    }
    if refused(&Refusal::Hostname) {
        let hosts: Vec<_> = gateway
            .body
            .spec
            .listeners
            .iter()
            .filter_map(|listener| listener.hostname.as_ref())
            .map(|host| format!("`{host}`"))
            .collect();
        return Condition::new(
            RouteAccepted::NoMatchingListenerHostname,
            format!(
                "no hostname of the route meets a listener's hostname of Gateway `{name}`: {}",
                hosts.join(", ")
            ),
        )
        .at(FieldPath::root().field("spec").field("hostnames"))
        .hint("name a host that a listener has, or widen the listener's hostname");
    }
    if refused(&Refusal::Namespace) {
        return Condition::new(
            RouteAccepted::NotAllowedByListeners,
            format!("no listener of Gateway `{name}` takes routes from namespace `{}`", route.meta.namespace),
        )
        .at(path.clone())
        .hint("set `allowedRoutes.namespaces.from` of the listener to `All`, or to `Selector` with a selector that the namespace's labels match");
    }
    if refused(&Refusal::Kind) {
        return Condition::new(
            RouteAccepted::NotAllowedByListeners,
            format!("no listener of Gateway `{name}` takes HTTPRoutes"),
        )
        .at(path.clone())
        .hint("add a listener of protocol `HTTP` whose `allowedRoutes.kinds` has `HTTPRoute` or is empty");
    }
    let (what, field) = match (&reference.section_name, reference.port) {
        (Some(section), Some(port)) => (format!("named `{section}` with port {port}"), "sectionName"),
        (Some(section), None) => (format!("named `{section}`"), "sectionName"),
        (None, Some(port)) => (format!("with port {port}"), "port"),
        (None, None) => ("at all".to_owned(), "name"),
    };
    Condition::new(RouteAccepted::NoMatchingParent, format!("Gateway `{name}` has no listener {what}"))
        .at(path.field(field))
        .hint(format!("its listeners are {}", names()))
}
