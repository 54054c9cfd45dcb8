//! Routes of connections that want the same connections of one listener: of TLSRoutes one serves a
//! host name, of TCPRoutes and UDPRoutes one serves a listener. The oldest does, as with every
//! conflict of the API.

use super::{Compiled, Findings, codes, routes::Routes};
use crate::{
    Dictionary, SharedStr,
    api::RouteKind,
    attach::{Attached, ListenerState},
    compile::listener_name,
    sort::sort_by_key,
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

fn of_listener<'l>(
    listener: &'l ListenerState,
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
    let hostnames = |one: &'l Attached| if one.hostnames.is_empty() { &any } else { &*one.hostnames };
    let asked = attached.iter().flat_map(|(one, route)| {
        hostnames(one).iter().map(|name| ((route.body.kind, name.as_str()), one.route))
    });
    let asked: Dictionary<(RouteKind, &str), usize> = asked.collect();
    for (one, route) in attached {
        for hostname in hostnames(one).iter().map(SharedStr::as_str) {
            // The oldest comes first.
            let Some((_, winner)) = asked.all(&(route.body.kind, hostname)).first() else { continue };
            if *winner == one.route {
                continue;
            }
            let winner = *winner;
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
