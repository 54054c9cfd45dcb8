//! A file is YAML, JSON, or JSON objects one after the other, as `jq -c '.items[]'` prints them.

use serde::de::IgnoredAny;
use std::ops::Range;

/// The stretches of a text that are to be parsed one by one, and how.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub(crate) chunks: Vec<Chunk>,
    /// Each chunk is a document, and says the same whatever stands around it.
    pub(crate) apart: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) range: Range<usize>,
    pub(crate) json: bool,
}

/// JSON is parsed as YAML too, which it almost is. What YAML lacks is a JSON value right behind another, so
/// complete JSON values at the start are cut out; the rest is one YAML stream.
pub(crate) fn split(text: &str) -> Split {
    if !begins_like_json(text) && !has_directive(text) {
        return Split { chunks: documents(text, 0..text.len()), apart: true };
    }
    let mut chunks = Vec::new();
    let mut end = 0;
    if begins_like_json(text) {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        while let Some(Ok(_)) = values.next() {
            chunks.push(Chunk { range: end..values.byte_offset(), json: true });
            end = values.byte_offset();
        }
    }
    if text.get(end..).is_some_and(|rest| !rest.trim().is_empty()) {
        chunks.push(Chunk { range: end..text.len(), json: false });
    }
    Split { chunks, apart: false }
}

/// The documents of a stretch that begins where one begins and ends where one ends.
pub(crate) fn documents(text: &str, stretch: Range<usize>) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut start = stretch.start;
    while start < stretch.end {
        let end = next_separator(text, start + 1).unwrap_or(stretch.end).min(stretch.end);
        chunks.push(Chunk { range: start..end, json: false });
        start = end;
    }
    chunks
}

pub(crate) fn begins_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Whether a line begins with `%`: what it says holds for the document behind the next `---`.
pub(crate) fn has_directive(text: &str) -> bool {
    let before = |at: usize| text.as_bytes().get(..at).unwrap_or_default().last().copied();
    text.match_indices('%').any(|(at, _)| matches!(before(at), None | Some(b'\n' | b'\r')))
}

/// The next line at or behind an offset that ends a document: `---` or `...`, whatever the text before it means.
///
/// YAML lets neither stand at the start of a line within a value, so a document that does not parse ends here too.
pub(crate) fn next_boundary(text: &str, from: usize) -> Option<usize> {
    next_line(text, from, &["---", "..."])
}

/// The next line at or behind an offset that begins a document.
pub(crate) fn next_separator(text: &str, from: usize) -> Option<usize> {
    next_line(text, from, &["---"])
}

/// The last line that begins a document and whose `---` and what is behind it end at or before an offset.
#[cfg(feature = "assist")]
pub(crate) fn last_separator(text: &str, to: usize) -> Option<usize> {
    let text = text.get(..text.floor_char_boundary(to))?;
    let mut lines = text.rmatch_indices('\n').map(|(newline, _)| newline + 1);
    // At the very end more of the word may follow.
    lines.find(|line| text.get(*line..).is_some_and(|line| line.len() > 3 && is_marker(line, &["---"])))
}

fn next_line(text: &str, from: usize, markers: &[&str]) -> Option<usize> {
    let mut line = text.floor_char_boundary(from.saturating_sub(1));
    loop {
        let newline = text.as_bytes().get(line..)?.iter().position(|byte| *byte == b'\n')?;
        line += newline + 1;
        if is_marker(text.get(line..)?, markers) {
            return Some(line);
        }
    }
}

fn is_marker(line: &str, markers: &[&str]) -> bool {
    // Most lines are indented.
    if line.starts_with(' ') {
        return false;
    }
    let behind = markers.iter().find_map(|marker| line.strip_prefix(marker));
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}
