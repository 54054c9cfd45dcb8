//! Which host names of a listener are asked one after the other for the same hosts.

use crate::{
    Dictionary,
    sort::sort_by_key,
    table::{HostDefinition, ListenerDefinition, SocketDefinition, host_matches},
};

/// Host tables that a request meets one after the other, whatever its host within the range.
pub(super) struct Chain {
    /// Indexes into the listener's hosts, in the order of the walk.
    pub(super) hosts: Vec<usize>,
    /// All hosts that come here match this: a full name, `*.suffix`, or empty for any host.
    pub(super) range: String,
}

/// The chains of a listener. A host name that is narrower than the listener's is a chain of its
/// own: the hosts of wider ones go on past it.
pub(super) fn of(listener: &ListenerDefinition) -> Vec<Chain> {
    let hosts = || listener.hosts.iter().enumerate();
    let wide = |host: &HostDefinition| contains(&host.hostname, &listener.hostname);
    let mut asked_by_all: Vec<_> = hosts().filter(|(_, host)| wide(host)).collect();
    sort_by_key(&mut asked_by_all, |(_, host)| std::cmp::Reverse(specificity(&host.hostname)));
    let narrow = hosts()
        .filter(|(_, host)| !wide(host))
        .map(|(number, host)| Chain { hosts: vec![number], range: host.hostname.to_string() });
    let mut chains: Vec<_> = narrow.collect();
    if !asked_by_all.is_empty() {
        let hosts = asked_by_all.into_iter().map(|(number, _)| number).collect();
        chains.push(Chain { hosts, range: listener.hostname.clone() });
    }
    chains
}

/// Whether every host of `inner` matches `outer`.
fn contains(outer: &str, inner: &str) -> bool {
    match (outer.strip_prefix("*."), inner.strip_prefix("*.")) {
        _ if outer == inner || outer.is_empty() => true,
        (Some(outer), Some(inner)) => inner.strip_suffix(outer).is_some_and(|front| front.ends_with('.')),
        (Some(_), None) => host_matches(outer, inner),
        (None, _) => false,
    }
}

/// The order in which host names that match one host are asked, the greatest first.
fn specificity(hostname: &str) -> (bool, usize) {
    (!hostname.is_empty() && !hostname.starts_with("*."), hostname.len())
}

/// The listeners of a socket by host name.
pub(super) struct Listeners<'d>(Dictionary<&'d str, usize>);

impl<'d> Listeners<'d> {
    pub(super) fn of(socket: &'d SocketDefinition) -> Self {
        let named = socket.listeners.iter().enumerate();
        Listeners(named.map(|(number, listener)| (listener.hostname.as_str(), number)).collect())
    }

    /// The listener that takes every host of a range: the most specific one alone is asked
    /// ("Listener Isolation").
    pub(super) fn taking(&self, range: &str) -> Option<usize> {
        let suffixes = range.match_indices('.').filter_map(|(dot, _)| range.get(dot + 1..));
        let wider = suffixes.filter(|_| !range.is_empty()).map(|suffix| format!("*.{suffix}"));
        std::iter::once(range.to_owned())
            .chain(wider)
            .chain(std::iter::once(String::new()))
            .find_map(|name| self.0.get(name.as_str()).copied())
    }
}
