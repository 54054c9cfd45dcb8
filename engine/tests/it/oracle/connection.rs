//! `TLSRouteSpec.hostnames`, `Listener.allowedRoutes`: who takes a connection that is routed as a
//! whole.

use std::cmp::Ordering;

use engine::{
    admit::{Admitted, World},
    api::{Gateway, Route},
};

use super::{age, attachment, hostname, listeners, listeners::Owned};

/// A name of a TLSRoute, or the whole of a TCPRoute or UDPRoute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offer<'a> {
    pub(crate) route: &'a Admitted<Route>,
    /// Any connection, where there is none.
    pub(crate) hostname: Option<&'a str>,
}

/// What the specification says about one connection.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) listener: Option<Owned<'a>>,
    /// Every listener of the socket.
    pub(crate) listeners: Vec<Owned<'a>>,
    /// The routes of the listener.
    pub(crate) routes: Vec<usize>,
    /// Those that take the connection, the best first.
    pub(crate) takers: Vec<Offer<'a>>,
    /// The names for which others may ask.
    pub(crate) others: Vec<Offer<'a>>,
}

/// The listeners of a port, with UDP or without. Those of protocol HTTPS count, since they share
/// their ports with others that speak TLS.
pub(crate) fn listeners<'a>(
    world: &'a World,
    gateway: &'a Admitted<Gateway>,
    port: u16,
    udp: bool,
) -> Vec<Owned<'a>> {
    let protocols: &[&str] = if udp { &["UDP"] } else { &["TCP", "TLS", "HTTPS"] };
    let mut list = listeners::accepted(world, gateway);
    list.retain(|one| one.listener.port == port && protocols.contains(&one.listener.protocol.as_str()));
    list
}

/// Who gets the connection of a client that asks for `name`.
pub(crate) fn answer<'a>(world: &'a World, listeners: Vec<Owned<'a>>, name: &str) -> Answer<'a> {
    let listener = hostname::most_specific_listener(&listeners, name);
    let routes = match listener {
        // Requests are decided one by one there.
        Some(one) if one.listener.protocol != "HTTPS" => attachment::routes(world, &one),
        _ => Vec::new(),
    };
    let (mut takers, mut others) = (Vec::new(), Vec::new());
    for number in &routes {
        let route = &world.routes[*number];
        let names = match hostname::that_count(route, listener.unwrap().listener) {
            Some(names) => names.into_iter().map(Some).collect(),
            None => vec![None],
        };
        for hostname in names {
            let fits = hostname.is_none_or(|pattern| hostname::matches(pattern, name));
            let list = if fits { &mut takers } else { &mut others };
            list.push(Offer { route, hostname });
        }
    }
    takers.sort_by(|left, right| compare(left, right).0);
    Answer { listener, listeners, routes, takers, others }
}

/// `Less` when `left` comes first: by "the most specific match as defined by the Route type", which is
/// the name (a full one before a wildcard, a longer one before a shorter), then by age, then by
/// namespace and name.
pub(crate) fn compare(left: &Offer<'_>, right: &Offer<'_>) -> (Ordering, &'static str) {
    let specific = |offer: &Offer<'_>| {
        offer.hostname.map(|name| if name.starts_with('*') { (0, name.len()) } else { (1, 0) })
    };
    let (left_meta, right_meta) = (&left.route.meta, &right.route.meta);
    let criteria = [
        ("hostname", specific(right).cmp(&specific(left))),
        ("creation time", age::created(left_meta, right_meta)),
        ("namespace and name", age::name(left_meta, right_meta)),
    ];
    let decisive = criteria.into_iter().find(|(_, order)| order.is_ne());
    decisive.map_or((Ordering::Equal, "nothing"), |(criterion, order)| (order, criterion))
}
