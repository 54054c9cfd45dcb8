//! `Listener.hostname`, `GatewaySpec.listeners` ("distinct only by Hostname"),
//! `HTTPRouteSpec.hostnames`, `GRPCRouteSpec.hostnames`, `TLSRouteSpec.hostnames`.

use engine::{
    SharedStr,
    admit::Admitted,
    api::{Listener, Route},
};

use super::listeners::Owned;
use crate::support::Asked;

/// The host of a request: no port, any case, one final dot more or less.
pub(crate) fn of(asked: &Asked) -> String {
    let host = asked.authority.to_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host).to_owned()
}

/// A wildcard label stands for any number of characters and dots, but not for nothing.
pub(crate) fn matches(name: &str, host: &str) -> bool {
    match name.strip_prefix('*') {
        Some(rest) => host.len() > rest.len() && host.ends_with(rest),
        None => name == host,
    }
}

/// The listener that a host belongs to: a full name before a wildcard, more dots behind the
/// wildcard before fewer, any wildcard before no name at all.
pub(crate) fn most_specific_listener<'a>(listeners: &[Owned<'a>], host: &str) -> Option<Owned<'a>> {
    let rank = |one: &Owned<'_>| match one.listener.hostname.as_deref() {
        None => (0, 0),
        Some(name) if name.starts_with('*') => (1, name.matches('.').count()),
        Some(_) => (2, 0),
    };
    let mut fitting: Vec<_> = listeners
        .iter()
        .copied()
        .filter(|one| one.listener.hostname.as_deref().is_none_or(|name| matches(name, host)))
        .collect();
    fitting.sort_by_key(|one| std::cmp::Reverse(rank(one)));
    fitting.first().copied()
}

/// Two names intersect when the less specific one matches what the other one stands for.
pub(crate) fn intersect(left: &str, right: &str) -> bool {
    // A host deep enough to lie below every name of the tests' alphabet.
    let some_host = |name: &str| name.replace('*', "deep.below");
    matches(left, &some_host(right)) || matches(right, &some_host(left)) || left == right
}

/// The route's names that are left when those that do not meet the listener's are ignored;
/// nothing for a route that names none, which takes every host.
pub(crate) fn that_count<'a>(route: &'a Admitted<Route>, listener: &Listener) -> Option<Vec<&'a str>> {
    let names = &route.body.hostnames;
    let meets = |name: &&str| listener.hostname.as_deref().is_none_or(|other| intersect(other, name));
    (!names.is_empty()).then(|| names.iter().map(SharedStr::as_str).filter(meets).collect())
}
