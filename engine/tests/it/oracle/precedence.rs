//! `HTTPRouteSpec.hostnames` and `HTTPRouteRule.matches`: who takes a request that several want.

use std::cmp::Ordering;

use engine::{admit::Created, api::PathMatchType};

use super::{
    Candidate, hostname,
    predicate::{considered, meaning},
};
use crate::support::Asked;

/// `Less` when `left` comes first, with the criterion that decides.
pub(crate) fn compare(
    left: &Candidate<'_>,
    right: &Candidate<'_>,
    asked: &Asked,
) -> (Ordering, &'static str) {
    let more = |of: fn(&Candidate<'_>) -> usize| of(right).cmp(&of(left));
    let criteria = [
        ("hostname", host_characters(right, asked).cmp(&host_characters(left, asked))),
        // Ours: a regular expression stands between Exact and PathPrefix, the longer one first.
        ("path type", more(path_type)),
        ("path length", more(path_characters)),
        ("method", more(|one| usize::from(one.matched().method.is_some()))),
        ("number of headers", more(|one| considered(&one.matched().headers, str::to_lowercase).len())),
        (
            "number of query parameters",
            more(|one| considered(&one.matched().query_params, str::to_owned).len()),
        ),
        ("creation time", age(left, right)),
        ("namespace and name", name(left).cmp(&name(right))),
        ("rule order", left.rule.cmp(&right.rule)),
        ("match order", left.one.cmp(&right.one)),
    ];
    let decisive = criteria.into_iter().find(|(_, order)| order.is_ne());
    decisive.map_or((Ordering::Equal, "nothing"), |(criterion, order)| (order, criterion))
}

/// Characters in a matching name without a wildcard, then in any matching name. The route's own
/// name counts, not its intersection with the listener's.
fn host_characters(candidate: &Candidate<'_>, asked: &Asked) -> (usize, usize) {
    let host = hostname::of(asked);
    let names = hostname::that_count(candidate.route, candidate.listener).unwrap_or_default();
    let matching = || names.iter().filter(|name| hostname::matches(name, &host));
    let longest = |wildcards: bool| {
        let counted = matching().filter(|name| wildcards || !name.starts_with('*'));
        counted.map(|name| name.len()).max().unwrap_or(0)
    };
    (longest(false), longest(true))
}

fn path_type(candidate: &Candidate<'_>) -> usize {
    match candidate.matched().path.kind {
        PathMatchType::Exact => 2,
        PathMatchType::RegularExpression => 1,
        PathMatchType::PathPrefix => 0,
    }
}

/// The number of characters is a criterion for prefixes; ours for regular expressions, too. A
/// trailing slash, which is ignored, does not count, and an escape counts as what it stands for.
fn path_characters(candidate: &Candidate<'_>) -> usize {
    let path = &candidate.matched().path;
    match path.kind {
        PathMatchType::Exact => 0,
        PathMatchType::RegularExpression => path.value.chars().count(),
        PathMatchType::PathPrefix => meaning(&path.value).trim_end_matches('/').chars().count(),
    }
}

/// Ours: a route that no API server has created is the newest.
fn age(left: &Candidate<'_>, right: &Candidate<'_>) -> Ordering {
    match (left.route.meta.created, right.route.meta.created) {
        (Created::At(left, left_nanos), Created::At(right, right_nanos)) => {
            (left, left_nanos).cmp(&(right, right_nanos))
        }
        (Created::At(..), Created::NotYet) => Ordering::Less,
        (Created::NotYet, Created::At(..)) => Ordering::Greater,
        (Created::NotYet, Created::NotYet) => Ordering::Equal,
    }
}

fn name(candidate: &Candidate<'_>) -> String {
    format!("{}/{}", candidate.route.meta.namespace, candidate.route.meta.name)
}
