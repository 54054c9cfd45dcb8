//! The `backendRefs` of rules, `BackendRef.weight`, `ReferenceGrant`: what becomes of the requests
//! of one rule.

use engine::{
    admit::{Admitted, World},
    api::{BackendReference, HTTPRouteFilter, Route, RouteBackendRef, RouteKind},
};

/// One outcome for each unit of weight, sorted: a cluster, or the status of an answer. Without any
/// weight, the one outcome of every request.
pub(crate) fn outcomes(world: &World, route: &Admitted<Route>, rule: usize) -> Vec<String> {
    let rule = &route.body.rules[rule];
    // `GRPCRouteRule.backendRefs` asks for `UNAVAILABLE`, which is what gRPC reads in 503.
    let unusable = if route.body.kind == RouteKind::Grpc { "503" } else { "500" };
    for filter in &rule.filters {
        if let HTTPRouteFilter::RequestRedirect { request_redirect } = filter {
            return vec![request_redirect.status_code.to_string()];
        }
    }
    let shares = shares(world, route, &rule.backend_refs);
    let mut list: Vec<_> =
        shares.into_iter().map(|target| target.unwrap_or_else(|| unusable.to_owned())).collect();
    if list.is_empty() {
        list.push(unusable.to_owned());
    }
    list.sort();
    list
}

/// One target for each unit of weight; none for a backend that cannot be used.
pub(crate) fn shares(
    world: &World,
    route: &Admitted<Route>,
    backends: &[RouteBackendRef],
) -> Vec<Option<String>> {
    let units = |backend: &RouteBackendRef| {
        let target = target(world, route, &backend.reference);
        (0..backend.weight).map(move |_| target.clone())
    };
    backends.iter().flat_map(units).collect()
}

fn target(world: &World, route: &Admitted<Route>, reference: &BackendReference) -> Option<String> {
    let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
    let granted = *namespace == route.meta.namespace
        || world.reference_grants.iter().any(|grant| {
            grant.meta.namespace == *namespace
                && grant.body.spec.from.iter().any(|from| {
                    from.group == "gateway.networking.k8s.io"
                        && from.kind == route.body.kind.name()
                        && from.namespace == route.meta.namespace
                })
                && grant.body.spec.to.iter().any(|to| {
                    to.group == reference.group
                        && to.kind == reference.kind
                        && to.name.as_ref().is_none_or(|name| *name == reference.name)
                })
        });
    // A Service has a port once for each transport.
    let transport = if route.body.kind == RouteKind::Udp { "UDP" } else { "TCP" };
    let exists = reference.group.is_empty()
        && reference.kind == "Service"
        && world.services.iter().any(|service| {
            service.meta.is(namespace, &reference.name)
                && service.body.spec.ports.iter().any(|port| {
                    Some(port.port) == reference.port
                        && port.protocol.as_deref().unwrap_or("TCP") == transport
                })
        });
    (granted && exists).then(|| format!("{namespace}/{}:{}", reference.name, reference.port.unwrap()))
}
