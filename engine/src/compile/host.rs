use super::{ArmOrigin, arm::Arms, id};
use crate::{
    SharedStr,
    admit::World,
    api::RouteKind,
    attach::{Attached, ListenerState},
    keyed::{Keyed, at},
    table::{ArmId, HostDefinition, SocketDefinition, index},
};

/// The hosts of all listeners, one listener after the other, while it is found out who is on them.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    /// How many arms each will have at most.
    sizes: Vec<usize>,
    places: Vec<Place>,
    /// The last place of each route.
    routes: Vec<Option<u32>>,
}

/// A route on a host.
#[derive(Debug)]
struct Place {
    host: u32,
    /// The place that the route had before.
    before: Option<u32>,
}

/// A host of one listener.
#[derive(Debug, Default)]
struct Named {
    by_service: bool,
    size: usize,
}

impl Hosts {
    /// The host names that the routes of the next listener themselves give, in the order of their first use, without
    /// their arms. A host name of a route counts with its own length, not with that of its meeting with the listener's:
    /// the specification compares what HTTPRoutes specify.
    pub(super) fn of_listener(
        &mut self,
        listener: &ListenerState,
        world: &World,
        arms: &Arms,
    ) -> Vec<HostDefinition> {
        let mut hosts: Keyed<'_, Named> = Keyed::default();
        for Attached { route, hostnames } in &listener.attached {
            let Some(object) = world.routes.get(*route) else { continue };
            let size = arms.of_route(*route);
            let any = hostnames.is_empty().then_some("");
            for name in hostnames.iter().map(SharedStr::as_str).chain(any) {
                let Some((number, host)) = hosts.numbered((name, "")) else { continue };
                host.size += size;
                // HTTPRoutes and GRPCRoutes do not meet on one host.
                host.by_service |= object.body.kind == RouteKind::Grpc && size > 0;
                let next = Some(id(self.places.len()));
                if let Some(last) = at(&mut self.routes, *route) {
                    let before = std::mem::replace(last, next);
                    self.places.push(Place { host: id(self.sizes.len() + number), before });
                }
            }
        }
        let hosts = hosts.into_list();
        self.sizes.extend(hosts.iter().map(|(_, host)| host.size));
        let definition = |((hostname, _), Named { by_service, .. }): ((&str, _), _)| HostDefinition {
            hostname: hostname.into(),
            by_service,
            arms: Vec::new(),
        };
        hosts.into_iter().map(definition).collect()
    }

    /// Hands the arms out in their order, so that those of each host are in order as well.
    pub(super) fn fill(self, arms: &[ArmOrigin], sockets: &mut [SocketDefinition]) {
        let mut lists: Vec<Vec<ArmId>> = self.sizes.iter().map(|size| Vec::with_capacity(*size)).collect();
        for (number, arm) in (0..).map(ArmId).zip(arms) {
            let mut next = self.routes.get(arm.route()).copied().flatten();
            while let Some(place) = next.and_then(|next| self.places.get(index(next))) {
                // A route may name one host twice.
                if let Some(list) =
                    lists.get_mut(index(place.host)).filter(|list| list.last() != Some(&number))
                {
                    list.push(number);
                }
                next = place.before;
            }
        }
        let listeners = sockets.iter_mut().flat_map(|socket| &mut socket.listeners);
        for (host, list) in listeners.flat_map(|listener| &mut listener.hosts).zip(lists) {
            host.arms = list;
        }
    }
}
