//! One index for everything that has a name: sockets, host names, exact paths and prefixes, each in a scope
//! of its own. It is a hash table with linear probing and at most one slot in two taken.
//!
//! A slot is 0, or the number of an entry and one more, with eight bits of its hash below it. Chains do not go
//! round: as many slots as the longest has follow the last that a key may begin at. Keys are the
//! configuration's, so a request cannot make chains longer, and who writes the table chooses a seed with
//! which none is long.
//!
//! A hash takes eight bytes at a time and can give the last ones back: the prefixes of a path are hashed in
//! one pass, and undone from the longest to the shortest.

use std::slice;

use super::{
    format::{Entry, Names},
    words::{self, Record, Words, index, number},
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
#[derive(Debug, Clone, Copy, Default)]
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
        // The higher half of the last product is below the lower one now.
        let mixed = (mixed ^ mixed >> 32) & u64::from(u32::MAX);
        let slot = mixed.wrapping_mul(u64::from(slots)) >> 32;
        (u32::try_from(slot).unwrap_or_default(), u32::try_from(mixed).unwrap_or_default() & MARK)
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
    /// Those that a key may begin at.
    pub(crate) slots: u32,
    /// Where an entry number 0 would be.
    pub(crate) before_entries: u32,
    /// As in [`super::format::Root`].
    pub(crate) chain: u32,
    pub(crate) seeded: Hash,
}

impl Index {
    /// Most keys that somebody asks for are not there, and a slot or two tell.
    #[inline(always)]
    pub(crate) fn find(&self, words: &Words, scope: u32, hash: Hash, key: &[u8]) -> Found {
        let (slot, mark) = hash.slot(scope, self.slots);
        let Some(chain) = words.stretch(self.slots_at.wrapping_add(slot), self.chain) else {
            return Found::default();
        };
        for slot in chain.take_while(|slot| *slot != 0) {
            if slot & MARK != mark {
                continue;
            }
            let number = slot >> MARK_BITS;
            let entry: Entry = words.read(self.before_entries.wrapping_add(number.wrapping_mul(Entry::SIZE)));
            if entry.scope == scope && words.are(entry.key, key) {
                return Found { exact: entry.exact, wide: entry.wide };
            }
        }
        Found::default()
    }

    /// Offers the number of every name that a host matches, most specific first, until one is taken: the
    /// exact name, then wildcards from the longest suffix to the shortest, then "any host"
    /// (`GatewaySpec.listeners`, "distinct only by Hostname"; `HTTPRouteSpec.hostnames`). `place` is that of
    /// the names.
    #[inline(always)]
    pub(crate) fn offer_hosts(
        &self,
        words: &Words,
        place: u32,
        names: Names,
        host: &str,
        mut offer: impl FnMut(u32) -> bool,
    ) {
        let host = host.as_bytes();
        // Most hosts have a name of their own, and nobody asks further.
        let exact = if names.exact == 0 { 0 } else { self.look_up(words, place, host).exact };
        if exact == 0 || !offer(exact - 1) {
            Wider { index: self, words, place, names, host }.any(offer);
        }
    }

    /// The first of them.
    #[inline(never)]
    pub(crate) fn most_specific_host(
        &self,
        words: &Words,
        place: u32,
        names: Names,
        host: &str,
    ) -> Option<u32> {
        let mut first = None;
        self.offer_hosts(words, place, names, host, |number| {
            first = Some(number);
            true
        });
        first
    }

    #[inline(always)]
    fn look_up(&self, words: &Words, place: u32, name: &[u8]) -> Found {
        self.find(words, place, self.seeded.of(name), name)
    }
}

/// The wildcards that a host matches, and "any host".
#[derive(Debug)]
struct Wider<'a> {
    index: &'a Index,
    words: &'a Words,
    place: u32,
    /// What is left to ask.
    names: Names,
    /// The host, or the suffix that was asked last.
    host: &'a [u8],
}

impl Iterator for Wider<'_> {
    type Item = u32;

    #[inline(never)]
    fn next(&mut self) -> Option<u32> {
        // A wildcard stands for at least one character, so a leading dot opens no suffix.
        while self.names.suffixes != 0
            && let Some(dot) = self.host.iter().skip(1).position(|byte| *byte == b'.')
        {
            self.host = self.host.get(dot + 1..).unwrap_or_default();
            let suffix = self.host.get(1..).filter(|suffix| Lengths(self.names.suffixes).has(suffix.len()));
            let look_up = |suffix| self.index.look_up(self.words, self.place, suffix);
            let found = suffix.map(look_up).unwrap_or_default().wide;
            if found != 0 {
                return Some(found - 1);
            }
        }
        std::mem::take(&mut self.names.any).checked_sub(1)
    }
}

/// The prefixes of a path by whole elements, as far as somebody asks for one of that length, from the longest
/// to the shortest; without the empty one.
#[derive(Debug)]
pub(crate) struct Prefixes<'a> {
    path: &'a [u8],
    /// Whole words of it that are to come, from the last to the first.
    words: slice::Iter<'a, [u8; WORD]>,
    /// Of those.
    hash: Hash,
    /// The one behind them.
    word: u64,
    /// Where in it a prefix ends, as the highest bits of bytes; those are left that are to come.
    ends: u64,
    lengths: Lengths,
}

impl<'a> Prefixes<'a> {
    #[inline(always)]
    pub(crate) fn of(path: &'a str, longest: u32, lengths: Lengths, seeded: Hash) -> Self {
        let path = path.as_bytes();
        // `OPTIONS *` and `CONNECT` have no path.
        let path = if path.first() == Some(&b'/') { path } else { &[] };
        let (path, end) = match path.get(..index(longest).saturating_add(1)) {
            Some(beginning) => (beginning, 0),
            // The path itself ends where no slash is.
            None => (path, HIGHEST << (path.len() % WORD * 8)),
        };
        let words = path.as_chunks().0.iter();
        let hash = words.clone().fold(seeded, |hash, word| hash.push(u64::from_le_bytes(*word)));
        let word = part(path);
        Prefixes { path, words, hash, word, ends: slashes(word) | end, lengths }
    }
}

impl<'a> Iterator for Prefixes<'a> {
    type Item = (Hash, &'a [u8]);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while self.ends == 0 {
                self.word = u64::from_le_bytes(*self.words.next_back()?);
                self.hash = self.hash.pop(self.word);
                self.ends = slashes(self.word);
            }
            let end = 63 - self.ends.leading_zeros();
            self.ends ^= 1 << end;
            let before = end & !7;
            let length = self.words.len() * WORD + index(before / 8);
            if self.lengths.has(length) {
                let prefix = self.path.get(..length).filter(|prefix| !prefix.is_empty())?;
                return Some((self.hash.push(self.word & ((1 << before) - 1)), prefix));
            }
        }
    }
}

/// Of the first byte of a word.
const HIGHEST: u64 = 0x80;

/// The highest bit of each byte that is a slash.
fn slashes(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let zero_at_slash = word ^ 0x2f2f_2f2f_2f2f_2f2f;
    // No byte's sum reaches into the next one.
    !(((zero_at_slash & LOW) + LOW) | zero_at_slash | LOW)
}

/// Which lengths names have, in bytes: a bit for each, and for those that are 64, 128 … bytes longer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lengths(pub(crate) u64);

impl Lengths {
    #[inline(always)]
    fn bit(length: usize) -> u64 {
        1 << (length % 64)
    }

    pub(crate) fn with(self, length: usize) -> Self {
        Lengths(self.0 | Self::bit(length))
    }

    #[inline(always)]
    fn has(self, length: usize) -> bool {
        self.0 & Self::bit(length) != 0
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
            let (slot, mark) = seeded.of(key.text.as_bytes()).slot(key.scope, count);
            let (slot, mark) = (index(slot), number << MARK_BITS | mark);
            let taken = slots.iter().skip(slot).take_while(|slot| **slot != 0).count();
            match slots.get_mut(slot + taken) {
                Some(free) => *free = mark,
                None => slots.push(mark),
            }
            chain = chain.max(taken + 1);
        }
        slots.resize(index(count) + chain, 0);
        Slots { seed, chain: words::number(chain), slots }
    }
}
