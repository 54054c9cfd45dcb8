use std::cmp::Ordering;

use super::lowered::Lowered;
use crate::{
    admit::{Admitted, Meta},
    api::Route,
    sort::{DIGIT, sort_by},
    table::TestsDefinition,
};

/// What of two matches is compared before their routes are: the greater one takes a request that both want. The order
/// of the fields is the order of the criteria in `HTTPRouteRule.matches` and `GRPCRouteRule.matches`, which never meet
/// on one host. Schemas allow 1,024 characters and 16 headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precedence {
    pub path: PathRank,
    /// Characters of the path, or of a gRPC service.
    pub path_length: u16,
    /// Characters of a gRPC method.
    pub call_length: u16,
    pub method: bool,
    pub headers: u8,
    pub query_params: u8,
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

/// What has its place in [`Precedence::number`]: 11 bits, and 5 for each kind of field.
const LONGEST: u16 = (1 << DIGIT) - 1;
const MOST_FIELDS: u8 = 31;

impl Precedence {
    pub(super) fn of(one: &Lowered<'_>, tests: Option<&TestsDefinition>) -> Self {
        let few = |count: usize| u8::try_from(count).unwrap_or(MOST_FIELDS).min(MOST_FIELDS);
        let some = |count: usize| u16::try_from(count).unwrap_or(LONGEST).min(LONGEST);
        Precedence {
            path: one.rank,
            path_length: some(one.path_length),
            call_length: some(one.call_length),
            method: one.method.is_some(),
            headers: tests.map_or(0, |tests| few(tests.headers.len())),
            query_params: tests.map_or(0, |tests| few(tests.queries.len())),
        }
    }

    /// The same in one number of few digits ([`crate::sort::DIGIT`]): of what nearly all HTTPRoutes say three are
    /// sorted.
    pub(super) fn number(self) -> u64 {
        let digit = |high: u64, low: u16| high << DIGIT | u64::from(low);
        let fields =
            u16::from(self.method) << 10 | u16::from(self.headers) << 5 | u16::from(self.query_params);
        digit(digit(digit(self.path as u64, self.path_length), self.call_length), fields)
    }

    /// The criterion by which `self` outranks `other`, in the words of the specification, which are
    /// others for gRPC; nothing where their routes decide.
    pub(super) fn decided_by(&self, other: &Precedence, is_grpc: bool) -> Option<&'static str> {
        let characters = |one: &Precedence| (one.path_length, one.call_length);
        // Where the characters of a gRPC method say the same as its type, it is they who decide: types
        // are our own criterion.
        let by_characters = is_grpc && characters(self) > characters(other);
        Some(if self.path != other.path && !by_characters {
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
        } else {
            return None;
        })
    }
}

/// The numbers of routes, those first whose matches take what those of others want as well: the older ones, then by
/// the alphabet of their `{namespace}/{name}`.
pub(super) fn in_order(routes: &[Admitted<Route>]) -> Vec<u32> {
    let mut order: Vec<(u32, &Meta)> = (0..).zip(routes.iter().map(|route| &route.meta)).collect();
    sort_by(&mut order, |(_, left), (_, right)| {
        left.created.cmp(&right.created).then_with(|| by_name(left, right))
    });
    order.into_iter().map(|(number, _)| number).collect()
}

/// As their full names compare, without writing them down.
fn by_name(left: &Meta, right: &Meta) -> Ordering {
    if left.namespace == right.namespace {
        return left.name.cmp(&right.name);
    }
    left.full_name().cmp(&right.full_name())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::{HTTPPathMatch, HTTPRouteMatch, PathMatchType, RouteMatch};

    fn precedence(kind: PathMatchType, value: &str, method: Option<&str>) -> Precedence {
        let one = RouteMatch::Http(HTTPRouteMatch {
            path: HTTPPathMatch { kind, value: value.into() },
            headers: Box::default(),
            query_params: Box::default(),
            method: method.map(Into::into),
        });
        Precedence::of(&Lowered::of(&one), None)
    }

    #[test]
    fn an_escaped_letter_does_not_make_a_path_longer() {
        for kind in [PathMatchType::Exact, PathMatchType::PathPrefix] {
            assert!(precedence(kind, "/a", Some("GET")) > precedence(kind, "/%61", None), "{kind:?}");
        }
    }

    fn any_precedence() -> impl Strategy<Value = Precedence> {
        let rank = prop::sample::select(vec![
            PathRank::Prefix,
            PathRank::Pattern,
            PathRank::Service,
            PathRank::Exact,
        ]);
        let length = || prop_oneof![0_u16..3, 2_045_u16..=LONGEST];
        (rank, length(), length(), any::<bool>(), 0..=MOST_FIELDS, 0..=MOST_FIELDS).prop_map(
            |(path, path_length, call_length, method, headers, query_params)| Precedence {
                path,
                path_length,
                call_length,
                method,
                headers,
                query_params,
            },
        )
    }

    proptest! {
        #[test]
        fn numbers_compare_as_what_they_stand_for(left in any_precedence(), right in any_precedence()) {
            prop_assert_eq!(left.number().cmp(&right.number()), left.cmp(&right));
        }
    }
}
