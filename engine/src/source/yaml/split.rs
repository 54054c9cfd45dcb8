//! A file is YAML, JSON, or JSON objects one after the other, as `jq -c '.items[]'` prints them.

use serde::de::IgnoredAny;
use std::ops::Range;

/// The stretches of a text that are to be parsed one by one, and how.
///
/// JSON is parsed as YAML too, which it almost is. What YAML lacks is a JSON value right behind another, so
/// complete JSON values at the start are cut out; the rest is one YAML stream.
pub(crate) fn split(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut end = 0;
    if text.trim_start().starts_with(['{', '[']) {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        while let Some(Ok(_)) = values.next() {
            chunks.push(Chunk { range: end..values.byte_offset(), json: true });
            end = values.byte_offset();
        }
    }
    if text.get(end..).is_some_and(|rest| !rest.trim().is_empty()) {
        chunks.push(Chunk { range: end..text.len(), json: false });
    }
    chunks
}

/// The next line at or behind an offset that ends a document: `---` or `...`, whatever the text before it means.
///
/// YAML lets neither stand at the start of a line within a value, so a document that does not parse ends here too.
pub(crate) fn next_boundary(text: &str, from: usize) -> Option<usize> {
    let behind = from.saturating_sub(1);
    let newlines = text.get(behind..)?.match_indices('\n');
    newlines.map(|(newline, _)| behind + newline + 1).find(|line| text.get(*line..).is_some_and(is_marker))
}

fn is_marker(line: &str) -> bool {
    let behind = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) range: Range<usize>,
    pub(crate) json: bool,
}
