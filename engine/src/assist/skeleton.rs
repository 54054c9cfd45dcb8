//! Whole objects for an empty document.

use super::{Completion, CompletionKind};
use crate::admit::{Channel, KindInfo, known_kinds};

const OBJECTS: &str = include_str!("skeletons.yaml");

/// A skeleton of each kind that the channel has.
pub(super) fn all(channel: Channel) -> impl Iterator<Item = Completion> {
    objects().filter(move |(known, _)| known.served(channel).next().is_some()).map(|(known, text)| {
        Completion {
            documentation: super::docs::find(known.kind).map(|documented| documented.text.to_owned()),
            detail: Some("skeleton".to_owned()),
            ..Completion::new(known.kind, text.to_owned(), CompletionKind::Snippet)
        }
    })
}

/// Kinds and their skeletons.
pub(super) fn objects() -> impl Iterator<Item = (&'static KindInfo, &'static str)> {
    OBJECTS.split("---\n").filter_map(|text| {
        let kind = text.lines().find_map(|line| line.strip_prefix("kind: "))?;
        known_kinds().iter().find(|known| known.kind == kind).map(|known| (known, text))
    })
}
