//! Texts in one line, plain or between quotes.

use std::borrow::Cow;

use super::Quick;
use crate::source::yaml::{
    compact::{FALSE, NULL, NUMBER, QUOTED, SLICE, TEXT, TRUE},
    scalar::{self, Scalar},
    spans::Span,
};

pub(super) type Text<'t> = Cow<'t, str>;

/// How long a key may be whose colon somebody has to look for.
pub(super) const LONGEST_KEY: usize = 1000;

// === impl Quick ===

impl<'t> Quick<'t> {
    /// Where a plain text ends that begins here, and whether it is a key.
    pub(super) fn plain(&self) -> Option<(usize, bool)> {
        let rest = self.rest();
        begins_plain(rest).then_some(())?;
        let mut end = 0;
        let mut before = b' ';
        for (number, byte) in rest.iter().enumerate() {
            match byte {
                b'\n' => break,
                b' ' => {}
                b':' if matches!(rest.get(number + 1), None | Some(b' ' | b'\n')) => {
                    // A space in front of the colon belongs to nothing.
                    return (end == number).then_some((self.at + end, true));
                }
                b'#' if before == b' ' => break,
                _ => end = number + 1,
            }
            before = *byte;
        }
        Some((self.at + end, false))
    }

    /// A text between quotes, without line breaks; afterwards what follows it comes next.
    pub(super) fn quoted(&mut self) -> Option<(Span, Text<'t>)> {
        let start = self.at;
        let quote = self.peek()?;
        let inside = self.text.get(start + 1..)?;
        let mut text: Option<String> = None;
        let mut done = 0;
        loop {
            let rest = inside.as_bytes().get(done..)?;
            let length = rest.iter().position(|byte| *byte == quote || matches!(byte, b'\\' | b'\n'))?;
            let next = done + length;
            let run = inside.get(done..next)?;
            let escaped = match (*rest.get(length)?, quote) {
                (b'\n', _) => return None,
                (b'\\', b'\'') => Some(('\\', 1)),
                (b'\\', _) => Some((unescaped(*rest.get(length + 1)?)?, 2)),
                (_, b'\'') if rest.get(length + 1) == Some(&b'\'') => Some(('\'', 2)),
                _ => None,
            };
            let Some((character, length)) = escaped else {
                self.at = start + 1 + next + 1;
                let span = Span { start: start as u32, end: self.at as u32 };
                return Some((
                    span,
                    match text {
                        Some(text) => Cow::Owned(text + run),
                        None => Cow::Borrowed(run),
                    },
                ));
            };
            let text = text.get_or_insert_default();
            text.push_str(run);
            text.push(character);
            done = next + length;
        }
    }

    /// A key and its colon.
    pub(super) fn key(&mut self, base: u32, mark: usize) -> Option<Span> {
        let (span, text) = self.key_text()?;
        self.write_text(span, &text, base);
        self.remember(text, mark)?;
        (self.peek() == Some(b':')).then_some(())?;
        self.at += 1;
        matches!(self.peek(), None | Some(b' ' | b'\n')).then_some(span)
    }

    fn key_text(&mut self) -> Option<(Span, Text<'t>)> {
        let start = self.at;
        let (span, text) = match self.peek()? {
            b'"' | b'\'' => self.quoted()?,
            _ => {
                let (end, true) = self.plain()? else { return None };
                self.at = end;
                let text = self.text.get(start..end)?;
                is_plain_key(text).then_some(())?;
                (Span { start: start as u32, end: end as u32 }, Cow::Borrowed(text))
            }
        };
        (self.at - start < LONGEST_KEY).then_some((span, text))
    }

    pub(super) fn write_text(&mut self, span: Span, text: &Text<'t>, base: u32) {
        match text {
            Cow::Owned(text) => {
                self.writer.tag(TEXT, Some(span), base);
                self.writer.bytes(text.as_bytes());
            }
            // Between the quotes there is one byte less on each side.
            Cow::Borrowed(text) if text.len() < (span.end - span.start) as usize => {
                self.writer.tag(QUOTED, Some(span), base);
            }
            Cow::Borrowed(_) => self.writer.tag(SLICE, Some(span), base),
        }
    }

    /// A text without quotes, from here to `end`, which may mean something else.
    pub(super) fn write_plain(&mut self, end: usize, base: u32) -> Option<u32> {
        let span = Span { start: self.at as u32, end: end as u32 };
        let text = self.text.get(self.at..end)?;
        match scalar::resolve(text) {
            Scalar::Null => self.writer.tag(NULL, Some(span), base),
            Scalar::Bool(false) => self.writer.tag(FALSE, Some(span), base),
            Scalar::Bool(true) => self.writer.tag(TRUE, Some(span), base),
            Scalar::Text => self.writer.tag(SLICE, Some(span), base),
            // Most are written as JSON writes them.
            Scalar::Int(_) if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') => {
                self.writer.tag(NUMBER, Some(span), base);
                self.writer.bytes(text.as_bytes());
            }
            number => {
                let value = number.value(text)?;
                self.writer.tag(NUMBER, Some(span), base);
                self.writer.bytes(value.to_string().as_bytes());
            }
        }
        self.at = end;
        self.values += 1;
        Some(span.end)
    }
}

/// Whether a text that begins like this is plain, whatever follows.
fn begins_plain(text: &[u8]) -> bool {
    let ordinary =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"_/.$()+=^;<~\\".contains(byte);
    match text.first() {
        Some(b'-') => text.get(1).is_some_and(|next| ordinary(next) || *next == b'-'),
        first => first.is_some_and(ordinary),
    }
}

/// Whether a plain key is just its text.
pub(super) fn is_plain_key(text: &str) -> bool {
    text != "<<" && scalar::resolve(text) == Scalar::Text
}

/// What JSON writes as an escape, of which YAML thinks the same.
fn unescaped(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        _ => return None,
    })
}
