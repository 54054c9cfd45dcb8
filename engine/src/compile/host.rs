use super::lowered::LoweredPath;
use crate::{
    sort::{by_keys, sort_by},
    table::{ArmId, HostDefinition},
};

/// A host while its arms arrive.
#[derive(Debug, Default)]
pub(super) struct HostBuilder<'p> {
    pub(super) by_service: bool,
    exact: Vec<(&'p str, ArmId)>,
    prefix: Vec<(&'p str, ArmId)>,
    patterns: Vec<ArmId>,
}

/// From so many paths on, numbers are sorted instead of texts.
const MANY: usize = 64;

// === impl HostBuilder ===

impl<'p> HostBuilder<'p> {
    pub(super) fn add(&mut self, arm: ArmId, path: &'p LoweredPath<'_>) {
        match path {
            LoweredPath::Exact(path) => self.exact.push((path, arm)),
            LoweredPath::Prefix(key) => self.prefix.push((key, arm)),
            LoweredPath::Pattern(_) => self.patterns.push(arm),
        }
    }

    pub(super) fn finish(mut self, hostname: String) -> HostDefinition {
        sort_by(&mut self.patterns, ArmId::cmp);
        // A route may name one host twice.
        self.patterns.dedup();
        HostDefinition {
            hostname,
            by_service: self.by_service,
            exact: by_path(self.exact),
            patterns: self.patterns,
            prefix: by_path(self.prefix),
        }
    }
}

/// The arms of each path, best first, by path.
fn by_path(mut list: Vec<(&str, ArmId)>) -> Vec<(String, Vec<ArmId>)> {
    if list.len() < MANY {
        sort_by(&mut list, Ord::cmp);
    } else {
        list = by_beginning(&list);
        for same in list.chunk_by_mut(|(left, _), (right, _)| beginning(left) == beginning(right)) {
            sort_by(same, Ord::cmp);
        }
    }
    list.dedup();
    let paths = list.chunk_by(|(left, _), (right, _)| left == right);
    let arms = |same: &[(&str, ArmId)]| {
        let path = same.first().map(|(path, _)| (*path).to_owned()).unwrap_or_default();
        (path, same.iter().map(|(_, arm)| *arm).collect())
    };
    paths.map(arms).collect()
}

fn by_beginning<'p>(list: &[(&'p str, ArmId)]) -> Vec<(&'p str, ArmId)> {
    let keys: Vec<_> = list.iter().map(|(path, _)| beginning(path)).collect();
    let order = by_keys(&keys).into_iter();
    order.filter_map(|number| list.get(usize::try_from(number).ok()?).copied()).collect()
}

/// The first characters of a text as a number that compares as they do.
fn beginning(text: &str) -> u128 {
    let bytes = text.bytes().chain(std::iter::repeat(0));
    bytes.take(16).fold(0, |key, byte| key << 8 | u128::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_paths_stand_in_their_order() {
        let paths: Vec<String> =
            (0..200).map(|path| format!("/some/long/prefix/{}/{}", path % 3, path % 77)).collect();
        let list: Vec<_> = paths.iter().map(String::as_str).zip((0..).map(ArmId)).collect();
        let mut expected = list.clone();
        expected.sort();
        let sorted = by_path(list).into_iter();
        let sorted: Vec<_> =
            sorted.flat_map(|(path, arms)| arms.into_iter().map(move |arm| (path.clone(), arm))).collect();
        assert!(sorted.iter().map(|(path, arm)| (path.as_str(), *arm)).eq(expected));
    }
}
