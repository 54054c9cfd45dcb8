//! Random manifests and requests, from alphabets so small that they collide all the time.

mod listeners;
mod manifests;
pub(crate) mod regex;
mod requests;
mod rules;
pub(crate) mod streams;
mod yaml;

use proptest::prelude::*;

use crate::support::Asked;

/// Manifests, and requests to each of their sockets.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) text: String,
    /// How many objects the text has.
    pub(crate) objects: usize,
    pub(crate) requests: Vec<Asked>,
}

/// Joined, `a-b/x` comes before `a/x`; compared part by part, it would not.
const NAMESPACES: &[&str] = &["a", "a-b"];

const CREATED: &[Option<&str>] =
    &[None, Some("2024-01-01T00:00:00Z"), Some("2024-01-01T01:00:00+01:00"), Some("2024-01-01T00:00:01Z")];

pub(crate) const REQUESTS: usize = 24;

pub(crate) fn case() -> impl Strategy<Value = Case> {
    (manifests::objects(), prop::collection::vec(requests::request(), REQUESTS)).prop_map(
        |(objects, requests)| Case { text: yaml::documents(&objects), objects: objects.len(), requests },
    )
}

/// One of a few, the earlier ones not likelier than the later.
fn one_of<T: Clone + std::fmt::Debug + 'static>(list: &[T]) -> prop::sample::Select<T> {
    prop::sample::select(list.to_vec())
}
