use std::fmt;

use super::map::Map;

/// Headers in order, names in lower case, the pseudo headers first.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(Vec<u8>, Vec<u8>)>);

// === impl Headers ===

impl Headers {
    pub fn new() -> Self {
        Self::default()
    }

    /// The first value of a header, as Envoy gives it to a filter.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// The first value of a header as text, for assertions.
    pub fn text(&self, name: impl AsRef<[u8]>) -> Option<&str> {
        self.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Every value of a header, in order.
    pub fn all(&self, name: impl AsRef<[u8]>) -> impl Iterator<Item = &[u8]> {
        let name = name.as_ref().to_ascii_lowercase();
        self.0.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value.as_slice())
    }

    /// Adds a value behind those that are there.
    pub fn add(&mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let name = name.as_ref().to_ascii_lowercase();
        let at = if name.starts_with(b":") {
            self.0.iter().take_while(|(key, _)| key.starts_with(b":")).count()
        } else {
            self.0.len()
        };
        self.0.insert(at, (name, value.as_ref().to_vec()));
    }

    /// Replaces every value of a header by one, which moves to the end.
    pub fn set(&mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        self.remove(&name);
        self.add(name, value);
    }

    pub fn remove(&mut self, name: impl AsRef<[u8]>) {
        let name = name.as_ref().to_ascii_lowercase();
        self.0.retain(|(key, _)| *key != name);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// Adds a value as Envoy does in this map: joined to the first one where the name has a single slot.
    pub(crate) fn add_in(&mut self, map: Map, name: &[u8], value: &[u8]) {
        let name = map.canonical(name);
        let present = self.0.iter_mut().find(|(key, _)| *key == name && map.joins(key));
        match present {
            Some((_, present)) => {
                if !present.is_empty() {
                    present.push(b',');
                }
                present.extend_from_slice(value);
            }
            None => self.add(name, value),
        }
    }

    /// Overwrites a header where it stands, as Envoy's own code does.
    pub(crate) fn overwrite(&mut self, name: &str, value: &[u8]) {
        match self.0.iter_mut().find(|(key, _)| key == name.as_bytes()) {
            Some((_, present)) => *present = value.to_vec(),
            None => self.add(name, value),
        }
    }

    /// These headers as Envoy has them after reading them into this map.
    pub(crate) fn read_into(&self, map: Map) -> Self {
        let mut headers = Self::new();
        for (name, value) in self.iter() {
            headers.add_in(map, name, value);
        }
        headers
    }

    /// The size that `proxy_get_header_map_size` answers: names and values, no overhead.
    pub(crate) fn byte_size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::new();
        for (name, value) in pairs {
            headers.add(name, value);
        }
        headers
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>, const LEN: usize> From<[(N, V); LEN]> for Headers {
    fn from(pairs: [(N, V); LEN]) -> Self {
        pairs.into_iter().collect()
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for (name, value) in self.iter() {
            list.entry(&format_args!("{}: {}", name.escape_ascii(), value.escape_ascii()));
        }
        list.finish()
    }
}
