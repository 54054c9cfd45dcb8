//! The index as it is written: which bucket each key is in.

use super::{
    format::Bucket,
    index::{Hash, bucket, mark},
    words::{index, number},
};

/// A key on its way into the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'d> {
    pub(crate) scope: u32,
    pub(crate) text: &'d str,
}

#[derive(Debug, Default)]
pub(crate) struct Buckets {
    pub(crate) seed: u32,
    /// How many a key may be in at best. What the last of them has no room for is in those that follow.
    pub(crate) count: u32,
    pub(crate) buckets: Vec<Bucket>,
    /// The numbers of the keys in the order of their entries.
    pub(crate) order: Vec<usize>,
    /// How far the farthest key is from where it would be at best.
    farthest: usize,
}

/// A bucket has so many, so that few have no room.
const USUAL: usize = 2;
const ROOM: usize = 8;

/// Keys that are no farther away will do.
const GOOD: usize = 8;
const SEEDS: u32 = 16;

impl Buckets {
    /// Of the first seed with which no key is far away, or the one with which the farthest is the nearest.
    pub(crate) fn of(keys: &[Key<'_>]) -> Self {
        let mut best: Option<Buckets> = None;
        for seed in 0..SEEDS {
            let buckets = Buckets::seeded(keys, seed);
            let good = buckets.farthest <= GOOD;
            if best.as_ref().is_none_or(|best| buckets.farthest < best.farthest) {
                best = Some(buckets);
            }
            if good {
                break;
            }
        }
        best.unwrap_or_default()
    }

    fn seeded(keys: &[Key<'_>], seed: u32) -> Self {
        let seeded = Hash::seeded(seed);
        let count = number(keys.len() / USUAL + 1);
        let hashes: Vec<_> =
            keys.iter().map(|key| seeded.scoped(key.scope).of(key.text.as_bytes())).collect();
        // Counted, then laid down where the counts say: where each bucket's keys end, at last.
        let mut ends = vec![0; index(count)];
        let of = |hash: u32| index(bucket(hash, count));
        for hash in &hashes {
            ends.iter_mut().skip(of(*hash) + 1).take(1).for_each(|end| *end += 1);
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut order = vec![0; keys.len()];
        for (key, hash) in hashes.iter().enumerate() {
            let Some(end) = ends.get_mut(of(*hash)) else { continue };
            if let Some(place) = order.get_mut(*end) {
                *place = key;
            }
            *end += 1;
        }
        let mut buckets = Vec::new();
        let mut farthest = 0;
        let mut start = 0;
        while start < order.len() || buckets.len() < ends.len() {
            let end = ends.get(buckets.len()).copied().unwrap_or(order.len());
            let taken = order.iter().skip(start).take((end - start).min(ROOM));
            let taken = taken.filter_map(|key| hashes.get(*key));
            if let Some(first) = taken.clone().next() {
                farthest = farthest.max(buckets.len() - of(*first));
            }
            buckets.push(Bucket {
                marks: (0..).zip(taken).fold(0, |marks, (place, hash)| marks | mark(*hash) << (place * 8)),
                first: number(start) << 1 | u32::from(end - start > ROOM),
            });
            start = end.min(start + ROOM);
        }
        Buckets { seed, count, buckets, order, farthest }
    }
}
