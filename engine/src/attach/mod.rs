//! `attach`: which listener takes which route, which references resolve, and every condition that
//! the controller would write.

mod backend;
mod class;
mod condition;
mod gateway;
mod grant;
mod graph;
mod hostname;
mod listener;
mod parent;
mod problems;
mod route;
mod rule;

pub use self::{condition::*, graph::*, problems::problems};
use crate::admit::World;

/// Whose objects these are.
#[derive(Debug, Clone, Default)]
pub struct AttachOptions {
    /// The `controllerName` that is ours; without one, every GatewayClass is.
    pub controller: Option<String>,
}

pub fn attach(world: &World, options: &AttachOptions) -> Graph {
    let classes: Vec<_> = world.gateway_classes.iter().map(|class| class::state(class, options)).collect();
    let mut gateways: Vec<_> =
        world.gateways.iter().map(|gateway| gateway::state(gateway, world, &classes, options)).collect();
    let routes: Vec<_> =
        world.http_routes.iter().map(|route| route::state(route, world, &gateways)).collect();
    for (number, route) in routes.iter().enumerate() {
        listener::register(&mut gateways, number, route);
    }
    Graph { classes, gateways, routes }
}
