//! `attach`: which listener takes which route, which references resolve, and every condition that
//! the controller would write.

mod backend;
mod certificate;
mod class;
mod condition;
mod conflict;
mod gateway;
mod grant;
mod graph;
mod hostname;
mod listener;
mod listener_set;
mod lookup;
mod parent;
mod policy;
mod problems;
mod reach;
mod rivals;
mod route;
mod rule;
mod x_backend;

#[cfg(feature = "assist")]
pub(crate) use self::parent::Draft;
pub(crate) use self::policy::session_of;
pub use self::{condition::*, grant::granted_by, graph::*, policy::*, problems::problems};
use self::{lookup::Lookup, parent::Parents, policy::BackendTls, reach::Reach};
use crate::admit::World;

/// Whose objects these are.
#[derive(Debug, Clone, Default)]
pub struct AttachOptions {
    /// The `controllerName` that is ours; without one, every GatewayClass is.
    pub controller: Option<String>,
}

pub fn attach(world: &World, options: &AttachOptions) -> Graph {
    let mut lookup = Lookup::new(world);
    lookup.backend_tls = BackendTls::of(&lookup);
    let classes: Vec<_> = world.gateway_classes.iter().map(|class| class::state(class, options)).collect();
    let (mut gateways, listener_sets) = gateways(world, &lookup, &classes, options);
    let parents = Parents { lookup: &lookup, gateways: &gateways, sets: &listener_sets };
    let mut routes: Vec<_> = world.routes.iter().map(|route| route::state(route, &parents)).collect();
    rivals::refuse(world, &mut routes);
    for (route, state) in world.routes.iter().zip(&mut routes) {
        route::conclude(route, state, &parents);
    }
    for (number, route) in routes.iter().enumerate() {
        listener::register(&mut gateways, number, route);
    }
    let reach = Reach::of(&routes, &gateways, &lookup);
    let policies = policy::states(std::mem::take(&mut lookup.backend_tls), &lookup, &reach);
    let backends = x_backend::states(&lookup, &reach);
    Graph { classes, gateways, listener_sets, routes, policies, backends }
}

/// Gateways with the listeners that ListenerSets add to them.
fn gateways(
    world: &World,
    lookup: &Lookup<'_>,
    classes: &[ClassState],
    options: &AttachOptions,
) -> (Vec<GatewayState>, Vec<ListenerSetState>) {
    let claims: Vec<_> =
        world.gateways.iter().map(|gateway| gateway::claim(gateway, lookup, classes)).collect();
    let claimed = |number: usize| claims.get(number).is_some_and(Result::is_ok);
    let members = listener_set::memberships(lookup, &claimed);
    let entries = listener_set::entries(world, &members);
    let gateways: Vec<_> = world
        .gateways
        .iter()
        .zip(claims)
        .zip(entries)
        .map(|((gateway, claim), sets)| match claim {
            Err(accepted) => gateway::pending(accepted),
            Ok(class) => gateway::state(gateway, class, sets, lookup, options),
        })
        .collect();
    let sets = listener_set::states(members, &gateways);
    (gateways, sets)
}
