//! Positions as people count them, and the document that one is in.

use std::ops::Range;

use crate::source::Position;

/// The byte offset of a position. One outside the text is the nearest inside.
pub(super) fn offset(text: &str, position: Position) -> usize {
    let above = position.line.saturating_sub(1);
    let start = text.split_inclusive('\n').take(above).map(str::len).sum::<usize>();
    let line = text.get(start..).unwrap_or_default();
    let line = line.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let before = position.column.saturating_sub(1);
    start + line.char_indices().nth(before).map_or(line.len(), |(inside, _)| inside)
}

/// The document around an offset; nothing on a line that separates documents.
pub(super) fn document(text: &str, offset: usize) -> Option<Range<usize>> {
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if is_marker(line) {
            if offset < at {
                return Some(start..at);
            }
            if offset < next && !line.is_empty() {
                return None;
            }
            start = next;
        }
        at = next;
    }
    // A separator without a line behind it is still being typed.
    let last = text.rsplit('\n').next().unwrap_or_default();
    (last.is_empty() || !is_marker(last)).then_some(start..text.len())
}

/// `---` and `...`, which end a document wherever they stand.
fn is_marker(line: &str) -> bool {
    let behind = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// How far into its line an offset is, in characters.
pub(super) fn column(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rfind('\n').map_or(before, |newline| before.get(newline + 1..).unwrap_or_default());
    line.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let at = |line, column| offset("äb\r\nc", Position { line, column });
        assert_eq!([at(1, 1), at(1, 2), at(1, 3), at(1, 9)], [0, 2, 3, 3]);
        assert_eq!([at(2, 1), at(2, 2), at(0, 0), at(7, 3)], [5, 6, 0, 6]);
    }

    #[test]
    fn a_document_lies_between_separators() {
        let text = "a: 1\n---\nb: 2\n";
        assert_eq!(document(text, 2), Some(0..5));
        assert_eq!(document(text, 6), None);
        assert_eq!(document(text, 9), Some(9..14));
        assert_eq!(document("---", 3), None);
        assert_eq!(document("", 0), Some(0..0));
    }
}
