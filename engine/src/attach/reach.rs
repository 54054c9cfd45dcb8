use super::{
    BackendKind, GatewayParent, GatewayState, ParentState, PolicyTarget, RouteParent, RouteState, backend,
    condition::RouteResolvedRefs, listener, lookup::Lookup, rule,
};
use crate::{
    Dictionary, SharedStr,
    admit::{Admitted, World},
    api::{BackendReference, Route, RouteKind},
    sort::sort_by,
    source::{FieldPath, REPORTS},
};

/// A backend as policies name it: without a port.
type Named = (BackendKind, SharedStr, SharedStr);

/// Which Gateways lead to which backends.
#[derive(Default)]
pub(super) struct Reach {
    gateways: Dictionary<Named, Leading>,
}

/// A Gateway that leads there, once for each route.
#[derive(Clone, Copy)]
struct Leading {
    gateway: usize,
    /// Whether Envoy opens the connection itself for the route, so that it can speak TLS with the backend
    /// (`BackendTLSPolicySpec.targetRefs`): not with what is passed through.
    as_client: bool,
}

impl Reach {
    /// Nothing where nothing asks: no status, or no policy and no XBackend.
    pub(super) fn of(routes: &[RouteState], gateways: &[GatewayState], lookup: &Lookup<'_>) -> Self {
        let World { backend_tls_policies, backend_traffic_policies, backends: x_backends, .. } = lookup.world;
        if !REPORTS
            || backend_tls_policies.is_empty() && backend_traffic_policies.is_empty() && x_backends.is_empty()
        {
            return Reach::default();
        }
        let mut leading = Vec::new();
        for (route, state) in lookup.world.routes.iter().zip(routes) {
            let parent = |parent: &GatewayParent| Leading {
                gateway: parent.gateway,
                as_client: is_client(route.body.kind, parent, gateways),
            };
            let parents: Vec<_> = state.parents.iter().filter_map(accepted).map(parent).collect();
            if parents.is_empty() {
                continue;
            }
            for named in backends(route, lookup) {
                leading.extend(parents.iter().map(|parent| (named.clone(), *parent)));
            }
        }
        Reach { gateways: leading.into_iter().collect() }
    }

    pub(super) fn all(&self, target: &PolicyTarget) -> Vec<usize> {
        numbers(self.leading(target).iter().map(|(_, leading)| leading.gateway).collect())
    }

    pub(super) fn as_client(&self, target: &PolicyTarget) -> Vec<usize> {
        let leading = self.leading(target).iter().map(|(_, leading)| leading);
        numbers(leading.filter(|leading| leading.as_client).map(|leading| leading.gateway).collect())
    }

    fn leading(&self, target: &PolicyTarget) -> &[(Named, Leading)] {
        if !REPORTS {
            return &[];
        }
        let kind = match target.kind.as_str() {
            "Service" => BackendKind::Service,
            "XBackend" => BackendKind::XBackend,
            _ => return &[],
        };
        self.gateways.all(&(kind, target.namespace.clone(), target.name.clone()))
    }
}

/// Each once, in order.
fn numbers(mut numbers: Vec<usize>) -> Vec<usize> {
    sort_by(&mut numbers, Ord::cmp);
    numbers.dedup();
    numbers
}

fn accepted(parent: &RouteParent) -> Option<&GatewayParent> {
    match &parent.state {
        ParentState::Gateway(parent) if parent.accepted.is_true() => Some(parent),
        _ => None,
    }
}

fn is_client(kind: RouteKind, parent: &GatewayParent, gateways: &[GatewayState]) -> bool {
    let terminates = |number: usize| {
        let listener = gateways.get(parent.gateway).and_then(|gateway| gateway.listeners.get(number));
        listener.is_some_and(|listener| listener::terminates(&listener.spec))
    };
    match kind {
        RouteKind::Http | RouteKind::Grpc => true,
        RouteKind::Tls => {
            parent.listeners.iter().any(|verdict| verdict.result.is_ok() && terminates(verdict.listener))
        }
        RouteKind::Tcp | RouteKind::Udp => false,
    }
}

/// The backends that a route may refer to, of its rules and of their filters, whether or not they
/// exist.
fn backends(route: &Admitted<Route>, lookup: &Lookup<'_>) -> Vec<Named> {
    let root = FieldPath::root();
    let references = route.body.rules.iter().flat_map(|rule| {
        let own = rule.backend_refs.iter().map(|backend| &*backend.reference);
        own.chain(rule::filter_backends(rule, None).into_iter().map(|backend| backend.reference))
    });
    let named = |reference: &BackendReference| {
        let refused = [RouteResolvedRefs::RefNotPermitted, RouteResolvedRefs::InvalidKind];
        match backend::resolve(route, reference, &root, lookup) {
            Err(fault) if refused.contains(&fault.reason) => None,
            _ => Some((
                if reference.kind == "XBackend" { BackendKind::XBackend } else { BackendKind::Service },
                reference.namespace.clone().unwrap_or_else(|| route.meta.namespace.clone()),
                reference.name.clone(),
            )),
        }
    };
    references.filter_map(named).collect()
}
