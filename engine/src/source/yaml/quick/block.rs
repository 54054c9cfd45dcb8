//! Mappings and lists by indentation.

use super::Quick;
use crate::source::yaml::{
    compact::{LIST, MAP, NULL},
    spans::Span,
};

// === impl Quick ===

impl Quick<'_> {
    /// The document of a chunk; whether there is one.
    pub(super) fn block_document(&mut self, base: u32) -> Option<bool> {
        if self.rest().starts_with(b"---") {
            self.at += 3;
            self.end_of_line()?;
        }
        self.next_line()?;
        let Some(column) = self.indent else { return Some(false) };
        if column > 0 || self.is_item() {
            return None;
        }
        self.mapping(column, base)?;
        self.indent.is_none().then_some(true)
    }

    /// A mapping whose first key comes next. Afterwards the line behind it comes next.
    fn mapping(&mut self, column: usize, base: u32) -> Option<u32> {
        self.enter()?;
        let (start, open, mark) = (self.at as u32, self.writer.out.len(), self.keys.len());
        let mut end;
        loop {
            let key = self.key(start, mark)?;
            end = self.field(column, key)?;
            if self.indent != Some(column) {
                break;
            }
        }
        self.keys.truncate(mark);
        (self.indent < Some(column)).then(|| self.close(MAP, start, end, base, open))
    }

    /// What stands behind a key. Afterwards the line behind it comes next.
    fn field(&mut self, column: usize, key: Span) -> Option<u32> {
        self.skip_spaces();
        if !matches!(self.peek(), None | Some(b'\n' | b'#')) {
            return self.inline(column, key.start);
        }
        self.end_of_line()?;
        self.next_line()?;
        match self.indent {
            Some(indent) if indent >= column && self.is_item() => {
                self.list(indent, key.start, indent == column)
            }
            Some(indent) if indent > column => self.mapping(indent, key.start),
            _ => {
                self.writer.tag(NULL, Some(key), key.start);
                self.values += 1;
                Some(key.end)
            }
        }
    }

    /// A list whose first dash comes next. One that is not indented begins behind it, for the other reader does not see
    /// that dash.
    fn list(&mut self, column: usize, base: u32, outdented: bool) -> Option<u32> {
        self.enter()?;
        let (mut start, open) = (self.at as u32, self.writer.out.len());
        let mut end;
        loop {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            if outdented && self.writer.out.len() == open {
                start = self.at as u32;
            }
            let inner = column + self.at - dash;
            end = if self.is_item() {
                self.list(inner, start, false)?
            } else if self.is_key()? {
                self.mapping(inner, start)?
            } else {
                self.inline(column, start)?
            };
            if self.indent != Some(column) || !self.is_item() {
                break;
            }
        }
        (self.indent <= Some(column)).then(|| self.close(LIST, start, end, base, open))
    }

    /// A value in the rest of a line, below which nothing is indented deeper than `column`.
    fn inline(&mut self, column: usize, base: u32) -> Option<u32> {
        let end = match self.peek()? {
            b'"' | b'\'' => {
                let (span, text) = self.quoted()?;
                self.write_text(span, &text, base);
                self.values += 1;
                span.end
            }
            b'{' | b'[' => self.flow(base, false)?,
            _ => {
                let (end, false) = self.plain()? else { return None };
                self.write_plain(end, base)?
            }
        };
        self.end_of_line()?;
        self.next_line()?;
        (self.indent <= Some(column)).then_some(end)
    }

    /// Whether a list's item comes next, and in the same line what it is.
    fn is_item(&self) -> bool {
        self.rest().starts_with(b"- ")
    }

    fn is_key(&mut self) -> Option<bool> {
        match self.peek()? {
            b'"' | b'\'' => {
                let before = self.at;
                self.quoted()?;
                let is_key = self.peek() == Some(b':');
                self.at = before;
                Some(is_key)
            }
            b'{' | b'[' => Some(false),
            _ => self.plain().map(|(_, is_key)| is_key),
        }
    }

    /// Spaces and a comment.
    fn end_of_line(&mut self) -> Option<()> {
        let before = self.at;
        self.skip_spaces();
        match self.peek() {
            None | Some(b'\n') => Some(()),
            Some(b'#') if self.at > before => {
                self.skip_comment();
                Some(())
            }
            Some(_) => None,
        }
    }

    fn skip_comment(&mut self) {
        let rest = self.rest();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    /// From the end of a line to the next one that has more than a comment.
    fn next_line(&mut self) -> Option<()> {
        loop {
            if self.peek() == Some(b'\n') {
                self.at += 1;
            }
            let start = self.at;
            self.skip_spaces();
            match self.peek() {
                None => {
                    self.indent = None;
                    return Some(());
                }
                Some(b'\n') => {}
                Some(b'#') => self.skip_comment(),
                Some(_) => {
                    let column = self.at - start;
                    self.indent = Some(column);
                    let ends =
                        column == 0 && (self.rest().starts_with(b"...") || self.rest().starts_with(b"---"));
                    return (!ends).then_some(());
                }
            }
        }
    }
}
