use super::lowered::LoweredPath;
use crate::{
    SharedStr,
    sort::sort_by,
    table::{ArmId, HostDefinition},
};

/// A host while its arms arrive.
#[derive(Debug, Default)]
pub(super) struct HostBuilder<'p> {
    pub(super) by_service: bool,
    exact: Vec<(&'p SharedStr, ArmId)>,
    prefix: Vec<(&'p SharedStr, ArmId)>,
    patterns: Vec<ArmId>,
}

// === impl HostBuilder ===

impl<'p> HostBuilder<'p> {
    pub(super) fn add(&mut self, arm: ArmId, path: &'p LoweredPath<'_>) {
        match path {
            LoweredPath::Exact(path) => self.exact.push((path, arm)),
            LoweredPath::Prefix(key) => self.prefix.push((key, arm)),
            LoweredPath::Pattern(_) => self.patterns.push(arm),
        }
    }

    pub(super) fn finish(mut self, hostname: SharedStr) -> HostDefinition {
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
fn by_path(mut list: Vec<(&SharedStr, ArmId)>) -> Box<[(SharedStr, Box<[ArmId]>)]> {
    sort_by(&mut list, Ord::cmp);
    list.dedup();
    let paths = list.chunk_by(|(left, _), (right, _)| left == right);
    let arms = |same: &[(&SharedStr, ArmId)]| {
        let path = same.first().map(|(path, _)| (*path).clone()).unwrap_or_default();
        (path, same.iter().map(|(_, arm)| *arm).collect())
    };
    paths.map(arms).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_paths_stand_in_their_order() {
        let path = |number| format!("/some/long/prefix/{}/{}", number % 3, number % 77).into();
        let paths: Vec<SharedStr> = (0..200).map(path).collect();
        let list: Vec<_> = paths.iter().zip((0..).map(ArmId)).collect();
        let mut expected = list.clone();
        expected.sort();
        let sorted = by_path(list).into_iter();
        let sorted: Vec<_> =
            sorted.flat_map(|(path, arms)| arms.into_iter().map(move |arm| (path.clone(), arm))).collect();
        assert!(sorted.iter().map(|(path, arm)| (path, *arm)).eq(expected));
    }
}
