//! `--gateway`: the part of the input that belongs to one Gateway.

use engine::{
    analysis::Analysis,
    api::RouteKind,
    attach::ParentState,
    report::{Diagnostic, ObjectReference},
    source::DocId,
};

use crate::{exit::Failure, output};

/// What of the input is looked at.
#[derive(Debug, Clone)]
pub(crate) enum Scope {
    Everything,
    /// The Gateway of that number, its class, and the routes that name it.
    Gateway {
        number: usize,
        name: String,
        namespace: String,
    },
}

impl Scope {
    pub(crate) fn of(gateway: Option<&str>, namespace: &str, analysis: &Analysis) -> Result<Self, Failure> {
        let Some(asked) = gateway else { return Ok(Scope::Everything) };
        let name = if asked.contains('/') { asked.to_owned() } else { format!("{namespace}/{asked}") };
        let gateways = &analysis.world.gateways;
        let Some(number) = gateways.iter().position(|gateway| gateway.meta.full_name() == name) else {
            let known: Vec<_> =
                gateways.iter().map(|gateway| format!("`{}`", gateway.meta.full_name())).collect();
            let known = if known.is_empty() { "no Gateway at all".to_owned() } else { known.join(", ") };
            return Err(Failure::Usage(format!(
                "--gateway: the input has no Gateway `{}`; it has {}",
                output::clean(&name),
                output::clean(&known)
            )));
        };
        Ok(Scope::Gateway { number, name, namespace: namespace.to_owned() })
    }

    /// The Gateway that was asked for, by its number.
    pub(crate) fn gateway(&self) -> Option<usize> {
        match self {
            Scope::Everything => None,
            Scope::Gateway { number, .. } => Some(*number),
        }
    }

    pub(crate) fn has_gateway(&self, gateway: usize) -> bool {
        match self {
            Scope::Everything => true,
            Scope::Gateway { number, .. } => *number == gateway,
        }
    }

    /// Whether a route names the Gateway, or a ListenerSet of it.
    pub(crate) fn has_route(&self, analysis: &Analysis, route: usize) -> bool {
        let Scope::Gateway { number, name, .. } = self else { return true };
        let Some((route, state)) = analysis.world.routes.get(route).zip(analysis.graph.routes.get(route))
        else {
            return false;
        };
        state.parents.iter().any(|parent| {
            let reference = &parent.reference;
            let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
            let attached = matches!(&parent.state, ParentState::Gateway(parent) if parent.gateway == *number);
            attached || reference.kind == "Gateway" && *name == format!("{namespace}/{}", reference.name)
        })
    }

    /// Whether a ListenerSet names the Gateway.
    pub(crate) fn has_listener_set(&self, analysis: &Analysis, set: usize) -> bool {
        let Scope::Gateway { name, .. } = self else { return true };
        analysis.world.listener_sets.get(set).is_some_and(|set| {
            let parent = &set.body.spec.parent_ref;
            let namespace = parent.namespace.as_deref().unwrap_or(&set.meta.namespace);
            *name == format!("{namespace}/{}", parent.name)
        })
    }

    /// Whether a policy matters below the Gateway.
    pub(crate) fn has_policy(&self, ancestors: &[usize]) -> bool {
        match self {
            Scope::Everything => true,
            Scope::Gateway { number, .. } => ancestors.contains(number),
        }
    }

    /// Whether an object of the input belongs to it, by its document. Objects that are neither a
    /// Gateway nor attached to one do not.
    pub(crate) fn has_document(&self, analysis: &Analysis, document: DocId) -> bool {
        let Analysis { world, graph, .. } = analysis;
        let is = |other: DocId| other == document;
        let (tls, traffic) = (&graph.policies.backend_tls, &graph.policies.backend_traffic);
        if let Some(class) = world.gateway_classes.iter().position(|class| is(class.document)) {
            self.has_class(analysis, class)
        } else if let Some(gateway) = world.gateways.iter().position(|gateway| is(gateway.document)) {
            self.has_gateway(gateway)
        } else if let Some(set) = world.listener_sets.iter().position(|set| is(set.document)) {
            self.has_listener_set(analysis, set)
        } else if let Some(route) = world.routes.iter().position(|route| is(route.document)) {
            self.has_route(analysis, route)
        } else if let Some(policy) = world.backend_tls_policies.iter().position(|policy| is(policy.document))
        {
            tls.get(policy).is_some_and(|state| self.has_policy(&state.ancestors))
        } else if let Some(policy) =
            world.backend_traffic_policies.iter().position(|policy| is(policy.document))
        {
            traffic.get(policy).is_some_and(|state| self.has_policy(&state.ancestors))
        } else {
            false
        }
    }

    pub(crate) fn has_class(&self, analysis: &Analysis, class: usize) -> bool {
        let Scope::Gateway { number, .. } = self else { return true };
        let gateway = analysis.world.gateways.get(*number);
        let class = analysis.world.gateway_classes.get(class);
        gateway
            .zip(class)
            .is_some_and(|(gateway, class)| gateway.body.spec.gateway_class_name == class.meta.name)
    }

    /// Whether a problem concerns it. One of no admitted Gateway or route may: it stays.
    pub(crate) fn has_diagnostic(&self, analysis: &Analysis, diagnostic: &Diagnostic) -> bool {
        let (Scope::Gateway { number, namespace, .. }, Some(object)) = (self, &diagnostic.object) else {
            return true;
        };
        let is = |named: &ObjectReference, meta: &engine::admit::Meta| {
            meta.is(named.namespace.as_deref().unwrap_or(namespace), &named.name)
        };
        let world = &analysis.world;
        match object.kind.as_str() {
            "Gateway" => world
                .gateways
                .iter()
                .position(|gateway| is(object, &gateway.meta))
                .is_none_or(|n| n == *number),
            "ListenerSet" => {
                let set = world.listener_sets.iter().position(|set| is(object, &set.meta));
                set.is_none_or(|set| self.has_listener_set(analysis, set))
            }
            "GatewayClass" => {
                let class = world.gateway_classes.iter().position(|class| class.meta.name == object.name);
                class.is_none_or(|class| self.has_class(analysis, class))
            }
            kind => {
                let Some(kind) = RouteKind::of(kind) else { return true };
                let mut routes = world.routes.iter();
                let route = routes.position(|route| route.body.kind == kind && is(object, &route.meta));
                route.is_none_or(|route| self.has_route(analysis, route))
            }
        }
    }
}
