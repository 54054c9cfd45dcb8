//! `--gateway`: the part of the input that belongs to one Gateway.

use engine::{
    analysis::Analysis,
    report::{Diagnostic, ObjectReference},
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

    /// Whether a route names the Gateway.
    pub(crate) fn has_route(&self, analysis: &Analysis, route: usize) -> bool {
        let Scope::Gateway { name, .. } = self else { return true };
        analysis.world.http_routes.get(route).is_some_and(|route| {
            route.body.spec.parent_refs.iter().any(|parent| {
                let namespace = parent.namespace.as_ref().unwrap_or(&route.meta.namespace);
                parent.kind == "Gateway" && *name == format!("{namespace}/{}", parent.name)
            })
        })
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
            "HTTPRoute" => {
                let route = world.http_routes.iter().position(|route| is(object, &route.meta));
                route.is_none_or(|route| self.has_route(analysis, route))
            }
            "GatewayClass" => {
                let class = world.gateway_classes.iter().position(|class| class.meta.name == object.name);
                class.is_none_or(|class| self.has_class(analysis, class))
            }
            _ => true,
        }
    }
}
