use proptest::prelude::*;

use super::one_of;
use crate::support::Asked;

const HOSTS: &[&str] = &[
    "a.example",
    "a.example",
    "a.example",
    "b.a.example",
    "b.a.example",
    "c.b.a.example",
    "c.example",
    "A.Example:8080",
    "a.example.",
    "example",
    "other",
];

const PATHS: &[&str] = &[
    "/", "/a", "/a", "/a/", "/a/b", "/a/b", "/a/b/", "/a/b/c", "/ab", "/A", "/b", "/%61", "/%61/b", "//",
    "/a//b", "/a%2Fb", "/*", "*",
];

/// Calls of gRPC methods, and what is nearly one.
const CALLS: &[&str] = &[
    "/a/M", "/a/M", "/a/M", "/a.B/M", "/a.B/M", "/a.B/m", "/ab/M", "/ab/m", "/a/m", "/b/M", "/a/Mm",
    "/%61/M", "/A/M", "/a/M/", "/a/", "//M", "/a/M/m", "/a%2FM",
];

const QUERIES: &[&str] = &[
    "",
    "",
    "?q=1",
    "?q=1",
    "?q=2&q=1",
    "?q=1&q=2",
    "?q=1&r=1",
    "?r=1&q=a+b",
    "?q=a%20b",
    "?%71=1&r=1",
    "?q",
    "?Q=1",
    "?q=%31",
    "?&&q=1",
];

const HEADERS: &[(&str, &str)] =
    &[("x", "1"), ("X", "2"), ("x", " 1 "), ("x", "1, 2"), ("y", "1"), ("Y", "1"), ("y", "2"), ("z", "1")];

pub(super) fn request() -> impl Strategy<Value = Asked> {
    let path = prop_oneof![3 => one_of(PATHS), 2 => one_of(CALLS)];
    let target = (path, one_of(QUERIES)).prop_map(|(path, query)| format!("{path}{query}"));
    let headers = prop::collection::vec(one_of(HEADERS), 0..=3);
    (one_of(&["GET", "GET", "POST", "get"]), one_of(HOSTS), target, headers).prop_map(
        |(method, authority, target, headers)| Asked {
            method: method.to_owned(),
            authority: authority.to_owned(),
            target,
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        },
    )
}
