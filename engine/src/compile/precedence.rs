use std::cmp::Ordering;

use super::lowered::Lowered;
use crate::{
    admit::{Admitted, Meta},
    api::Route,
    sort::{DIGIT, sort_by},
    table::TestsDefinition,
};

/// What of two matches is compared before their routes are: the greater one takes a request that both want. In one
/// number stand, each in its [`Part`], the criteria of `HTTPRouteRule.matches` and `GRPCRouteRule.matches`, which never
/// meet on one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precedence(u64);

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

/// A criterion's bits of the number.
#[derive(Debug, Clone, Copy)]
struct Part {
    shift: u32,
    bits: u32,
}

// From the first that is compared to the last. Schemas allow 1,024 characters and 16 fields of a kind. Each digit that
// is sorted at once ends where a criterion does, and of what nearly all HTTPRoutes say three differ.
const PATH: Part = Part { shift: 3 * DIGIT, bits: 2 };
/// Of the path, or of a gRPC service.
const PATH_LENGTH: Part = Part { shift: 2 * DIGIT, bits: DIGIT };
/// Of a gRPC method.
const CALL_LENGTH: Part = Part { shift: DIGIT, bits: DIGIT };
const METHOD: Part = Part { shift: 10, bits: 1 };
const HEADERS: Part = Part { shift: 5, bits: 5 };
const QUERY_PARAMS: Part = Part { shift: 0, bits: 5 };

// === impl Precedence ===

impl Precedence {
    pub(super) fn of(one: &Lowered<'_>, tests: Option<&TestsDefinition>) -> Self {
        let (headers, query_params) =
            tests.map_or((0, 0), |tests| (tests.headers.len(), tests.queries.len()));
        Precedence(
            PATH.with(one.rank as usize)
                | PATH_LENGTH.with(one.path_length)
                | CALL_LENGTH.with(one.call_length)
                | METHOD.with(one.method.is_some().into())
                | HEADERS.with(headers)
                | QUERY_PARAMS.with(query_params),
        )
    }

    pub(super) fn number(self) -> u64 {
        self.0
    }

    /// The criterion by which `self` outranks `other`, in the words of the specification, which are
    /// others for gRPC; nothing where their routes decide.
    pub(super) fn decided_by(self, other: Precedence, is_grpc: bool) -> Option<&'static str> {
        let differ = |part: Part| part.of(self) != part.of(other);
        let characters = |one| (PATH_LENGTH.of(one), CALL_LENGTH.of(one));
        // Where the characters of a gRPC method say the same as its type, it is they who decide: types
        // are our own criterion.
        let by_characters = is_grpc && characters(self) > characters(other);
        Some(if differ(PATH) && !by_characters {
            if is_grpc { "method type" } else { "path type" }
        } else if differ(PATH_LENGTH) {
            if is_grpc { "service length" } else { "path length" }
        } else if differ(CALL_LENGTH) {
            "method length"
        } else if differ(METHOD) {
            "method"
        } else if differ(HEADERS) {
            "number of headers"
        } else if differ(QUERY_PARAMS) {
            "number of query parameters"
        } else {
            return None;
        })
    }
}

// === impl Part ===

impl Part {
    /// As many as it can say.
    fn with(self, count: usize) -> u64 {
        let most = (1 << self.bits) - 1;
        u64::try_from(count).unwrap_or(most).min(most) << self.shift
    }

    fn of(self, Precedence(number): Precedence) -> u64 {
        number >> self.shift & ((1 << self.bits) - 1)
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
    use crate::{
        SharedStr,
        api::{HTTPPathMatch, HTTPRouteMatch, PathMatchType, RouteMatch},
        compile::LoweredPath,
        table::{FieldDefinition, ValueDefinition},
    };

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

    /// Of rank, characters, method, headers and query parameters.
    type Criteria = (PathRank, usize, usize, bool, usize, usize);

    fn any_criteria() -> impl Strategy<Value = Criteria> {
        let rank = prop::sample::select(vec![
            PathRank::Prefix,
            PathRank::Pattern,
            PathRank::Service,
            PathRank::Exact,
        ]);
        let length = || prop_oneof![0_usize..3, 2_045_usize..2_048];
        (rank, length(), length(), any::<bool>(), 0..32_usize, 0..32_usize)
    }

    fn of((rank, path_length, call_length, method, headers, query_params): Criteria) -> Precedence {
        let method = method.then(|| SharedStr::from("GET"));
        let path = LoweredPath::Prefix(SharedStr::default());
        let method = method.as_ref();
        let one = Lowered { path, method, headers: &[], query_params: &[], rank, path_length, call_length };
        let fields = |count| {
            let field = FieldDefinition { name: "a".into(), value: ValueDefinition::Pattern(0) };
            vec![field; count].into()
        };
        let (headers, queries) = (fields(headers), fields(query_params));
        Precedence::of(&one, Some(&TestsDefinition { method: None, headers, queries }))
    }

    proptest! {
        #[test]
        fn what_is_compared_first_stands_first(left in any_criteria(), right in any_criteria()) {
            prop_assert_eq!(of(left).cmp(&of(right)), left.cmp(&right));
        }
    }
}
