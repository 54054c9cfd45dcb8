//! JSON, and what YAML writes between brackets in one line.

use std::borrow::Cow;

use super::{
    Quick,
    scalar::{LONGEST_KEY, is_plain_key},
};
use crate::source::yaml::{
    compact::{LIST, MAP},
    spans::Span,
};

// === impl Quick ===

impl Quick<'_> {
    /// The JSON object of a chunk.
    pub(super) fn json(&mut self, base: u32) -> Option<bool> {
        self.skip_space(true);
        (self.peek() == Some(b'{')).then_some(())?;
        self.flow(base, true)?;
        self.skip_space(true);
        self.peek().is_none().then_some(true)
    }

    /// A value that may go on over several `lines`, which only that of JSON does.
    pub(super) fn flow(&mut self, base: u32, lines: bool) -> Option<u32> {
        match self.peek()? {
            b'{' => self.flow_mapping(base, lines),
            b'[' => self.flow_list(base, lines),
            b'"' | b'\'' => {
                let (span, text) = self.quoted()?;
                self.write_text(span, &text, base);
                self.values += 1;
                Some(span.end)
            }
            _ => {
                let end = self.word()?;
                self.write_plain(end, base)
            }
        }
    }

    fn flow_list(&mut self, base: u32, lines: bool) -> Option<u32> {
        self.enter()?;
        let (start, open) = (self.at as u32, self.writer.out.len());
        self.at += 1;
        self.skip_space(lines);
        let mut more = self.peek() != Some(b']');
        while more {
            self.flow(start, lines)?;
            more = self.separator(b']', lines)?;
        }
        self.at += 1;
        Some(self.close(LIST, start, self.at as u32, base, open))
    }

    fn flow_mapping(&mut self, base: u32, lines: bool) -> Option<u32> {
        self.enter()?;
        let (start, open, mark) = (self.at as u32, self.writer.out.len(), self.keys.len());
        self.at += 1;
        self.skip_space(lines);
        let mut more = self.peek() != Some(b'}');
        while more {
            let from = self.at;
            let key = self.flow_key(start, mark)?;
            // JSON knows no limit.
            (lines || self.at - from <= LONGEST_KEY).then_some(())?;
            self.skip_space(lines);
            self.flow(key.start, lines)?;
            more = self.separator(b'}', lines)?;
        }
        self.at += 1;
        self.keys.truncate(mark);
        Some(self.close(MAP, start, self.at as u32, base, open))
    }

    /// A key and its colon, which quotes may stand right beside.
    fn flow_key(&mut self, base: u32, mark: usize) -> Option<Span> {
        if !matches!(self.peek(), Some(b'"' | b'\'')) {
            let (start, end) = (self.at, self.word()?);
            let text = self.text.get(start..end)?;
            (is_plain_key(text) && self.text.get(end..)?.starts_with(": ")).then_some(())?;
            self.at = end + 1;
            let span = Span { start: start as u32, end: end as u32 };
            self.write_text(span, &Cow::Borrowed(text), base);
            self.remember(Cow::Borrowed(text), mark)?;
            return Some(span);
        }
        let (span, text) = self.quoted()?;
        self.write_text(span, &text, base);
        self.remember(text, mark)?;
        (self.peek() == Some(b':')).then_some(())?;
        self.at += 1;
        Some(span)
    }

    /// Whether another item comes behind this one; if not, what closes the collection comes next.
    fn separator(&mut self, close: u8, lines: bool) -> Option<bool> {
        self.skip_space(lines);
        let next = self.peek()?;
        if next == close {
            return Some(false);
        }
        (next == b',').then_some(())?;
        self.at += 1;
        self.skip_space(lines);
        // Behind a comma that nothing follows there is nothing in YAML, too.
        (self.peek() != Some(close)).then_some(true)
    }

    /// Where a plain text ends that begins here and means the same wherever it stands.
    fn word(&self) -> Option<usize> {
        let rest = self.rest();
        let begins = match rest.first()? {
            b'-' => rest.get(1).is_some_and(u8::is_ascii_digit),
            first => first.is_ascii_alphanumeric(),
        };
        let ordinary = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_.+/-".contains(byte);
        begins.then(|| self.at + rest.iter().take_while(ordinary).count())
    }

    fn skip_space(&mut self, lines: bool) {
        let space = |byte: &&u8| **byte == b' ' || lines && **byte == b'\n';
        self.at += self.rest().iter().take_while(space).count();
    }
}
