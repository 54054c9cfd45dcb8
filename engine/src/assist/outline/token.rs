//! Keys, scalars and comments within a line.

use std::ops::Range;

/// A text without the quotes around it, or the one before it.
pub(super) fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.strip_suffix(quote).unwrap_or(rest);
        }
    }
    text
}

/// The length of a quoted text at the start of `text`, with its quotes; all of it without a closing quote.
pub(super) fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            other if other == quote => return Some(at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// The key that a line begins with, and where its value may begin.
pub(super) fn key(line: &str) -> Option<(Range<usize>, usize)> {
    if let Some(end) = quoted(line) {
        let behind = line.get(end..)?;
        let blank = behind.len() - behind.trim_start().len();
        let colon = behind.trim_start().starts_with(':');
        return colon.then_some((0..end, end + blank + 1));
    }
    let line = without_comment(line);
    let colon = line.char_indices().find(|(at, character)| {
        *character == ':'
            && line.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    });
    let (colon, _) = colon?;
    let end = line.get(..colon)?.trim_end().len();
    Some((0..end, colon + 1))
}

/// A line without its comment and the blanks before it. Quotes are looked at only where the line begins with
/// one.
pub(super) fn without_comment(line: &str) -> &str {
    let from = quoted(line).unwrap_or(0);
    let mut before = line.get(..from).and_then(|text| text.chars().last()).unwrap_or(' ');
    for (at, character) in line.char_indices().skip_while(|(at, _)| *at < from) {
        if character == '#' && before.is_whitespace() {
            return line.get(..at).unwrap_or_default().trim_end();
        }
        before = character;
    }
    line.trim_end()
}
