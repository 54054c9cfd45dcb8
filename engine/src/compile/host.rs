use super::lowered::LoweredPath;
use crate::{
    SharedStr,
    sort::sort_by,
    table::{ArmId, HostDefinition, PathArms},
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

fn by_path(mut list: Vec<(&SharedStr, ArmId)>) -> PathArms {
    sort_by(&mut list, Ord::cmp);
    list.dedup();
    list.into_iter().map(|(path, arm)| (path.clone(), arm)).collect()
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
        assert!(by_path(list).iter().map(|(path, arm)| (path, *arm)).eq(expected));
    }
}
