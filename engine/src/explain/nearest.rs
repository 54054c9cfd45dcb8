//! Which loser of a 404 came closest.

use super::steps::{Depth, TriedMatch};
use crate::{report::Step, table::Request};

/// The match that failed latest; of several, the one whose path shares most with the request's.
pub(super) fn of(matches: &[TriedMatch], request: &Request<'_>) -> Option<usize> {
    let rank = |tried: &TriedMatch| {
        let shared = match tried.depth {
            Depth::Host => shared_labels(tried.step.expected.as_deref().unwrap_or_default(), request.host),
            Depth::Path => {
                let expected = tried.step.expected.as_deref().unwrap_or_default();
                let path = expected.split_once(' ').map_or(expected, |(_, path)| path);
                shared_elements(path, request.path)
            }
            _ => 0,
        };
        (tried.depth, shared)
    };
    // The first of equals: they stand best first.
    matches.iter().enumerate().rev().max_by_key(|(_, tried)| rank(tried)).map(|(number, _)| number)
}

/// The listener whose hostname shares most with the request's.
pub(super) fn listener(steps: &[Step], request: &Request<'_>) -> Option<usize> {
    let rank = |step: &Step| shared_labels(step.expected.as_deref().unwrap_or_default(), request.host);
    steps.iter().enumerate().rev().max_by_key(|(_, step)| rank(step)).map(|(number, _)| number)
}

/// How many labels from the right are equal.
fn shared_labels(expected: &str, host: &str) -> usize {
    expected.rsplit('.').zip(host.rsplit('.')).take_while(|(left, right)| left == right).count()
}

/// How many elements from the left are equal.
fn shared_elements(expected: &str, path: &str) -> usize {
    expected.split('/').zip(path.split('/')).take_while(|(left, right)| left == right).count()
}
