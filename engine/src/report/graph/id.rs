//! The ids of the nodes: `kind/name`.

use crate::{
    analysis::Analysis,
    api::{BackendReference, RouteKind},
    attach::Resolved,
    compile::{listener_name, rule_label},
};

impl Analysis {
    pub(crate) fn gateway_node(&self, gateway: usize) -> Option<String> {
        self.world.gateways.get(gateway).map(|gateway| format!("Gateway/{}", gateway.meta.full_name()))
    }

    pub(crate) fn listener_set_node(&self, set: usize) -> Option<String> {
        self.world.listener_sets.get(set).map(|set| format!("ListenerSet/{}", set.meta.full_name()))
    }

    /// A listener by its place in the Gateway's merged list. A Gateway and a ListenerSet may share all
    /// their names, so the kind tells which of them has it.
    pub(crate) fn listener_node(&self, gateway: usize, listener: usize) -> Option<String> {
        let object = self.world.gateways.get(gateway)?;
        let state = self.graph.gateways.get(gateway)?.listeners.get(listener)?;
        let kind = if state.set.is_some() { "ListenerEntry" } else { "Listener" };
        Some(format!("{kind}/{}", listener_name(&self.world, object, state)))
    }

    pub(crate) fn route_node(&self, route: usize) -> Option<String> {
        let route = self.world.routes.get(route)?;
        Some(format!("{}/{}", route.body.kind.name(), route.meta.full_name()))
    }

    pub(crate) fn rule_node(&self, route: usize, rule: usize) -> Option<String> {
        let route = self.world.routes.get(route)?;
        let written = route.body.rules.get(rule)?;
        let label = rule_label(&route.meta.full_name(), rule, written.name.as_deref());
        Some(rule_node(route.body.kind, &label))
    }

    /// What a request goes through on its way to a listener, and from there to a rule.
    pub(crate) fn way(
        &self,
        gateway: usize,
        listener: Option<usize>,
        rule: Option<(usize, usize)>,
    ) -> Vec<String> {
        let state = self.graph.gateways.get(gateway);
        let class = state.and_then(|state| self.world.gateway_classes.get(state.class?));
        let set = listener.and_then(|listener| state?.listeners.get(listener)?.set);
        let mut nodes: Vec<_> =
            class.map(|class| format!("GatewayClass/{}", class.meta.name)).into_iter().collect();
        nodes.extend(self.gateway_node(gateway));
        nodes.extend(set.and_then(|set| self.listener_set_node(set)));
        nodes.extend(listener.and_then(|listener| self.listener_node(gateway, listener)));
        nodes.extend(rule.and_then(|(route, _)| self.route_node(route)));
        nodes.extend(rule.and_then(|(route, rule)| self.rule_node(route, rule)));
        nodes
    }
}

pub(super) fn rule_node(kind: RouteKind, label: &str) -> String {
    format!("{}Rule/{label}", kind.name())
}

/// What a backendRef leads to, or would: `namespace/service:port`.
pub(super) fn backend_name(reference: &BackendReference, namespace: &str, resolved: &Resolved) -> String {
    let BackendReference { kind, name, port, .. } = reference;
    match resolved {
        Ok(target) => target.label(),
        Err(_) => {
            // Of another kind, it is not the Service of the same name.
            let kind =
                if kind == "Service" { String::new() } else { format!(".{}", kind.to_ascii_lowercase()) };
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{namespace}/{name}{kind}{port}")
        }
    }
}

pub(crate) fn backend_node(name: &str) -> String {
    format!("Backend/{name}")
}
