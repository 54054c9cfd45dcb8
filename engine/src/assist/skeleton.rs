//! Whole objects for an empty document.

use super::{Completion, CompletionKind, Documentation};
use crate::admit::{Channel, KindInfo, known_kinds};

/// A skeleton of each kind that the channel has.
pub(super) fn all(channel: Channel, documentation: &Documentation) -> Vec<Completion> {
    let mut items = Vec::new();
    for (known, text) in objects(documentation).filter(|(known, _)| known.served(channel).next().is_some()) {
        items.push(Completion {
            documentation: documentation.find(known.kind).map_or("", |documented| documented.text).to_owned(),
            detail: "skeleton".to_owned(),
            ..Completion::new(known.kind, text.to_owned(), CompletionKind::Snippet)
        });
    }
    items
}

/// Kinds and their skeletons.
pub(super) fn objects(documentation: &Documentation) -> impl Iterator<Item = (&'static KindInfo, &str)> {
    documentation.objects().filter_map(|text| {
        let kind = text.lines().find_map(|line| line.strip_prefix("kind: "))?;
        known_kinds().iter().find(|known| known.kind == kind).map(|known| (known, text))
    })
}
