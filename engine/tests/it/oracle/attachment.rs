//! `ParentReference`, `AllowedRoutes`, `HTTPRouteSpec.hostnames`: which listener has which route.

use engine::{
    admit::{Admitted, World},
    api::{
        FromNamespaces, Gateway, LabelSelector, Listener, ParentReference, PathMatchType, Route, RouteMatch,
        RouteRule, ValueMatch, ValueMatchType,
    },
};

use super::hostname;
use crate::random::regex;

/// HTTP is the protocol that is supported; the random Gateways have no conflicts.
pub(crate) fn accepted_listeners(gateway: &Admitted<Gateway>) -> Vec<&Listener> {
    gateway.body.spec.listeners.iter().filter(|listener| listener.protocol == "HTTP").collect()
}

pub(crate) fn attached(
    world: &World,
    route: &Admitted<Route>,
    gateway: &Admitted<Gateway>,
    listener: &Listener,
) -> bool {
    let spec = &route.body;
    spec.parent_refs.iter().any(|parent| refers(parent, route, gateway, listener))
        && namespace_allowed(world, &route.meta.namespace, gateway, listener)
        && kind_allowed(listener)
        && hostname::that_count(route, listener).is_none_or(|names| !names.is_empty())
        && spec.rules.iter().any(rule_is_valid)
}

fn refers(
    parent: &ParentReference,
    route: &Admitted<Route>,
    gateway: &Admitted<Gateway>,
    listener: &Listener,
) -> bool {
    parent.group == "gateway.networking.k8s.io"
        && parent.kind == "Gateway"
        && parent.name == gateway.meta.name
        && *parent.namespace.as_ref().unwrap_or(&route.meta.namespace) == gateway.meta.namespace
        && parent.section_name.as_ref().is_none_or(|section| *section == listener.name)
        && parent.port.is_none_or(|port| port == listener.port)
}

fn namespace_allowed(
    world: &World,
    namespace: &str,
    gateway: &Admitted<Gateway>,
    listener: &Listener,
) -> bool {
    let allowed = &listener.allowed_routes.namespaces;
    match allowed.from {
        FromNamespaces::All => true,
        FromNamespaces::None => false,
        FromNamespaces::Same => namespace == gateway.meta.namespace,
        FromNamespaces::Selector => allowed.selector.as_ref().is_some_and(|selector| {
            let LabelSelector { match_labels, match_expressions } = selector;
            assert!(match_expressions.is_empty(), "the random Gateways select by matchLabels");
            let known = world.namespaces.iter().find(|one| one.meta.name == namespace);
            let label = |name: &String| known.and_then(|namespace| namespace.meta.labels.get(name));
            match_labels.iter().all(|(name, value)| label(name) == Some(value))
        }),
    }
}

fn kind_allowed(listener: &Listener) -> bool {
    let kinds = &listener.allowed_routes.kinds;
    kinds.is_empty() || kinds.iter().any(|kind| kind.kind == "HTTPRoute")
}

/// A rule with a value that is not supported is dropped.
pub(crate) fn rule_is_valid(rule: &RouteRule) -> bool {
    let valid = |list: &[ValueMatch]| {
        list.iter().all(|test| test.kind == ValueMatchType::Exact || regex::is_valid(&test.value))
    };
    rule.matches.iter().all(|one| {
        let RouteMatch::Http(one) = one else { panic!("the random routes are HTTPRoutes") };
        let path = one.path.kind != PathMatchType::RegularExpression || regex::is_valid(&one.path.value);
        path && valid(&one.headers) && valid(&one.query_params)
    })
}
