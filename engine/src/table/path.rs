use matchit::Router;

use super::ArmId;

/// Paths to arms. A lookup answers the most specific node; from there the way up is the
/// specification's order (`HTTPRouteRule.matches`): the exact path, regular expressions, then
/// prefixes from the longest to the shortest.
///
/// Both routers hold literal paths only. With a parameter in it, a lookup that can go two ways keeps
/// its way back on the heap; without one it allocates nothing.
#[derive(Debug)]
pub(crate) struct PathIndex {
    exact: Router<u32>,
    prefix: Router<u32>,
    nodes: Vec<Node>,
    /// Of the longest prefix, so that a hostile path is not looked up at each of its slashes.
    longest: usize,
}

/// A path that is there twice. `compile` writes each once; a damaged bundle may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathConflict(pub(crate) String);

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) exact: bool,
    /// The empty prefix, which every path has.
    pub(crate) root: bool,
    /// Best first.
    pub(crate) arms: Box<[ArmId]>,
    /// The next shorter prefix.
    pub(crate) up: Option<u32>,
}

impl PathIndex {
    /// Builds the index. Prefixes come without their trailing slash, so `/` is the empty one.
    pub(crate) fn build(
        exact: &[(String, Vec<ArmId>)],
        prefix: &[(String, Vec<ArmId>)],
    ) -> Result<Self, PathConflict> {
        let mut index = PathIndex {
            exact: router(exact, prefix.len())?,
            prefix: router(prefix, 0)?,
            nodes: Vec::with_capacity(exact.len() + prefix.len()),
            longest: prefix.iter().map(|(path, _)| path.len()).max().unwrap_or_default(),
        };
        for (path, arms) in prefix {
            let up = shorter(path).find_map(|path| index.prefix_node(path));
            index.nodes.push(Node { exact: false, root: path.is_empty(), arms: arms.as_slice().into(), up });
        }
        for (path, arms) in exact {
            let up = index.longest_prefix(path);
            index.nodes.push(Node { exact: true, root: false, arms: arms.as_slice().into(), up });
        }
        Ok(index)
    }

    /// The most specific node for a path.
    pub(crate) fn at(&self, path: &str) -> Option<&Node> {
        let exact = self.exact.at(path).ok().map(|found| *found.value);
        self.node(exact.or_else(|| self.longest_prefix(path))?)
    }

    pub(crate) fn up(&self, node: &Node) -> Option<&Node> {
        self.node(node.up?)
    }

    fn longest_prefix(&self, path: &str) -> Option<u32> {
        // `OPTIONS *` and `CONNECT` have no path; `/` still matches every request.
        let path = if path.starts_with('/') { path } else { "" };
        let keys = std::iter::once(path).chain(shorter(path));
        keys.filter(|key| key.len() <= self.longest).find_map(|key| self.prefix_node(key))
    }

    fn prefix_node(&self, key: &str) -> Option<u32> {
        self.prefix.at(key).ok().map(|found| *found.value)
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(id).ok()?)
    }
}

/// Numbers the paths from `first` on.
fn router(list: &[(String, Vec<ArmId>)], first: usize) -> Result<Router<u32>, PathConflict> {
    let mut router = Router::new();
    for (number, (path, _)) in (first..).zip(list) {
        // Braces would name a parameter; a doubled one is itself.
        let literal = path.replace('{', "{{").replace('}', "}}");
        router.insert(literal, id(number)).map_err(|error| PathConflict(format!("`{path}`: {error}")))?;
    }
    Ok(router)
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
