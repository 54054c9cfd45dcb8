//! Which listeners of one Gateway are in each other's way (`GatewaySpec.listeners`, "Distinct
//! Listeners"; `ListenerSetSpec.listeners` for the order of precedence).

use super::listener::Entry;
use crate::{api::Listener, sort::sort_by_key};

/// Why a listener is not distinct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) kind: ConflictKind,
    pub(super) message: String,
    /// The other listener, if the message must not name it.
    pub(super) unnamed: Option<String>,
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
    let mut all = Vec::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        if let Some(family) = Family::of(&entry.spec) {
            all.push(Sharing { number, entry, family });
        }
    }
    sort_by_key(&mut all, |one| one.entry.spec.port);
    for sharing in all.chunk_by(|left, right| left.entry.spec.port == right.entry.spec.port) {
        let mut placed: Vec<Sharing<'_>> = Vec::new();
        for owned in sharing.chunk_by(|left, right| left.entry.set == right.entry.set) {
            let mut left = Vec::new();
            for one in owned {
                match gravest(one, &placed) {
                    Some(conflict) => put(&mut found, one.number, conflict),
                    None => left.push(*one),
                }
            }
            for one in &left {
                if let Some(conflict) = gravest(one, &left) {
                    put(&mut found, one.number, conflict);
                }
            }
            // What an owner's listeners dispute among themselves is not free for the owners after it.
            placed.extend(left);
        }
    }
    found
}

/// A listener among those of its port.
#[derive(Clone, Copy)]
struct Sharing<'a> {
    number: usize,
    entry: &'a Entry<'a>,
    family: Family,
}

/// The worst that one listener has against the others: another protocol.
fn gravest(one: &Sharing<'_>, others: &[Sharing<'_>]) -> Option<Conflict> {
    let others = others.iter().filter(|other| other.number != one.number);
    let conflicts: Vec<_> = others.filter_map(|other| between(one, other)).collect();
    let protocol = conflicts.iter().find(|conflict| conflict.kind == ConflictKind::Protocol);
    protocol.or(conflicts.first()).cloned()
}

fn put(found: &mut [Option<Conflict>], number: usize, conflict: Conflict) {
    if let Some(place) = found.get_mut(number) {
        *place = Some(conflict);
    }
}

/// What `one` has against sharing its port with `other`.
fn between(one: &Sharing<'_>, other: &Sharing<'_>) -> Option<Conflict> {
    let (mine, theirs, family) = (one.entry, other.entry, one.family);
    if family != other.family {
        // UDP ports are a space of their own.
        let apart = family == Family::Udp || other.family == Family::Udp;
        return (!apart).then(|| Conflict {
            kind: ConflictKind::Protocol,
            message: format!(
                "{} uses port {} for protocol `{}`",
                theirs.name_for(mine),
                theirs.spec.port,
                theirs.spec.protocol
            ),
            unnamed: unnamed(theirs, mine),
        });
    }
    let by_hostname = matches!(family, Family::Http | Family::Tls);
    let same = !by_hostname || host(&mine.spec).eq_ignore_ascii_case(host(&theirs.spec));
    same.then(|| Conflict {
        kind: ConflictKind::Hostname,
        message: format!(
            "{} has the same {}",
            theirs.name_for(mine),
            if by_hostname { "port and hostname" } else { "port" }
        ),
        unnamed: unnamed(theirs, mine),
    })
}

fn unnamed(theirs: &Entry<'_>, mine: &Entry<'_>) -> Option<String> {
    (!theirs.is_open_to(mine)).then(|| theirs.full_name())
}

fn host(listener: &Listener) -> &str {
    listener.hostname.as_deref().unwrap_or_default()
}
