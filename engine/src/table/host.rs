use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Host names to values, walked from the most specific to the least: the exact name, then
/// wildcards from the longest suffix to the shortest, then "any host"
/// (`GatewaySpec.listeners`, "distinct only by Hostname"; `HTTPRouteSpec.hostnames`).
#[derive(Debug)]
pub(crate) struct HostIndex<T> {
    exact: HashMap<Box<str>, T, FixedState>,
    /// `*.example.com` under `example.com`.
    wildcard: HashMap<Box<str>, T, FixedState>,
    any: Option<T>,
}

impl<T: Copy> HostIndex<T> {
    /// A pattern is `*.suffix`, a full name, or empty for any host. The last of two equal ones stays.
    pub(crate) fn insert(&mut self, pattern: &str, value: T) {
        if pattern.is_empty() {
            self.any = Some(value);
        } else if let Some(suffix) = pattern.strip_prefix("*.") {
            self.wildcard.insert(suffix.into(), value);
        } else {
            self.exact.insert(pattern.into(), value);
        }
    }

    /// Every value whose pattern matches `host`, most specific first.
    pub(crate) fn walk<'a>(&'a self, host: &'a str) -> impl Iterator<Item = T> + 'a {
        let exact = (!self.exact.is_empty()).then(|| self.exact.get(host)).flatten();
        let names = if self.wildcard.is_empty() { "" } else { host };
        exact
            .into_iter()
            .chain(suffixes(names).filter_map(|suffix| self.wildcard.get(suffix)))
            .chain(self.any.as_ref())
            .copied()
    }
}

/// `b.c` and `c` for `a.b.c`: what a wildcard may stand in front of. It stands for at least one
/// character, so a leading dot opens no suffix.
fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    host.match_indices('.').filter(|(dot, _)| *dot > 0).filter_map(|(dot, _)| host.get(dot + 1..))
}

/// Whether `pattern` (as for [`HostIndex::insert`]) matches `host`.
pub fn host_matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(suffix) => {
            host.strip_suffix(suffix).and_then(|label| label.strip_suffix('.')).is_some_and(|l| !l.is_empty())
        }
        None => pattern.is_empty() || pattern == host,
    }
}

// === impl Default ===

impl<T> Default for HostIndex<T> {
    fn default() -> Self {
        HostIndex { exact: HashMap::default(), wildcard: HashMap::default(), any: None }
    }
}
