use std::cmp::Reverse;

use super::normal_path;
use crate::{
    admit::Meta,
    api::{HTTPRouteMatch, PathMatchType, distinct},
    table::prefix_key,
};

/// Which of two matches takes a request that both want: the greater one. The order of the fields
/// is the order of the criteria in `HTTPRouteRule.matches`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precedence {
    pub path: PathRank,
    pub path_length: usize,
    pub method: bool,
    pub headers: usize,
    pub query_params: usize,
    pub older: Reverse<Created>,
    pub name: Reverse<String>,
    pub earlier: Reverse<usize>,
    /// Two matches of one rule: the specification does not care, an explanation does.
    pub earlier_match: Reverse<usize>,
}

/// Regular expressions are implementation-specific; between the two they are more specific than
/// any prefix, and a catch-all prefix cannot swallow them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathRank {
    Prefix,
    Pattern,
    Exact,
}

/// When a route was created. One that has no creation time is not created yet, so it is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Created {
    At(i64, i32),
    NotYet,
}

impl Precedence {
    pub(super) fn of(meta: &Meta, rule: usize, number: usize, one: &HTTPRouteMatch) -> Self {
        let value = one.path.value.as_str();
        // What an escape stands for counts, or `/%61` would be a longer prefix than `/a`. Exact
        // paths that take one request are equal; the specification does not compare their lengths.
        let (path, path_length) = match one.path.kind {
            PathMatchType::Exact => (PathRank::Exact, 0),
            PathMatchType::RegularExpression => (PathRank::Pattern, value.chars().count()),
            // A trailing slash is ignored (`PathMatchPathPrefix`), so it gains nothing here.
            PathMatchType::PathPrefix => (PathRank::Prefix, normal_path(prefix_key(value)).chars().count()),
        };
        Precedence {
            path,
            path_length,
            method: one.method.is_some(),
            headers: distinct(&one.headers, true).count(),
            query_params: distinct(&one.query_params, false).count(),
            older: Reverse(
                meta.created.map_or(Created::NotYet, |(seconds, nanos)| Created::At(seconds, nanos)),
            ),
            name: Reverse(format!("{}/{}", meta.namespace, meta.name)),
            earlier: Reverse(rule),
            earlier_match: Reverse(number),
        }
    }

    /// The criterion by which `self` outranks `other`, in the words of the specification.
    pub fn decided_by(&self, other: &Precedence) -> &'static str {
        if self.path != other.path {
            "path type"
        } else if self.path_length != other.path_length {
            "path length"
        } else if self.method != other.method {
            "method"
        } else if self.headers != other.headers {
            "number of headers"
        } else if self.query_params != other.query_params {
            "number of query parameters"
        } else if self.older != other.older {
            "creation time"
        } else if self.name != other.name {
            "namespace and name"
        } else if self.earlier != other.earlier {
            "rule order"
        } else {
            "match order"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precedence(kind: PathMatchType, value: &str, method: Option<&str>) -> Precedence {
        let meta = Meta {
            name: "r".to_owned(),
            namespace: "n".to_owned(),
            generation: 1,
            created: None,
            labels: Default::default(),
        };
        let one = HTTPRouteMatch {
            path: crate::api::HTTPPathMatch { kind, value: value.to_owned() },
            headers: Vec::new(),
            query_params: Vec::new(),
            method: method.map(str::to_owned),
        };
        Precedence::of(&meta, 0, 0, &one)
    }

    #[test]
    fn an_escaped_letter_does_not_make_a_path_longer() {
        for kind in [PathMatchType::Exact, PathMatchType::PathPrefix] {
            assert!(precedence(kind, "/a", Some("GET")) > precedence(kind, "/%61", None), "{kind:?}");
        }
    }
}
