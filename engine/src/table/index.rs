//! One index for everything that has a name: sockets, host names, exact paths and prefixes, each in a scope
//! of its own. It is a hash table of buckets.
//!
//! A bucket knows a byte of the hash of each of its eight keys, so that one comparison of a word tells most keys
//! that are not there. Their entries stand one behind the other, in the order of the buckets. Keys that a bucket
//! has no room for are in the next one. Keys are the configuration's, so a request cannot fill a bucket, and who
//! writes the table chooses a seed with which no key is far from its bucket.
//!
//! A hash takes eight bytes at a time and can give the last ones back: the prefixes of a path are hashed in
//! one pass, and undone from the longest to the shortest.

use super::{
    Table,
    format::{Bucket, Entry, Names},
    words::{Record, index},
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

/// The hash of whole words; what they are behind is a scope.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn seeded(seed: u32) -> Self {
        Hash(u64::from(seed).wrapping_mul(MIX) ^ MIX)
    }

    #[inline(always)]
    pub(crate) fn scoped(self, scope: u32) -> Self {
        Hash(self.0 ^ u64::from(scope).wrapping_mul(MIX))
    }

    /// Turned, so that the high bits of one word meet the low ones of the next.
    #[inline(always)]
    fn push(self, word: u64) -> Self {
        Hash((self.0 ^ word).wrapping_mul(STEP).rotate_left(32))
    }

    /// Undoes [`Hash::push`].
    #[inline(always)]
    fn pop(self, word: u64) -> Self {
        Hash(self.0.rotate_right(32).wrapping_mul(BACK) ^ word)
    }

    /// Of a key whose end is at the top of a word, behind it a slash. The higher half depends on all of it.
    #[inline(always)]
    fn end(self, word: u64) -> u32 {
        u32::try_from((self.0 ^ word).wrapping_mul(STEP) >> 32).unwrap_or_default()
    }

    #[inline(always)]
    fn words(self, bytes: &[u8]) -> Self {
        let (words, _) = bytes.as_chunks();
        words.iter().fold(self, |hash, word| hash.push(u64::from_le_bytes(*word)))
    }

    /// Of a whole key.
    #[inline(always)]
    pub(crate) fn of(self, key: &[u8]) -> u32 {
        let room = room(key);
        self.words(key).end(last(key, SLASH) >> room << room)
    }
}

/// The last seven bytes and one more as a word.
#[inline(always)]
fn last(bytes: &[u8], next: u64) -> u64 {
    let before = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last) >> 8,
        None => short(bytes),
    };
    before | next << 56
}

#[cold]
#[inline(never)]
fn short(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, byte| (word | u64::from(*byte) << 56) >> 8)
}

/// How many bits of [`last`] belong to whole words.
#[inline(always)]
fn room(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len() % WORD * 8).unwrap_or_default() ^ 56
}

/// In bytes.
const WORD: usize = 8;

const SLASH: u64 = 0x2f;

/// A one in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// Which bucket of so many a key is in at best.
#[inline(always)]
pub(crate) fn bucket(hash: u32, buckets: u32) -> u32 {
    u32::try_from((u64::from(hash) * u64::from(buckets)) >> 32).unwrap_or_default()
}

/// What a bucket knows of a key.
#[inline(always)]
pub(crate) fn mark(hash: u32) -> u64 {
    u64::from(hash & 0xff)
}

impl Bucket {
    /// The highest bits of the bytes that are this mark. A byte above one of them may be wrong.
    #[inline(always)]
    fn marked(&self, mark: u64) -> u64 {
        let zero_where_same = self.marks ^ mark.wrapping_mul(ONES);
        zero_where_same.wrapping_sub(ONES) & !zero_where_same & (HIGHEST * ONES)
    }

    /// The number of the first entry of those.
    #[inline(always)]
    fn entry(&self, marked: u64) -> u32 {
        (self.first >> 1).wrapping_add(marked.trailing_zeros() / 8)
    }

    /// Whether the next bucket has keys of this one.
    #[inline(always)]
    fn is_full(&self) -> bool {
        self.first & 1 == 1
    }
}

/// What a key stands for in a scope: by itself the lower half, as the suffix of a wildcard or as a prefix the higher
/// one. 0 is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found(pub(crate) u64);

impl Found {
    pub(crate) fn new(exact: u32, wide: u32) -> Self {
        Found(u64::from(exact) | u64::from(wide) << 32)
    }

    #[inline(always)]
    pub(crate) fn exact(self) -> u32 {
        u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn wide(self) -> u32 {
        u32::try_from(self.0 >> 32).unwrap_or_default()
    }
}

/// The part of a table that looks keys up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Index {
    pub(crate) buckets_at: u32,
    /// Those that a key may be in at best.
    pub(crate) buckets: u32,
    pub(crate) entries_at: u32,
    pub(crate) seeded: Hash,
}

impl Table {
    /// Most keys that somebody asks for are not there, and a word tells. The key is the beginning of a text.
    #[inline(always)]
    pub(crate) fn find(&self, scope: u32, hash: u32, text: &[u8], length: usize) -> Found {
        let bucket: Bucket = self.words.read(self.index.place(hash));
        let marked = bucket.marked(mark(hash));
        if marked == 0 && !bucket.is_full() {
            return Found::default();
        }
        // A beginning is never longer.
        let Some(key) = text.get(..length) else { return self.search(scope, hash, text) };
        self.found(bucket.entry(marked), scope, hash, key)
    }

    /// What the entry says, if it is the key's, as it nearly always is.
    #[inline(never)]
    fn found(&self, number: u32, scope: u32, hash: u32, key: &[u8]) -> Found {
        match self.entry(number, scope, key) {
            Some(found) => found,
            None => self.search(scope, hash, key),
        }
    }

    #[inline(always)]
    fn entry(&self, number: u32, scope: u32, key: &[u8]) -> Option<Found> {
        let at = self.index.entries_at.wrapping_add(number.wrapping_mul(Entry::SIZE));
        let entry: Entry = self.words.read(at);
        let is_it = entry.scope == scope && self.words.are(entry.key, key);
        is_it.then_some(Found(entry.found))
    }

    #[cold]
    #[inline(never)]
    fn search(&self, scope: u32, hash: u32, key: &[u8]) -> Found {
        let mut at = self.index.place(hash);
        loop {
            let bucket: Bucket = self.words.read(at);
            let mut marked = bucket.marked(mark(hash));
            while marked != 0 {
                if let Some(found) = self.entry(bucket.entry(marked), scope, key) {
                    return found;
                }
                marked &= marked - 1;
            }
            if !bucket.is_full() {
                return Found::default();
            }
            at = at.wrapping_add(Bucket::SIZE);
        }
    }

    /// What a name has in a scope.
    #[inline(never)]
    pub(crate) fn look_up(&self, scope: u32, name: &[u8]) -> Found {
        self.find(scope, self.index.seeded.scoped(scope).of(name), name, name.len())
    }
}

impl Index {
    /// Where a key is at best.
    #[inline(always)]
    fn place(&self, hash: u32) -> u32 {
        self.buckets_at.wrapping_add(bucket(hash, self.buckets).wrapping_mul(Bucket::SIZE))
    }
}

/// The wildcards that a host matches, and "any host".
#[derive(Debug)]
pub(crate) struct Wider<'a> {
    table: &'a Table,
    /// The scope of the names.
    place: u32,
    /// What is left to ask.
    names: Names,
    host: &'a [u8],
    /// Suffixes of this length and longer ones were asked. A wildcard stands for at least one character, so a leading
    /// dot opens no suffix.
    length: usize,
}

impl<'a> Wider<'a> {
    pub(crate) fn of(table: &'a Table, place: u32, names: Names, host: &'a str) -> Self {
        let host = host.as_bytes();
        Wider { table, place, names, host, length: host.len().saturating_sub(1) }
    }
}

impl Iterator for Wider<'_> {
    type Item = u32;

    #[inline(never)]
    fn next(&mut self) -> Option<u32> {
        while let Some(length) = Lengths(self.names.suffixes).longest_below(self.length) {
            self.length = length;
            let Some((before, suffix)) = self.host.split_at_checked(self.host.len() - length) else { break };
            if before.last() != Some(&b'.') {
                continue;
            }
            let found = self.table.look_up(self.place, suffix).wide();
            if found != 0 {
                return Some(found - 1);
            }
        }
        self.names.suffixes = 0;
        std::mem::take(&mut self.names.any).checked_sub(1)
    }
}

/// The prefixes of a path by whole elements, as far as somebody asks for one of that length, from the longest
/// to the shortest: what their hashes are and how long they are.
#[derive(Debug)]
pub(crate) struct Prefixes<'a> {
    /// Whole words of the path that are to come, from the last to the first.
    words: &'a [[u8; WORD]],
    /// Of those.
    hash: Hash,
    /// The one behind them.
    word: u64,
    /// The highest bits of its slashes, where prefixes end; those are left that are to come.
    ends: u64,
    lengths: Lengths,
}

impl<'a> Prefixes<'a> {
    #[inline(always)]
    pub(crate) fn of(path: &'a [u8], longest: u32, lengths: Lengths, hash: Hash) -> Self {
        // The path ends as if a slash followed. `OPTIONS *` and `CONNECT` have none, and nothing is a prefix of that.
        let next = path.get(index(longest)).map_or(SLASH, |byte| u64::from(*byte));
        let path = path.get(..index(longest)).unwrap_or(path);
        let word = last(path, next) >> room(path);
        Prefixes { words: path.as_chunks().0, hash: hash.words(path), word, ends: slashes(word), lengths }
    }
}

impl Iterator for Prefixes<'_> {
    type Item = (u32, usize);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while self.ends == 0 {
                let (last, words) = self.words.split_last()?;
                self.words = words;
                self.word = u64::from_le_bytes(*last);
                self.hash = self.hash.pop(self.word);
                self.ends = slashes(self.word);
            }
            let end = 63 - self.ends.leading_zeros();
            self.ends ^= 1 << end;
            let length = self.words.len() * WORD + index(end / 8);
            if self.lengths.has(length) {
                return Some((self.hash.end(self.word << (63 - end)), length));
            }
        }
    }
}

/// Of the first byte of a word.
const HIGHEST: u64 = 0x80;

/// The highest bit of each byte that is a slash.
fn slashes(word: u64) -> u64 {
    const LOW: u64 = 0x7f * ONES;
    let zero_at_slash = word ^ (SLASH * ONES);
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

    /// The longest of them that is shorter.
    #[inline(always)]
    fn longest_below(self, length: usize) -> Option<usize> {
        let most = length.checked_sub(1)?;
        // The highest bit is that of the most, and the next ones are those of what is shorter.
        let shorter = self.0.rotate_left(63 - u32::try_from(most % 64).unwrap_or_default()).leading_zeros();
        if self.0 == 0 { None } else { most.checked_sub(index(shorter)) }
    }
}
