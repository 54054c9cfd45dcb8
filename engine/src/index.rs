use std::borrow::Borrow;

use crate::sort::sort_by;

#[cfg(test)]
mod tests;

/// Finds values by their keys. It is made at once and never changes: a type of it is a few hundred bytes of wasm, where
/// an ordered map of the standard library is 2 to 4 KB.
#[derive(Debug, Clone)]
pub struct Index<K, V>(Vec<(K, V)>);

impl<K: Ord, V> FromIterator<(K, V)> for Index<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        sort_by(&mut entries, |left, right| left.0.cmp(&right.0));
        Self(entries)
    }
}

impl<K, V> Index<K, V> {
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

    fn place<Q: ?Sized>(&self, is_before: impl Fn(&Q) -> bool) -> usize
    where
        K: Borrow<Q>,
    {
        self.0.partition_point(|(known, _)| is_before(known.borrow()))
    }
}
