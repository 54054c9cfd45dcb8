use matchit::Router;

use super::ArmId;

/// Paths to arms. A lookup answers the most specific node; from there the way up is the
/// specification's order (`HTTPRouteRule.matches`): the exact path, regular expressions, then
/// prefixes from the longest to the shortest.
#[derive(Debug)]
pub(crate) struct PathIndex {
    router: Router<u32>,
    nodes: Vec<Node>,
    /// The prefix `/`, which matches whatever the request's target looks like.
    root: Option<u32>,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) exact: bool,
    /// Best first.
    pub(crate) arms: Box<[ArmId]>,
    /// The next shorter prefix.
    pub(crate) up: Option<u32>,
}

/// A path that `matchit` does not take. Admission refuses what could cause it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathConflict(pub(crate) String);

impl PathIndex {
    /// Builds the index. Prefixes come without their trailing slash, so `/` is the empty one; both
    /// lists are sorted by path and free of doubles.
    pub(crate) fn build(
        exact: &[(String, Vec<ArmId>)],
        prefix: &[(String, Vec<ArmId>)],
    ) -> Result<Self, PathConflict> {
        let mut index = PathIndex {
            router: Router::new(),
            nodes: Vec::with_capacity(exact.len() + prefix.len()),
            root: None,
        };
        let prefix_node = |path: &str| prefix.binary_search_by(|(have, _)| have.as_str().cmp(path)).ok();
        for (path, arms) in prefix {
            let up = shorter(path).find_map(prefix_node);
            index.nodes.push(Node { exact: false, arms: arms.as_slice().into(), up: up.map(id) });
        }
        for (path, arms) in exact {
            let up = itself_and_shorter(path).find_map(prefix_node);
            index.nodes.push(Node { exact: true, arms: arms.as_slice().into(), up: up.map(id) });
        }
        for (number, (path, _)) in exact.iter().enumerate() {
            index.insert(&literal(path), id(prefix.len() + number))?;
        }
        for (number, (path, _)) in prefix.iter().enumerate() {
            let node = id(number);
            let taken = |path: &str| exact.binary_search_by(|(have, _)| have.as_str().cmp(path)).is_ok();
            let slash = format!("{path}/");
            // An exact path shadows the prefix of the same text; its node leads up to it.
            if !path.is_empty() && !taken(path) {
                index.insert(&literal(path), node)?;
            }
            if !taken(&slash) {
                index.insert(&literal(&slash), node)?;
            }
            index.insert(&format!("{}{{*rest}}", literal(&slash)), node)?;
            if path.is_empty() {
                index.root = Some(node);
            }
        }
        Ok(index)
    }

    fn insert(&mut self, route: &str, node: u32) -> Result<(), PathConflict> {
        self.router.insert(route, node).map_err(|error| PathConflict(format!("`{route}`: {error}")))
    }

    /// The most specific node for a path.
    pub(crate) fn at(&self, path: &str) -> Option<&Node> {
        let node = if path.starts_with('/') {
            self.router.at(path).ok().map(|found| *found.value)
        } else {
            // `OPTIONS *` and `CONNECT` have no path; `/` still matches every request.
            self.root
        };
        self.node(node?)
    }

    pub(crate) fn up(&self, node: &Node) -> Option<&Node> {
        self.node(node.up?)
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(id).ok()?)
    }
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// `matchit` takes braces for parameters; a doubled one is itself.
fn literal(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}

/// `/a/b` and the empty prefix for `/a/b/c`.
fn shorter(prefix: &str) -> impl Iterator<Item = &str> {
    prefix.rmatch_indices('/').filter_map(|(slash, _)| prefix.get(..slash))
}

fn itself_and_shorter(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(shorter(path))
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
