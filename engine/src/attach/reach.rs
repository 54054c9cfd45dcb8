use std::collections::{BTreeMap, BTreeSet};

use super::{
    BackendKind, GatewayParent, GatewayState, ParentState, PolicyTarget, RouteParent, RouteState, backend,
    condition::RouteResolvedRefs, listener, lookup::Lookup, rule,
};
use crate::{
    SharedStr,
    admit::{Admitted, World},
    api::{BackendReference, Route, RouteKind},
    source::{FieldPath, REPORTS},
};

/// A backend as policies name it: without a port.
type Named = (BackendKind, SharedStr, SharedStr);

/// Which Gateways lead to which backends.
#[derive(Default)]
pub(super) struct Reach {
    gateways: BTreeMap<Named, Leading>,
}

#[derive(Default)]
struct Leading {
    all: BTreeSet<usize>,
    /// Those with routes for which Envoy opens the connection itself, so that it can speak TLS with the
    /// backend (`BackendTLSPolicySpec.targetRefs`): not with what is passed through.
    as_client: BTreeSet<usize>,
}

impl Reach {
    /// Nothing where nothing asks: no status, or no policy and no XBackend.
    pub(super) fn of(routes: &[RouteState], gateways: &[GatewayState], lookup: &Lookup<'_>) -> Self {
        let mut reach = Reach::default();
        let World { backend_tls_policies, backend_traffic_policies, backends: x_backends, .. } = lookup.world;
        if !REPORTS
            || backend_tls_policies.is_empty() && backend_traffic_policies.is_empty() && x_backends.is_empty()
        {
            return reach;
        }
        for (route, state) in lookup.world.routes.iter().zip(routes) {
            let parents: Vec<_> = state.parents.iter().filter_map(accepted).collect();
            if parents.is_empty() {
                continue;
            }
            for named in backends(route, lookup) {
                let leading = reach.gateways.entry(named).or_default();
                for parent in &parents {
                    leading.all.insert(parent.gateway);
                    if is_client(route.body.kind, parent, gateways) {
                        leading.as_client.insert(parent.gateway);
                    }
                }
            }
        }
        reach
    }

    pub(super) fn all(&self, target: &PolicyTarget) -> Vec<usize> {
        self.leading(target).map(|leading| leading.all.iter().copied().collect()).unwrap_or_default()
    }

    pub(super) fn as_client(&self, target: &PolicyTarget) -> Vec<usize> {
        self.leading(target).map(|leading| leading.as_client.iter().copied().collect()).unwrap_or_default()
    }

    fn leading(&self, target: &PolicyTarget) -> Option<&Leading> {
        if !REPORTS {
            return None;
        }
        let kind = match target.kind.as_str() {
            "Service" => BackendKind::Service,
            "XBackend" => BackendKind::XBackend,
            _ => return None,
        };
        self.gateways.get(&(kind, target.namespace.clone(), target.name.clone()))
    }
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
fn backends(route: &Admitted<Route>, lookup: &Lookup<'_>) -> BTreeSet<Named> {
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
    let mut backends = BTreeSet::new();
    backends.extend(references.filter_map(named));
    backends
}
