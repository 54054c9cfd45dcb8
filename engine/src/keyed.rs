//! Maps of few types: each type of key and value costs a filter that reads manifests 1 to 4 KB.

use crate::map::Map;

/// The numbers of objects by namespace and name, or of whatever else two texts name.
pub(crate) type ByName<'k> = Map<(&'k str, &'k str), usize>;

/// Values by two texts, in the order of their first use.
#[derive(Debug)]
pub(crate) struct Keyed<'k, V> {
    numbers: ByName<'k>,
    list: Vec<((&'k str, &'k str), V)>,
}

/// The place of a number in a list, which grows to have it.
#[cfg(feature = "manifests")]
pub(crate) fn at<T: Default>(list: &mut Vec<T>, number: usize) -> Option<&mut T> {
    while list.len() <= number {
        list.push(T::default());
    }
    list.get_mut(number)
}

// === impl Keyed ===

impl<V> Default for Keyed<'_, V> {
    fn default() -> Self {
        Keyed { numbers: Map::default(), list: Vec::new() }
    }
}

impl<'k, V: Default> Keyed<'k, V> {
    /// With room for so many.
    pub(crate) fn with_capacity(count: usize) -> Self {
        #[cfg(feature = "yaml")]
        let numbers = ByName::with_capacity_and_hasher(count, Default::default());
        #[cfg(not(feature = "yaml"))]
        let numbers = ByName::new();
        Keyed { numbers, list: Vec::with_capacity(count) }
    }

    #[cfg(feature = "manifests")]
    pub(crate) fn get(&self, key: (&str, &str)) -> Option<&V> {
        let number = *self.numbers.get(&key)?;
        self.list.get(number).map(|(_, value)| value)
    }

    /// The value of a key, which has one from then on.
    pub(crate) fn entry(&mut self, key: (&'k str, &'k str)) -> Option<&mut V> {
        self.numbered(key).map(|(_, value)| value)
    }

    /// The same, and its place in the list.
    pub(crate) fn numbered(&mut self, key: (&'k str, &'k str)) -> Option<(usize, &mut V)> {
        let next = self.list.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.list.push((key, V::default()));
        }
        self.list.get_mut(number).map(|(_, value)| (number, value))
    }

    pub(crate) fn into_list(self) -> Vec<((&'k str, &'k str), V)> {
        self.list
    }
}
