//! `HTTPRouteSpec.hostnames`, `HTTPRouteRule.matches`, `GRPCRouteRule.matches`: who takes a request
//! that several want.

use std::cmp::Ordering;

use engine::api::{GRPCRouteMatch, HTTPPathMatch, HTTPRouteMatch, PathMatchType, RouteMatch};

use super::{
    Candidate, age,
    call::{method, method_type, service},
    hostname,
    predicate::{considered, meaning},
};
use crate::support::Asked;

type Criterion = (&'static str, Ordering);

/// `Less` when `left` comes first, with the criterion that decides.
pub(crate) fn compare(
    left: &Candidate<'_>,
    right: &Candidate<'_>,
    asked: &Asked,
) -> (Ordering, &'static str) {
    let mut criteria = vec![("hostname", host_characters(right, asked).cmp(&host_characters(left, asked)))];
    criteria.extend(match (left.matched(), right.matched()) {
        (RouteMatch::Http(left), RouteMatch::Http(right)) => of_http(left, right),
        (RouteMatch::Grpc(left), RouteMatch::Grpc(right)) => of_grpc(left, right),
        _ => panic!("an HTTPRoute and a GRPCRoute want {asked:?}"),
    });
    criteria.extend([
        ("creation time", age::created(&left.route.meta, &right.route.meta)),
        ("namespace and name", age::name(&left.route.meta, &right.route.meta)),
        ("rule order", left.rule.cmp(&right.rule)),
        ("match order", left.one.cmp(&right.one)),
    ]);
    let decisive = criteria.into_iter().find(|(_, order)| order.is_ne());
    decisive.map_or((Ordering::Equal, "nothing"), |(criterion, order)| (order, criterion))
}

fn of_http(left: &HTTPRouteMatch, right: &HTTPRouteMatch) -> Vec<Criterion> {
    let more = |of: fn(&HTTPRouteMatch) -> usize| of(right).cmp(&of(left));
    vec![
        // Ours: a regular expression stands between Exact and PathPrefix, the longer one first.
        ("path type", more(|one| path_type(&one.path))),
        ("path length", more(|one| path_characters(&one.path))),
        ("method", more(|one| usize::from(one.method.is_some()))),
        ("number of headers", more(|one| considered(&one.headers, str::to_lowercase).len())),
        ("number of query parameters", more(|one| considered(&one.query_params, str::to_owned).len())),
    ]
}

fn of_grpc(left: &GRPCRouteMatch, right: &GRPCRouteMatch) -> Vec<Criterion> {
    let more = |of: fn(&GRPCRouteMatch) -> usize| of(right).cmp(&of(left));
    let characters = |part: Option<&str>| part.unwrap_or_default().chars().count();
    let by_type = method_type(right).cmp(&method_type(left));
    let mut criteria = vec![
        ("service length", characters(service(right)).cmp(&characters(service(left)))),
        ("method length", characters(method(right)).cmp(&characters(method(left)))),
        ("number of headers", more(|one| considered(&one.headers, str::to_lowercase).len())),
    ];
    // The characters decide, unless that would put an expression before what is named in full.
    let by_characters = criteria[0].1.then(criteria[1].1);
    if by_type.is_ne() && by_type != by_characters {
        criteria.insert(0, ("method type", by_type));
    }
    criteria
}

/// Characters in a matching name without a wildcard, then in any matching name. The route's own
/// name counts, not its intersection with the listener's.
fn host_characters(candidate: &Candidate<'_>, asked: &Asked) -> (usize, usize) {
    let host = hostname::of(asked);
    let names = hostname::that_count(candidate.route, candidate.on.listener).unwrap_or_default();
    let matching = || names.iter().filter(|name| hostname::matches(name, &host));
    let longest = |wildcards: bool| {
        let counted = matching().filter(|name| wildcards || !name.starts_with('*'));
        counted.map(|name| name.len()).max().unwrap_or(0)
    };
    (longest(false), longest(true))
}

fn path_type(path: &HTTPPathMatch) -> usize {
    match path.kind {
        PathMatchType::Exact => 2,
        PathMatchType::RegularExpression => 1,
        PathMatchType::PathPrefix => 0,
    }
}

/// The number of characters is a criterion for prefixes; ours for regular expressions, too. A
/// trailing slash, which is ignored, does not count, and an escape counts as what it stands for.
fn path_characters(path: &HTTPPathMatch) -> usize {
    match path.kind {
        PathMatchType::Exact => 0,
        PathMatchType::RegularExpression => path.value.chars().count(),
        PathMatchType::PathPrefix => meaning(&path.value).trim_end_matches('/').chars().count(),
    }
}
