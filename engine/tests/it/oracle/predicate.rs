//! `HTTPRouteMatch`: path, method, headers, query parameters, all of which have to hold;
//! `GRPCRouteMatch`: method and headers.

use engine::api::{HTTPPathMatch, HTTPRouteMatch, PathMatchType, RouteMatch, ValueMatch, ValueMatchType};

use super::call;
use crate::{random::regex, support::Asked};

/// One predicate of a match, in the order that explanations use.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Predicate {
    /// Below the match.
    pub(crate) field: String,
    pub(crate) holds: bool,
}

pub(crate) fn all(one: &RouteMatch, asked: &Asked) -> Vec<Predicate> {
    match one {
        RouteMatch::Http(one) => of_http(one, asked),
        RouteMatch::Grpc(one) => {
            let call = Predicate { field: "method".to_owned(), holds: call::is_for(one, asked) };
            std::iter::once(call).chain(of_headers(&one.headers, asked)).collect()
        }
    }
}

fn of_http(one: &HTTPRouteMatch, asked: &Asked) -> Vec<Predicate> {
    let mut list = vec![
        Predicate { field: "path.value".to_owned(), holds: path(&one.path, asked) },
        Predicate {
            field: "method".to_owned(),
            holds: one.method.as_ref().is_none_or(|method| *method == asked.method),
        },
    ];
    list.extend(of_headers(&one.headers, asked));
    list.extend(considered(&one.query_params, str::to_owned).into_iter().map(|number| Predicate {
        field: format!("queryParams[{number}]"),
        holds: query_param(&one.query_params[number], asked),
    }));
    list
}

fn of_headers(list: &[ValueMatch], asked: &Asked) -> impl Iterator<Item = Predicate> {
    considered(list, str::to_lowercase)
        .into_iter()
        .map(|number| Predicate { field: format!("headers[{number}]"), holds: header(&list[number], asked) })
}

/// Entries whose name an earlier one has are ignored.
pub(crate) fn considered(list: &[ValueMatch], same: fn(&str) -> String) -> Vec<usize> {
    let first = |number: &usize| !list[..*number].iter().any(|o| same(&o.name) == same(&list[*number].name));
    (0..list.len()).filter(first).collect()
}

/// What a path says: an escaped letter is the letter. (The tests' alphabet has no other escape that
/// stands for a character which needs none.)
pub(crate) fn meaning(path: &str) -> String {
    path.replace("%61", "a")
}

fn path(test: &HTTPPathMatch, asked: &Asked) -> bool {
    let path = meaning(asked.path());
    match test.kind {
        PathMatchType::Exact => path == meaning(&test.value),
        PathMatchType::PathPrefix if test.value == "/" => true,
        PathMatchType::PathPrefix => {
            let prefix: Vec<String> =
                meaning(&test.value).trim_end_matches('/').split('/').map(str::to_owned).collect();
            let path: Vec<String> = path.split('/').map(str::to_owned).collect();
            path.starts_with(&prefix)
        }
        PathMatchType::RegularExpression => regex::matches(&test.value, &path),
    }
}

/// Several lines of one header are one value (RFC 9110, section 5.3). Whatever white space stands
/// around the comma that joins them is ours to choose, so any will do for an exact value.
fn header(test: &ValueMatch, asked: &Asked) -> bool {
    let lines: Vec<_> = asked
        .headers
        .iter()
        .filter(|(name, _)| name.to_lowercase() == test.name.to_lowercase())
        .map(|(_, value)| value.trim())
        .collect();
    if lines.is_empty() {
        return false;
    }
    match test.kind {
        ValueMatchType::Exact => {
            let mut readings = vec![lines[0].to_owned()];
            for line in &lines[1..] {
                readings = readings
                    .iter()
                    .flat_map(|start| [",", ", ", " ,", " , "].map(|comma| format!("{start}{comma}{line}")))
                    .collect();
            }
            readings.iter().any(|reading| *reading == test.value)
        }
        ValueMatchType::RegularExpression => regex::matches(&test.value, &lines.join(", ")),
    }
}

/// Of a repeated parameter the first value counts, as the specification recommends.
fn query_param(test: &ValueMatch, asked: &Asked) -> bool {
    let mut pairs = form_urlencoded::parse(asked.query().as_bytes());
    let Some((_, value)) = pairs.find(|(name, _)| test.name == **name) else { return false };
    match test.kind {
        ValueMatchType::Exact => test.value == *value,
        ValueMatchType::RegularExpression => regex::matches(&test.value, &value),
    }
}
