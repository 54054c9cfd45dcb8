//! Which listeners of one Gateway are in each other's way (`GatewaySpec.listeners`, "Distinct
//! Listeners"; `ListenerSetSpec.listeners` for the order of precedence).

use std::collections::BTreeMap;

use super::listener::Entry;
use crate::api::Listener;

/// Why a listener is not distinct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) kind: ConflictKind,
    pub(super) message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConflictKind {
    Hostname,
    Protocol,
}

/// What the listeners of one port have to agree on, for all of them to be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Http,
    Tls,
    Tcp,
    Udp,
}

impl Family {
    /// Nothing for a protocol that is not supported: such a listener is in nobody's way.
    pub(super) fn of(listener: &Listener) -> Option<Self> {
        Some(match listener.protocol.as_str() {
            "HTTP" => Family::Http,
            "HTTPS" | "TLS" => Family::Tls,
            "TCP" => Family::Tcp,
            "UDP" => Family::Udp,
            _ => return None,
        })
    }
}

/// The conflict of each listener. Of an owner's own listeners all lose; against those that come
/// before it, the Gateway's or an older ListenerSet's, a later owner's lose.
pub(super) fn conflicts(entries: &[Entry<'_>]) -> Vec<Option<Conflict>> {
    let mut found: Vec<Option<Conflict>> = vec![None; entries.len()];
    let mut ports: BTreeMap<u16, Vec<(usize, &Entry<'_>, Family)>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        if let Some(family) = Family::of(&entry.spec) {
            ports.entry(entry.spec.port).or_default().push((number, entry, family));
        }
    }
    for sharing in ports.into_values() {
        let mut placed: Vec<(usize, &Entry<'_>, Family)> = Vec::new();
        for owned in sharing.chunk_by(|(_, left, _), (_, right, _)| left.set == right.set) {
            let mut left = Vec::new();
            for one in owned {
                match placed.iter().find_map(|other| between(one, other)) {
                    Some(conflict) => put(&mut found, one.0, conflict),
                    None => left.push(*one),
                }
            }
            for one in &left {
                let others = left.iter().filter(|other| other.0 != one.0);
                let conflicts: Vec<_> = others.filter_map(|other| between(one, other)).collect();
                // Another protocol is the graver reason.
                let protocol = conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Protocol);
                match protocol.or(conflicts.first()) {
                    Some(conflict) => put(&mut found, one.0, conflict.clone()),
                    None => placed.push(*one),
                }
            }
        }
    }
    found
}

fn put(found: &mut [Option<Conflict>], number: usize, conflict: Conflict) {
    if let Some(place) = found.get_mut(number) {
        *place = Some(conflict);
    }
}

/// What `one` has against sharing its port with `other`.
fn between(one: &(usize, &Entry<'_>, Family), other: &(usize, &Entry<'_>, Family)) -> Option<Conflict> {
    let ((_, mine, family), (_, theirs, other_family)) = (one, other);
    if family != other_family {
        // UDP ports are a space of their own.
        let apart = *family == Family::Udp || *other_family == Family::Udp;
        return (!apart).then(|| Conflict {
            kind: ConflictKind::Protocol,
            message: format!(
                "{} uses port {} for protocol `{}`",
                theirs.name(),
                theirs.spec.port,
                theirs.spec.protocol
            ),
        });
    }
    let by_hostname = matches!(family, Family::Http | Family::Tls);
    let same = !by_hostname || host(&mine.spec).eq_ignore_ascii_case(host(&theirs.spec));
    same.then(|| Conflict {
        kind: ConflictKind::Hostname,
        message: format!(
            "{} has the same {}",
            theirs.name(),
            if by_hostname { "port and hostname" } else { "port" }
        ),
    })
}

fn host(listener: &Listener) -> &str {
    listener.hostname.as_deref().unwrap_or_default()
}
