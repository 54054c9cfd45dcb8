use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::ArmId;

/// Paths to arms. A lookup answers the most specific node; from there the way up is the
/// specification's order (`HTTPRouteRule.matches`): the exact path, regular expressions, then
/// prefixes from the longest to the shortest. A lookup allocates nothing.
#[derive(Debug)]
pub(crate) struct PathIndex {
    exact: HashMap<Box<str>, u32, FixedState>,
    prefix: HashMap<Box<str>, u32, FixedState>,
    nodes: Vec<Node>,
    /// Of the longest prefix, so that a hostile path is not hashed at each of its slashes.
    longest: usize,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) exact: bool,
    /// Best first.
    pub(crate) arms: Box<[ArmId]>,
    /// The next shorter prefix.
    pub(crate) up: Option<u32>,
}

impl PathIndex {
    /// Builds the index. Prefixes come without their trailing slash, so `/` is the empty one.
    pub(crate) fn build(exact: &[(String, Vec<ArmId>)], prefix: &[(String, Vec<ArmId>)]) -> Self {
        let keys = |list: &[(String, Vec<ArmId>)], first: usize| {
            (first..).zip(list).map(|(number, (path, _))| (path.as_str().into(), id(number))).collect()
        };
        let mut index = PathIndex {
            exact: keys(exact, prefix.len()),
            prefix: keys(prefix, 0),
            nodes: Vec::with_capacity(exact.len() + prefix.len()),
            longest: prefix.iter().map(|(path, _)| path.len()).max().unwrap_or_default(),
        };
        for (path, arms) in prefix {
            let up = shorter(path).find_map(|path| index.prefix.get(path)).copied();
            index.nodes.push(Node { exact: false, arms: arms.as_slice().into(), up });
        }
        for (path, arms) in exact {
            let up = index.longest_prefix(path);
            index.nodes.push(Node { exact: true, arms: arms.as_slice().into(), up });
        }
        index
    }

    /// The most specific node for a path.
    pub(crate) fn at(&self, path: &str) -> Option<&Node> {
        let exact = self.exact.get(path).copied();
        self.node(exact.or_else(|| self.longest_prefix(path))?)
    }

    pub(crate) fn up(&self, node: &Node) -> Option<&Node> {
        self.node(node.up?)
    }

    fn longest_prefix(&self, path: &str) -> Option<u32> {
        // `OPTIONS *` and `CONNECT` have no path; `/` still matches every request.
        let path = if path.starts_with('/') { path } else { "" };
        let keys = std::iter::once(path).chain(shorter(path));
        keys.filter(|key| key.len() <= self.longest).find_map(|key| self.prefix.get(key)).copied()
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(id).ok()?)
    }
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// `/a/b` and the empty prefix for `/a/b/c`.
fn shorter(prefix: &str) -> impl Iterator<Item = &str> {
    prefix.rmatch_indices('/').filter_map(|(slash, _)| prefix.get(..slash))
}

/// The prefix as the index keys it: "when specified, a trailing `/` is ignored"
/// (`PathMatchPathPrefix`).
pub fn prefix_key(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// Whether a prefix key matches a path, element by element.
pub fn prefix_matches(key: &str, path: &str) -> bool {
    key.is_empty() || path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
