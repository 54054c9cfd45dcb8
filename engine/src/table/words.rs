//! The bytes of a table: records of 32-bit words, then the text that they speak of. Nothing is unpacked
//! and nothing is trusted: what points outside reads as zeros, as no text or as an empty list.

use std::marker::PhantomData;

/// A fixed number of words.
pub(crate) trait Record: Copy + Default {
    /// In words.
    const SIZE: u32;

    /// Reads from the front of little-endian words.
    fn take(words: &mut &[u8]) -> Self;

    fn put(self, words: &mut Vec<u32>);
}

/// Where a record is; 0 is nowhere.
#[derive(Debug)]
pub(crate) struct At<T>(pub(crate) u32, PhantomData<T>);

/// Records one behind the other.
#[derive(Debug)]
pub(crate) struct List<T> {
    pub(crate) at: u32,
    pub(crate) count: u32,
    of: PhantomData<T>,
}

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) length: u32,
}

/// Declares records: what stands there is the form of a bundle, for whoever writes one and for whoever
/// reads it.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of_field:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, Default)]
            pub(crate) struct $name { $($(#[$of_field])* pub(crate) $field: $kind,)* }

            impl $crate::table::words::Record for $name {
                const SIZE: u32 = 0 $(+ <$kind as $crate::table::words::Record>::SIZE)*;

                #[inline(always)]
                fn take(words: &mut &[u8]) -> Self {
                    $(let $field = $crate::table::words::Record::take(words);)*
                    $name { $($field),* }
                }

                fn put(self, words: &mut Vec<u32>) {
                    $($crate::table::words::Record::put(self.$field, words);)*
                }
            }
        )*
    };
}
pub(crate) use records;

/// A table's bytes: words, then text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    bytes: Vec<u8>,
    /// Where the text begins.
    text: u32,
}

pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Past what 32 bits can count a table has no place for anything; it would be one of gigabytes.
pub(crate) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A place in a table, of words or of bytes. Where an address has 32 bits, places of it can be added and multiplied
/// without passing them: what a forged bundle says is another place then.
#[inline(always)]
fn place(number: u32) -> usize {
    if usize::BITS < u64::BITS { index(number & u32::MAX >> 3) } else { index(number) }
}

const BYTES: usize = 4;

/// Compares word by word. Names are short, and what compares bytes is a call, or goes one by one where it is wasm.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let long = |word: &[u8; 8]| u64::from_le_bytes(*word);
    if one.len() != other.len() {
        return false;
    }
    match (one.last_chunk(), other.last_chunk()) {
        (Some(last), Some(others_last)) => {
            let mut words = one.as_chunks().0.iter().zip(other.as_chunks().0);
            words.all(|(one, other)| long(one) == long(other)) && long(last) == long(others_last)
        }
        _ => is_same_short(one, other),
    }
}

/// Of two that are equally long, and shorter than a word.
#[inline(always)]
fn is_same_short(one: &[u8], other: &[u8]) -> bool {
    let ends = |bytes: &[u8]| {
        let (first, last) = (*bytes.first_chunk()?, *bytes.last_chunk()?);
        Some((u32::from_le_bytes(first), u32::from_le_bytes(last)))
    };
    match (ends(one), ends(other)) {
        (Some(one), Some(other)) => one == other,
        _ => {
            let bytes = |bytes: &[u8]| {
                (bytes.first().copied(), bytes.get(bytes.len() / 2).copied(), bytes.last().copied())
            };
            bytes(one) == bytes(other)
        }
    }
}

impl Words {
    /// `count` words, and the rest is text.
    pub(crate) fn of(bytes: Vec<u8>, count: u32) -> Self {
        Words { bytes, text: count.saturating_mul(4) }
    }

    /// So many records one behind the other, if all are there.
    #[inline(always)]
    fn records<T: Record>(&self, at: u32, count: u32) -> Option<&[u8]> {
        // 32 bits may be too few for what a forged bundle says, 64 are not.
        let start = u64::from(at) * 4;
        let end = start + u64::from(count) * u64::from(T::SIZE) * 4;
        self.bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    /// Words one behind the other, if all are there.
    #[inline(always)]
    pub(crate) fn stretch(&self, at: u32, count: u32) -> Option<impl Iterator<Item = u32> + Clone + '_> {
        let (words, _) = self.records::<u32>(at, count)?.as_chunks();
        Some(words.iter().map(|word| u32::from_le_bytes(*word)))
    }

    /// What is read in place checks nothing but that all of the record is there.
    #[inline(always)]
    pub(crate) fn read<T: Record>(&self, at: u32) -> T {
        self.inside(at).unwrap_or_default()
    }

    /// Nothing where not all of it is there.
    #[inline(always)]
    pub(crate) fn inside<T: Record>(&self, at: u32) -> Option<T> {
        let start = place(at) * BYTES;
        let record = self.bytes.get(start..start + index(T::SIZE) * BYTES);
        record.map(|mut words| T::take(&mut words))
    }

    #[inline(always)]
    pub(crate) fn at<T: Record>(&self, at: At<T>) -> Option<T> {
        (at.0 != 0).then(|| self.read(at.0))
    }

    pub(crate) fn list<T: Record>(&self, list: List<T>) -> impl ExactSizeIterator<Item = T> + Clone + '_ {
        let words = self.records::<T>(list.at, list.count).unwrap_or_default();
        words.chunks_exact(index(T::SIZE) * BYTES).map(|mut words| T::take(&mut words))
    }

    /// Whether all of a list is there.
    pub(crate) fn holds<T: Record>(&self, list: List<T>) -> bool {
        self.records::<T>(list.at, list.count).is_some()
    }

    #[inline(always)]
    pub(crate) fn get<T: Record>(&self, list: List<T>, number: u32) -> Option<T> {
        (number < list.count).then(|| self.read(list.place(number)))
    }

    /// Nothing where not all of it is there.
    #[inline(always)]
    pub(crate) fn find(&self, text: Text) -> Option<&[u8]> {
        let start = place(self.text) + place(text.start);
        self.bytes.get(start..start + place(text.length))
    }

    #[inline(always)]
    pub(crate) fn bytes(&self, text: Text) -> &[u8] {
        self.find(text).unwrap_or_default()
    }

    /// Whether those are the bytes of a text.
    #[inline(always)]
    pub(crate) fn are(&self, text: Text, bytes: &[u8]) -> bool {
        index(text.length) == bytes.len() && self.find(text).is_some_and(|found| is_same(found, bytes))
    }

    pub(crate) fn text(&self, text: Text) -> &str {
        str::from_utf8(self.bytes(text)).unwrap_or_default()
    }

    /// Nothing for an empty one.
    pub(crate) fn some(&self, text: Text) -> Option<&str> {
        (text.length > 0).then(|| self.text(text))
    }
}

impl<T> At<T> {
    pub(crate) fn new(at: u32) -> Self {
        At(at, PhantomData)
    }
}

impl<T: Record> List<T> {
    /// Where the record of that number is.
    pub(crate) fn place(self, number: u32) -> u32 {
        self.at.wrapping_add(number.wrapping_mul(T::SIZE))
    }
}

impl<T> List<T> {
    pub(crate) fn new(at: u32, count: usize) -> Self {
        List { at, count: number(count), of: PhantomData }
    }
}

// === impl Record ===

impl Record for u32 {
    const SIZE: u32 = 1;

    #[inline(always)]
    fn take(words: &mut &[u8]) -> Self {
        let Some((word, rest)) = words.split_first_chunk() else { return 0 };
        *words = rest;
        u32::from_le_bytes(*word)
    }

    fn put(self, words: &mut Vec<u32>) {
        words.push(self);
    }
}

/// The lower half first.
impl Record for u64 {
    const SIZE: u32 = 2;

    #[inline(always)]
    fn take(words: &mut &[u8]) -> Self {
        let Some((both, rest)) = words.split_first_chunk() else { return 0 };
        *words = rest;
        u64::from_le_bytes(*both)
    }

    fn put(self, words: &mut Vec<u32>) {
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        words.extend([half(self), half(self >> 32)]);
    }
}

impl Record for Text {
    const SIZE: u32 = 2;

    #[inline(always)]
    fn take(words: &mut &[u8]) -> Self {
        Text { start: u32::take(words), length: u32::take(words) }
    }

    fn put(self, words: &mut Vec<u32>) {
        words.extend([self.start, self.length]);
    }
}

impl<T> Record for At<T> {
    const SIZE: u32 = 1;

    #[inline(always)]
    fn take(words: &mut &[u8]) -> Self {
        At::new(u32::take(words))
    }

    fn put(self, words: &mut Vec<u32>) {
        words.push(self.0);
    }
}

impl<T> Record for List<T> {
    const SIZE: u32 = 2;

    #[inline(always)]
    fn take(words: &mut &[u8]) -> Self {
        List { at: u32::take(words), count: u32::take(words), of: PhantomData }
    }

    fn put(self, words: &mut Vec<u32>) {
        words.extend([self.at, self.count]);
    }
}

// === impl Copy, Clone, Default: for every `T` ===

impl<T> Copy for At<T> {}

impl<T> Clone for At<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Default for At<T> {
    fn default() -> Self {
        At::new(0)
    }
}

impl<T> Copy for List<T> {}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List { at: 0, count: 0, of: PhantomData }
    }
}
