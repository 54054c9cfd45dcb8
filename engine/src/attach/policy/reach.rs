use std::collections::{BTreeMap, BTreeSet};

use crate::attach::{BackendTarget, ParentState, RouteState};

/// Backends as policies name them: without a port.
pub(super) type Reach = BTreeMap<(String, String), BTreeSet<usize>>;

/// The Gateways below which a route leads to a backend, by the backend's namespace and name.
pub(super) fn gateways_of_backends(routes: &[RouteState]) -> Reach {
    let mut reach = Reach::new();
    for route in routes {
        let gateways: BTreeSet<usize> = route
            .parents
            .iter()
            .filter_map(|parent| match &parent.state {
                ParentState::Gateway(parent) => Some(parent.gateway),
                ParentState::Elsewhere(_) => None,
            })
            .collect();
        let backends =
            route.rules.iter().flat_map(|rule| &rule.backends).filter_map(|found| found.as_ref().ok());
        for BackendTarget { namespace, name, .. } in backends {
            reach.entry((namespace.clone(), name.clone())).or_default().extend(&gateways);
        }
    }
    reach
}
