//! One index for everything that has a name: sockets, host names, exact paths and prefixes, each in a scope
//! of its own. It is a hash table with linear probing and at most one slot in two taken.
//!
//! A slot is 0, or the number of an entry and one more, with eight bits of its hash below it. Keys are the
//! configuration's, so a request cannot make chains longer, and who writes the table chooses a seed with
//! which none is long.
//!
//! A hash takes eight bytes at a time and can give the last ones back: the prefixes of a path are hashed in
//! one pass, and undone from the longest to the shortest.

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

    /// Turned, so that the high bits of one word meet the low ones of the next.
    fn push(self, word: u64) -> Self {
        Hash((self.0 ^ word).wrapping_mul(STEP).rotate_left(32))
    }

    /// Undoes [`Hash::push`].
    fn pop(self, word: u64) -> Self {
        Hash(self.0.rotate_right(32).wrapping_mul(BACK) ^ word)
    }

    /// Whole words, then what is left, which may be nothing.
    pub(crate) fn of(self, bytes: &[u8]) -> Self {
        let (words, _) = bytes.as_chunks();
        words.iter().fold(self, |hash, word| hash.push(u64::from_le_bytes(*word))).push(part(bytes))
    }

    /// The slot of so many that a key has at best, and the mark of its entry.
    #[inline(always)]
    pub(crate) fn slot(self, scope: u32, slots: u32) -> (u32, u32) {
        let mixed = self.0 ^ u64::from(scope).wrapping_mul(MIX);
        let mixed = (mixed ^ mixed >> 32).wrapping_mul(MIX);
        let slot = (mixed >> 32).wrapping_mul(u64::from(slots)) >> 32;
        (u32::try_from(slot).unwrap_or_default(), mark(mixed))
    }
}

/// What stands behind the last whole word, as a word that is not full.
fn part(bytes: &[u8]) -> u64 {
    let count = u32::try_from(bytes.len() % WORD * 8).unwrap_or_default();
    match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last).checked_shr(64 - count).unwrap_or_default(),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// In bytes.
const WORD: usize = 8;

fn mark(mixed: u64) -> u32 {
    u32::try_from(mixed >> 24 & u64::from(MARK)).unwrap_or_default()
}

/// The bits of a slot that are of the hash.
pub(crate) const MARK: u32 = 0xff;
pub(crate) const MARK_BITS: u32 = 8;

/// What a key stands for in a scope; 0 is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// By itself.
    pub(crate) exact: u32,
    /// As the suffix of a wildcard, or as a prefix.
    pub(crate) wide: u32,
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
    /// Most keys that somebody asks for are not there, and a slot or two tell.
    #[inline(always)]
    pub(crate) fn find(&self, words: &Words, scope: u32, hash: Hash, key: &[u8]) -> Found {
        let (mut slot, mark) = hash.slot(scope, self.slots);
        for _ in 0..self.chain {
            let found: u32 = words.read(self.slots_at.wrapping_add(slot));
            if found == 0 {
                break;
            }
            if found & MARK == mark {
                let number = (found >> MARK_BITS).wrapping_sub(1);
                let entry = self.entries_at.wrapping_add(number.wrapping_mul(Entry::SIZE));
                if let Some(found) = read(words, entry, scope, key) {
                    return found;
                }
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        Found::default()
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
        host: &'a str,
    ) -> Hosts<'a> {
        Hosts { index: self, words, place, names, host: host.as_bytes() }
    }
}

/// What an entry says, if it is that of a key.
#[inline(never)]
fn read(words: &Words, entry: u32, scope: u32, key: &[u8]) -> Option<Found> {
    let entry: Entry = words.read(entry);
    let same = entry.scope == scope && words.bytes(entry.key) == key;
    same.then_some(Found { exact: entry.exact, wide: entry.wide })
}

/// See [`Index::hosts`].
#[derive(Debug)]
pub(crate) struct Hosts<'a> {
    index: &'a Index,
    words: &'a Words,
    place: u32,
    /// What is left to ask.
    names: Names,
    /// The host, or the suffix that was asked last.
    host: &'a [u8],
}

impl Iterator for Hosts<'_> {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        // Most hosts have a name of their own, and nobody asks further.
        if std::mem::take(&mut self.names.exact) != 0 {
            let found = self.look_up(self.host).exact;
            if found != 0 {
                return Some(found - 1);
            }
        }
        self.wider()
    }
}

impl Hosts<'_> {
    fn look_up(&self, name: &[u8]) -> Found {
        self.index.find(self.words, self.place, self.index.seeded().of(name), name)
    }

    #[inline(never)]
    fn wider(&mut self) -> Option<u32> {
        // A wildcard stands for at least one character, so a leading dot opens no suffix.
        while self.names.longest_suffix != 0
            && let Some(dot) = self.host.iter().skip(1).position(|byte| *byte == b'.')
        {
            self.host = self.host.get(dot + 1..).unwrap_or_default();
            let suffix = self.host.get(1..).filter(|suffix| suffix.len() <= index(self.names.longest_suffix));
            let found = suffix.map(|suffix| self.look_up(suffix).wide).unwrap_or_default();
            if found != 0 {
                return Some(found - 1);
            }
        }
        std::mem::take(&mut self.names.any).checked_sub(1)
    }
}

/// The prefixes of a path by whole elements that are no longer than the longest that anybody asks for, from
/// the longest to the shortest; without the empty one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefixes<'a> {
    path: &'a [u8],
    /// What is left of it.
    length: usize,
    /// Of the whole words of what is left.
    hash: Hash,
    /// Behind the last whole word of the path.
    part: u64,
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
        let (words, _) = path.as_chunks();
        let hash = words.iter().fold(seeded, |hash, word| hash.push(u64::from_le_bytes(*word)));
        Prefixes { path, length: path.len(), hash, part: part(path) }
    }

    /// The longest that is left, with its hash, unless that is the empty one.
    pub(crate) fn longest(&self) -> Option<(Hash, &'a [u8])> {
        let longest = self.path.get(..self.length).filter(|longest| !longest.is_empty())?;
        let kept = (1 << (self.length % WORD * 8)) - 1;
        Some((self.hash.push(self.word(self.length / WORD) & kept), longest))
    }

    /// Leaves the longest out.
    pub(crate) fn shorten(&mut self) {
        let left = self.path.get(..self.length).unwrap_or_default();
        let length = left.iter().rposition(|byte| *byte == b'/').unwrap_or_default();
        for number in (length / WORD..self.length / WORD).rev() {
            self.hash = self.hash.pop(self.word(number));
        }
        self.length = length;
    }

    fn word(&self, number: usize) -> u64 {
        let word = self.path.get(number * WORD..).and_then(|rest| rest.first_chunk());
        word.map_or(self.part, |word| u64::from_le_bytes(*word))
    }
}

// === writing ===

/// A key on its way into the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'d> {
    pub(crate) scope: u32,
    pub(crate) text: &'d str,
}

/// The slots of an index.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    pub(crate) seed: u32,
    /// See [`super::format::Root`].
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
            let (mut slot, mark) = seeded.of(key.text.as_bytes()).slot(key.scope, count);
            let mut steps = 1;
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
