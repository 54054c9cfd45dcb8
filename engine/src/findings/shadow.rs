//! Which matches never win, found on the walk of a decision: a match that comes earlier, wants no
//! more and takes every path of a later one leaves it nothing.

use super::{
    chains::{self, Chain, Listeners},
    language::Language,
    predicates::Predicates,
    seen::{Path, Seen, Wanted},
};
use crate::table::{ArmId, Definition, ListenerDefinition, PathDefinition};

/// What becomes of a match, wherever it is served.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    /// Somewhere no other match takes everything from it.
    pub(super) wins: bool,
    /// The first place where another one does.
    pub(super) covered: Option<Box<Cover>>,
    /// The first place where another one asks for just the same, and the number of such places.
    pub(super) repeated: Option<Box<Cover>>,
    pub(super) repetitions: usize,
}

/// A match that takes everything from another one at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cover {
    pub(super) by: ArmId,
    /// Indexes into the definition's sockets and the socket's listeners.
    pub(super) socket: usize,
    pub(super) listener: usize,
    /// Where the match is and where the other one is: indexes into the listener's hosts.
    pub(super) host: usize,
    pub(super) by_host: usize,
}

/// The fates of all matches, in the order of the definition's arms.
pub(super) fn fates(definition: &Definition) -> Vec<Fate> {
    let mut walk = Walk {
        definition,
        predicates: Predicates::of(definition),
        languages: definition.patterns.iter().map(|pattern| Language::of_expression(pattern)).collect(),
        fates: vec![Fate::default(); definition.arms.len()],
    };
    for (socket_number, socket) in definition.sockets.iter().enumerate() {
        let listeners = Listeners::of(socket);
        for (number, listener) in socket.listeners.iter().enumerate() {
            for chain in chains::of(listener) {
                if listeners.taking(&chain.range) == Some(number) {
                    walk.chain((socket_number, number), listener, &chain);
                }
            }
        }
    }
    walk.fates
}

struct Walk<'d> {
    definition: &'d Definition,
    predicates: Predicates,
    /// Of each pattern.
    languages: Vec<Language>,
    fates: Vec<Fate>,
}

/// The host that is being walked, and what was seen of it and of those before it.
struct Table<'d> {
    socket: usize,
    listener: usize,
    host: usize,
    earlier: Vec<(usize, Seen<'d>)>,
    own: Seen<'d>,
}

impl<'d> Walk<'d> {
    fn chain(
        &mut self,
        (socket, listener_number): (usize, usize),
        listener: &'d ListenerDefinition,
        chain: &Chain,
    ) {
        let mut table =
            Table { socket, listener: listener_number, host: 0, earlier: Vec::new(), own: Seen::default() };
        for number in &chain.hosts {
            let Some(host) = listener.hosts.get(*number) else { continue };
            table.host = *number;
            // In their order exact paths come first, then services of gRPC, expressions, and prefixes, as in a decision.
            for arm in &host.arms {
                let path = match self.definition.arms.get(arm.index()).map(|arm| &arm.path) {
                    Some(PathDefinition::Exact(path)) => Path::Exact(path),
                    Some(PathDefinition::Pattern(pattern)) => Path::Pattern(*pattern),
                    Some(PathDefinition::Prefix(key)) => Path::Prefix(key),
                    None => continue,
                };
                self.visit(*arm, path, &mut table);
            }
            table.earlier.push((*number, std::mem::take(&mut table.own)));
        }
    }

    /// One match at one place, when all that come before it there have been visited.
    fn visit(&mut self, arm: ArmId, path: Path<'d>, table: &mut Table<'d>) {
        let wanted = Wanted { path, sure: self.predicates.sure(arm) };
        let (predicates, languages) = (&self.predicates, self.languages.as_slice());
        let before = table.earlier.iter().find_map(|(host, seen)| {
            let (by, _) = seen.before_all_of(&wanted, predicates, languages)?;
            Some((*host, by, false))
        });
        let found = before.or_else(|| {
            let (by, same_path) = table.own.before(&wanted, predicates, languages)?;
            Some((table.host, by, same_path && predicates.of_arm(by) == predicates.of_arm(arm)))
        });
        let Some(fate) = self.fates.get_mut(arm.index()) else { return };
        let Some((by_host, by, same)) = found else {
            fate.wins = true;
            table.own.insert(arm, path, predicates, languages);
            return;
        };
        // Another host name of its own route may have brought it here before.
        if by == arm {
            return;
        }
        let cover = Cover { by, socket: table.socket, listener: table.listener, host: table.host, by_host };
        fate.covered.get_or_insert_with(|| Box::new(cover));
        if same {
            fate.repeated.get_or_insert_with(|| Box::new(cover));
            fate.repetitions += 1;
        }
    }
}
