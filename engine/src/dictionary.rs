use std::borrow::Borrow;

use crate::sort::sort_by;

#[cfg(test)]
mod tests;

/// Finds values by their keys. It is made at once and never changes: a type of it is a few hundred bytes of wasm, where
/// an ordered map of the standard library is 2 to 4 KB.
#[derive(Debug, Clone)]
pub struct Dictionary<K, V>(Vec<(K, V)>);

impl<K, V> Default for Dictionary<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Dictionary<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        sort_by(&mut entries, |left, right| left.0.cmp(&right.0));
        Self(entries)
    }
}

impl<K, V> Dictionary<K, V> {
    /// The last that came with this key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.all(key).last().map(|(_, value)| value)
    }

    /// All that came with this key, in their order.
    pub fn all<Q: Ord + ?Sized>(&self, key: &Q) -> &[(K, V)]
    where
        K: Borrow<Q>,
    {
        let (start, end) = (self.place(|known| known < key), self.place(|known| known <= key));
        self.0.get(start..end).unwrap_or_default()
    }

    /// Everything by its key.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.0.iter()
    }

    /// What came with each key, key by key.
    pub fn groups(&self) -> impl Iterator<Item = &[(K, V)]>
    where
        K: PartialEq,
    {
        self.0.chunk_by(|left, right| left.0 == right.0)
    }

    /// The first that came with each key.
    pub fn into_distinct(mut self) -> Vec<(K, V)>
    where
        K: PartialEq,
    {
        self.0.dedup_by(|right, left| right.0 == left.0);
        self.0
    }

    fn place<Q: ?Sized>(&self, is_before: impl Fn(&Q) -> bool) -> usize
    where
        K: Borrow<Q>,
    {
        self.0.partition_point(|(known, _)| is_before(known.borrow()))
    }
}
