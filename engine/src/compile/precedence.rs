use std::cmp::Reverse;

use super::{id, lowered::Lowered};
use crate::{
    admit::{Admitted, Created},
    api::Route,
    sort::sort_by,
};

/// Which of two matches takes a request that both want: the greater one. The order of the fields
/// is the order of the criteria in `HTTPRouteRule.matches` and `GRPCRouteRule.matches`, which never
/// meet on one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precedence {
    pub path: PathRank,
    /// Characters of the path, or of a gRPC service.
    pub path_length: u32,
    /// Characters of a gRPC method.
    pub call_length: u32,
    pub method: bool,
    pub headers: u32,
    pub query_params: u32,
    pub older: Reverse<Created>,
    /// The place of the route's `{namespace}/{name}` in the alphabet of all.
    pub name: Reverse<u32>,
    pub earlier: Reverse<u32>,
    /// Two matches of one rule: the specification does not care, an explanation does.
    pub earlier_match: Reverse<u32>,
}

/// Regular expressions are implementation-specific; between the two they are more specific than
/// any prefix, and a catch-all prefix cannot swallow them. A gRPC service that is named in full comes
/// before expressions, since characters of the service count before those of the method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathRank {
    Prefix,
    Pattern,
    Service,
    Exact,
}

impl Precedence {
    /// Of a match of a route that was created and is called so.
    pub(super) fn of(created: Created, name: u32, rule: usize, number: usize, one: &Lowered<'_>) -> Self {
        Precedence {
            path: one.rank,
            path_length: id(one.path_length),
            call_length: id(one.call_length),
            method: one.method.is_some(),
            headers: id(one.header_count()),
            query_params: id(one.query_count()),
            older: Reverse(created),
            name: Reverse(name),
            earlier: Reverse(id(rule)),
            earlier_match: Reverse(id(number)),
        }
    }

    /// The criterion by which `self` outranks `other`, in the words of the specification, which are
    /// others for gRPC.
    pub(super) fn decided_by(&self, other: &Precedence, is_grpc: bool) -> &'static str {
        let characters = |one: &Precedence| (one.path_length, one.call_length);
        // Where the characters of a gRPC method say the same as its type, it is they who decide: types
        // are our own criterion.
        let by_characters = is_grpc && characters(self) > characters(other);
        if self.path != other.path && !by_characters {
            if is_grpc { "method type" } else { "path type" }
        } else if self.path_length != other.path_length {
            if is_grpc { "service length" } else { "path length" }
        } else if self.call_length != other.call_length {
            "method length"
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

/// For each route the place of its `{namespace}/{name}` in the alphabet of all.
pub(super) fn names(routes: &[Admitted<Route>]) -> Vec<u32> {
    let mut named: Vec<(String, usize)> =
        routes.iter().map(|route| route.meta.full_name()).zip(0..).collect();
    sort_by(&mut named, Ord::cmp);
    let mut places = vec![0; routes.len()];
    for (place, same) in (0..).zip(named.chunk_by(|(left, _), (right, _)| left == right)) {
        for (_, number) in same {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{HTTPPathMatch, HTTPRouteMatch, PathMatchType, RouteMatch};

    fn precedence(kind: PathMatchType, value: &str, method: Option<&str>) -> Precedence {
        let one = RouteMatch::Http(HTTPRouteMatch {
            path: HTTPPathMatch { kind, value: value.into() },
            headers: Box::default(),
            query_params: Box::default(),
            method: method.map(Into::into),
        });
        Precedence::of(Created::NotYet, 0, 0, 0, &Lowered::of(&one))
    }

    #[test]
    fn an_escaped_letter_does_not_make_a_path_longer() {
        for kind in [PathMatchType::Exact, PathMatchType::PathPrefix] {
            assert!(precedence(kind, "/a", Some("GET")) > precedence(kind, "/%61", None), "{kind:?}");
        }
    }
}
