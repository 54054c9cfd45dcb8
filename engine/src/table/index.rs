//! One index for everything that has a name: sockets, host names, exact paths and prefixes, each in a scope
//! of its own. It is a hash table with linear probing and at most one slot in two taken.
//!
//! A slot is 0, or the number of an entry and one more, with eight bits of its hash below it. Keys are the
//! configuration's, so a request cannot make chains longer, and who writes the table chooses a seed with
//! which none is long.
//!
//! A hash takes one byte after the other and can give the last one back: the prefixes of a path are hashed in
//! one pass, and undone from the longest to the shortest. Host names are hashed from their end, so that the
//! same goes for suffixes.

use super::{
    format::{Entry, Names},
    words::{Record, Words, index, number},
};

/// Odd, so it can be undone.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
const BACK: u64 = inverse(STEP);
const MIX: u64 = 0xd6e8_feb8_6659_fd93;

/// Newton's method; each round doubles the bits that are right.
const fn inverse(odd: u64) -> u64 {
    let mut found = odd;
    let mut round = 0;
    while round < 5 {
        found = found.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(found)));
        round += 1;
    }
    found
}

/// The hash of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn seeded(seed: u32) -> Self {
        Hash(u64::from(seed).wrapping_mul(MIX) ^ MIX)
    }

    fn push(self, byte: u8) -> Self {
        Hash((self.0 ^ u64::from(byte)).wrapping_mul(STEP))
    }

    /// Undoes [`Hash::push`].
    fn pop(self, byte: u8) -> Self {
        Hash(self.0.wrapping_mul(BACK) ^ u64::from(byte))
    }

    pub(crate) fn of(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |hash, byte| hash.push(*byte))
    }

    pub(crate) fn of_reversed(self, bytes: &[u8]) -> Self {
        bytes.iter().rev().fold(self, |hash, byte| hash.push(*byte))
    }

    /// The slot of so many that a key has at best, and the mark of its entry.
    pub(crate) fn slot(self, scope: u32, slots: u32) -> (u32, u32) {
        let mixed = self.0 ^ u64::from(scope).wrapping_mul(MIX);
        let mixed = (mixed ^ mixed >> 32).wrapping_mul(MIX);
        let slot = (mixed >> 32).wrapping_mul(u64::from(slots)) >> 32;
        (u32::try_from(slot).unwrap_or_default(), mark(mixed))
    }
}

fn mark(mixed: u64) -> u32 {
    u32::try_from(mixed >> 24 & u64::from(MARK)).unwrap_or_default()
}

/// The bits of a slot that are of the hash.
pub(crate) const MARK: u32 = 0xff;
pub(crate) const MARK_BITS: u32 = 8;

/// What a scope is of.
pub(crate) fn exact(place: u32) -> u32 {
    place << 1
}

/// See [`exact`]; wildcards of hosts, prefixes of paths.
pub(crate) fn wide(place: u32) -> u32 {
    place << 1 | 1
}

/// The part of a table that looks keys up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Index {
    pub(crate) slots_at: u32,
    pub(crate) slots: u32,
    pub(crate) entries_at: u32,
    pub(crate) chain: u32,
    pub(crate) seed: u32,
}

impl Index {
    /// The value of a key, 0 where it has none.
    pub(crate) fn find(&self, words: &Words, scope: u32, hash: Hash, key: &[u8]) -> u32 {
        let (mut slot, mark) = hash.slot(scope, self.slots);
        for _ in 0..=self.chain {
            let found: u32 = words.read(self.slots_at.wrapping_add(slot));
            if found == 0 {
                break;
            }
            if found & MARK == mark {
                let number = (found >> MARK_BITS) - 1;
                let entry: Entry = words.read(self.entries_at.wrapping_add(number.wrapping_mul(Entry::SIZE)));
                if entry.scope == scope && words.bytes(entry.key) == key {
                    return entry.value;
                }
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        0
    }

    pub(crate) fn seeded(&self) -> Hash {
        Hash::seeded(self.seed)
    }

    /// The numbers of every name that a host matches, most specific first: the exact name, then
    /// wildcards from the longest suffix to the shortest, then "any host" (`GatewaySpec.listeners`,
    /// "distinct only by Hostname"; `HTTPRouteSpec.hostnames`). `place` is that of the names.
    pub(crate) fn hosts<'a>(
        &'a self,
        words: &'a Words,
        place: u32,
        names: Names,
        host: HostKey<'a>,
    ) -> impl Iterator<Item = u32> + 'a {
        let exact = if names.exact == 0 { 0 } else { self.find(words, exact(place), host.hash, host.name) };
        let suffixes = Suffixes::of(if names.wildcards == 0 { HostKey { name: &[], ..host } } else { host });
        let wildcards = suffixes.map(move |(hash, suffix)| self.find(words, wide(place), hash, suffix));
        std::iter::once(exact)
            .chain(wildcards)
            .chain(std::iter::once(names.any))
            .filter_map(|number| number.checked_sub(1))
    }
}

/// A host with its hash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HostKey<'a> {
    name: &'a [u8],
    hash: Hash,
}

impl<'a> HostKey<'a> {
    pub(crate) fn of(name: &'a str, seeded: Hash) -> Self {
        HostKey { name: name.as_bytes(), hash: seeded.of_reversed(name.as_bytes()) }
    }
}

/// `b.c` and `c` for `a.b.c`: what a wildcard may stand in front of. It stands for at least one
/// character, so a leading dot opens no suffix.
struct Suffixes<'a> {
    rest: &'a [u8],
    hash: Hash,
}

impl<'a> Suffixes<'a> {
    fn of(host: HostKey<'a>) -> Self {
        match host.name.split_first() {
            Some((first, rest)) => Suffixes { rest, hash: host.hash.pop(*first) },
            None => Suffixes { rest: &[], hash: host.hash },
        }
    }
}

impl<'a> Iterator for Suffixes<'a> {
    type Item = (Hash, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((byte, rest)) = self.rest.split_first() {
            *self = Suffixes { rest, hash: self.hash.pop(*byte) };
            if *byte == b'.' {
                return Some((self.hash, rest));
            }
        }
        None
    }
}

/// The prefixes of a path by whole elements that are no longer than the longest that anybody asks for, from
/// the longest to the shortest; without the empty one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefixes<'a> {
    path: &'a [u8],
    hash: Hash,
}

impl<'a> Prefixes<'a> {
    pub(crate) fn of(path: &'a str, longest: u32, seeded: Hash) -> Self {
        let path = path.as_bytes();
        // `OPTIONS *` and `CONNECT` have no path.
        let whole = if path.first() == Some(&b'/') { path } else { &[] };
        let path = match whole.get(..=index(longest)) {
            None => whole,
            Some(longer) => {
                let slash = longer.iter().rposition(|byte| *byte == b'/').unwrap_or_default();
                longer.get(..slash).unwrap_or_default()
            }
        };
        Prefixes { path, hash: seeded.of(path) }
    }

    /// The hash of the whole path, of which these are the prefixes.
    pub(crate) fn hash_of(&self, path: &str) -> Hash {
        let rest = path.as_bytes().get(self.path.len()..).unwrap_or_default();
        self.hash.of(rest)
    }
}

impl<'a> Iterator for Prefixes<'a> {
    type Item = (Hash, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.path.is_empty() {
            return None;
        }
        let found = (self.hash, self.path);
        while let Some((last, shorter)) = self.path.split_last() {
            self.hash = self.hash.pop(*last);
            self.path = shorter;
            if *last == b'/' {
                break;
            }
        }
        Some(found)
    }
}

// === writing ===

/// A key on its way into the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'d> {
    pub(crate) scope: u32,
    pub(crate) text: &'d str,
    /// Host names are hashed from their end.
    pub(crate) reversed: bool,
}

/// The slots of an index.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    pub(crate) seed: u32,
    pub(crate) chain: u32,
    pub(crate) slots: Vec<u32>,
}

/// A chain that is no longer than this will do.
const GOOD: u32 = 64;
const SEEDS: u32 = 16;

impl Slots {
    /// Of the first seed with which no chain is long, or the one with which the longest is the shortest.
    pub(crate) fn of(keys: &[Key<'_>]) -> Self {
        let mut best: Option<Slots> = None;
        for seed in 0..SEEDS {
            let slots = Slots::seeded(keys, seed);
            let good = slots.chain <= GOOD;
            if best.as_ref().is_none_or(|best| slots.chain < best.chain) {
                best = Some(slots);
            }
            if good {
                break;
            }
        }
        best.unwrap_or_default()
    }

    fn seeded(keys: &[Key<'_>], seed: u32) -> Self {
        let seeded = Hash::seeded(seed);
        let count = number(keys.len()).saturating_mul(2).max(1);
        let mut slots = vec![0; index(count)];
        let mut chain = 0;
        for (number, key) in (1..=u32::MAX >> MARK_BITS).zip(keys) {
            let text = key.text.as_bytes();
            let hash = if key.reversed { seeded.of_reversed(text) } else { seeded.of(text) };
            let (mut slot, mark) = hash.slot(key.scope, count);
            let mut steps = 0;
            while let Some(place) = slots.get_mut(index(slot)) {
                if *place == 0 {
                    *place = number << MARK_BITS | mark;
                    break;
                }
                slot = if slot + 1 == count { 0 } else { slot + 1 };
                steps += 1;
            }
            chain = chain.max(steps);
        }
        Slots { seed, chain, slots }
    }
}
