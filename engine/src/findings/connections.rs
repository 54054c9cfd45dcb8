//! Routes of connections that want the same connections of one listener: of TLSRoutes one serves a
//! host name, of TCPRoutes and UDPRoutes one serves a listener. The oldest does, as with every
//! conflict of the API.

use std::collections::BTreeMap;

use super::{Compiled, Findings, codes, routes::Routes};
use crate::{
    SharedStr, api::RouteKind, attach::ListenerState, compile::listener_name, sort::sort_by_key,
    source::FieldPath,
};

pub(super) fn find(compiled: &Compiled<'_>, routes: Routes<'_>, found: &mut Findings) {
    for (gateway, state) in compiled.world.gateways.iter().zip(&compiled.graph.gateways) {
        for listener in &state.listeners {
            let name = || listener_name(compiled.world, gateway, listener);
            of_listener(listener, routes, name, found);
        }
    }
}

fn of_listener(
    listener: &ListenerState,
    routes: Routes<'_>,
    name: impl Fn() -> String,
    found: &mut Findings,
) {
    let mut attached: Vec<_> = listener
        .attached
        .iter()
        .filter_map(|attached| Some((attached, routes.get(attached.route)?)))
        .filter(|(_, route)| !route.body.kind.is_http())
        .collect();
    sort_by_key(&mut attached, |(_, route)| route.meta.age());
    let any = [SharedStr::default()];
    let mut taken: BTreeMap<(RouteKind, &str), usize> = BTreeMap::new();
    for (one, route) in attached {
        let names = if one.hostnames.is_empty() { any.as_slice() } else { &one.hostnames };
        for hostname in names.iter().map(SharedStr::as_str) {
            let winner = *taken.entry((route.body.kind, hostname)).or_insert(one.route);
            if winner == one.route {
                continue;
            }
            let written = route.body.hostnames.iter().position(|name| name.eq_ignore_ascii_case(hostname));
            let spec = FieldPath::root().field("spec");
            let path = written.map_or(spec.clone(), |number| spec.field("hostnames").index(number));
            let what = if hostname.is_empty() { String::new() } else { format!(" for `{hostname}`") };
            let same_age = routes.get(winner).is_some_and(|winner| winner.meta.created == route.meta.created);
            let criterion = if same_age { "namespace and name" } else { "creation time" };
            let message = format!(
                "listener `{}` sends its connections{what} to {}, which wins by {criterion}",
                name(),
                routes.name(winner)
            );
            found.warn(
                codes::REPEATED,
                route.document,
                path,
                message,
                "give each route a listener or a host name of its own",
            );
        }
    }
}
