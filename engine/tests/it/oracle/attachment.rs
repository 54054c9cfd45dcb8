//! `ParentReference`, `AllowedRoutes`, the `hostnames` of routes: which listener has which route.

use engine::{
    admit::{Admitted, World},
    api::{
        ParentReference, PathMatchType, Route, RouteKind, RouteMatch, RouteRule, ValueMatch, ValueMatchType,
    },
};

use super::{age, hostname, listeners, listeners::Owned};
use crate::random::regex;

/// The routes of a listener, the oldest first.
pub(crate) fn routes(world: &World, on: &Owned<'_>) -> Vec<usize> {
    let mut order: Vec<_> = (0..world.routes.len()).collect();
    order.sort_by(|left, right| age::first(&world.routes[*left].meta, &world.routes[*right].meta));
    let mut standing: Vec<usize> = Vec::new();
    for number in order {
        let route = &world.routes[number];
        let refused = || standing.iter().any(|older| are_rivals(&world.routes[*older], route, on));
        if wants_and_may(world, route, on) && !refused() {
            standing.push(number);
        }
    }
    standing
}

/// Whether nothing else keeps a route, `namespace/name`, from a listener that it is not on.
pub(crate) fn is_refused_for_a_rival(world: &World, route: &str, on: &Owned<'_>) -> bool {
    let mut named = world.routes.iter().filter(|one| one.meta.full_name() == route);
    named.any(|route| wants_and_may(world, route, on))
}

fn wants_and_may(world: &World, route: &Admitted<Route>, on: &Owned<'_>) -> bool {
    let spec = &route.body;
    let allowed = &on.listener.allowed_routes.namespaces;
    let (owner, own) = (&on.owner.namespace, &route.meta.namespace);
    spec.parent_refs.iter().any(|parent| selects(parent, route, on))
        && listeners::chosen(world, allowed.from, allowed.selector.as_ref(), owner, own)
        && kind_allowed(route.body.kind, on)
        && hostname::that_count(route, on.listener).is_none_or(|names| !names.is_empty())
        && (spec.rules.is_empty() || spec.rules.iter().any(rule_is_valid))
}

/// Whether a parentRef means the listener.
fn selects(parent: &ParentReference, route: &Admitted<Route>, on: &Owned<'_>) -> bool {
    names_owner(parent, route, on)
        && parent.section_name.as_ref().is_none_or(|section| *section == on.listener.name)
        && parent.port.is_none_or(|port| port == on.listener.port)
}

/// A reference to a Gateway means the listeners that it has itself, one to a ListenerSet those of the
/// set (GEP-1713).
pub(crate) fn names_owner(parent: &ParentReference, route: &Admitted<Route>, on: &Owned<'_>) -> bool {
    parent.group == "gateway.networking.k8s.io"
        && parent.kind == on.kind
        && parent.name == on.owner.name
        && *parent.namespace.as_ref().unwrap_or(&route.meta.namespace) == on.owner.namespace
}

/// What a protocol carries, and of that what is listed.
pub(crate) fn kind_allowed(kind: RouteKind, on: &Owned<'_>) -> bool {
    let carried: &[&str] = match on.listener.protocol.as_str() {
        "HTTP" | "HTTPS" => &["HTTPRoute", "GRPCRoute"],
        "TLS" => &["TLSRoute"],
        "TCP" => &["TCPRoute"],
        "UDP" => &["UDPRoute"],
        _ => &[],
    };
    let listed = &on.listener.allowed_routes.kinds;
    carried.contains(&kind.name()) && (listed.is_empty() || listed.iter().any(|one| one.kind == kind.name()))
}

/// An HTTPRoute and a GRPCRoute with a host in common (`GRPCRouteSpec.hostnames`).
fn are_rivals(one: &Admitted<Route>, other: &Admitted<Route>, on: &Owned<'_>) -> bool {
    let kinds = [one.body.kind, other.body.kind];
    let differ = kinds.contains(&RouteKind::Http) && kinds.contains(&RouteKind::Grpc);
    let names = |route| hostname::that_count(route, on.listener);
    let share = match (names(one), names(other)) {
        (Some(left), Some(right)) => {
            left.iter().any(|left| right.iter().any(|right| hostname::intersect(left, right)))
        }
        // Who names no host has them all.
        _ => true,
    };
    differ && share
}

/// A rule with a value that is not supported is dropped.
pub(crate) fn rule_is_valid(rule: &RouteRule) -> bool {
    let valid = |list: &[ValueMatch]| {
        list.iter().all(|test| test.kind == ValueMatchType::Exact || regex::is_valid(&test.value))
    };
    rule.matches.iter().all(|one| match one {
        RouteMatch::Http(one) => {
            let path = one.path.kind != PathMatchType::RegularExpression || regex::is_valid(&one.path.value);
            path && valid(&one.headers) && valid(&one.query_params)
        }
        RouteMatch::Grpc(one) => {
            let call = one.method.as_ref().is_none_or(|method| {
                let mut parts = [&method.service, &method.method].into_iter().flatten();
                method.kind == ValueMatchType::Exact
                    || parts.all(|part| part.is_empty() || regex::is_valid(part))
            });
            call && valid(&one.headers)
        }
    })
}
