//! Documents as nearly everybody writes them, read in one go: block mappings and lists, JSON, texts in one line.
//!
//! Whatever else there is, be it an anchor, a tag, a text of several lines or a mistake, makes this reader give up. Then
//! [`super::load`] reads the document from its beginning, and says what is wrong. So nothing here has a problem to report,
//! and what is read is what the other one reads.

mod block;
mod flow;
mod list;
mod scalar;
#[cfg(test)]
mod tests;

use super::{
    budget::Allowance,
    compact::{Compact, Writer},
    spans::Span,
    split::Chunk,
};
use crate::source::Document;

/// Far below what is allowed.
const DEPTH: usize = 64;

/// Mappings with more keys are rare, and each is compared with all before it.
const KEYS: usize = 64;

/// The objects of a chunk, which has one document at most; nothing if it takes the other reader.
pub(crate) fn documents(
    file: usize,
    text: &str,
    chunk: &Chunk,
    values: &mut Allowance,
) -> Option<Vec<Document>> {
    let start = chunk.range.start as u32;
    let stretch = text.get(chunk.range.clone())?;
    if !is_plain(stretch) {
        return None;
    }
    let mut quick = Quick {
        text: text.get(..chunk.range.end)?,
        at: chunk.range.start,
        indent: None,
        writer: Writer::new(text, stretch.len()),
        keys: Vec::new(),
        depth: 0,
        values: 0,
    };
    let found = if chunk.json { quick.json(start)? } else { quick.block_document(start)? };
    let bodies = if found { list::objects(text, quick.writer.out, start)? } else { Vec::new() };
    values.spend(quick.values).ok()?;
    Some(bodies.into_iter().map(|body| Document { file, start, body: Compact::from(body) }).collect())
}

/// Whether all characters mean themselves: no tabs, which count for nothing in front of a value, and nothing that YAML
/// forbids or takes for a line break.
fn is_plain(text: &str) -> bool {
    let ascii = |byte: u8| (byte >= b' ') & (byte != 0x7f) | (byte == b'\n');
    if text.is_ascii() {
        // Nearly all are, so that to look at several at a time is quicker than to stop.
        return text.bytes().fold(true, |all, byte| all & ascii(byte));
    }
    text.chars().all(|character| match character {
        '\0'..='\x7f' => ascii(character as u8),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    })
}

struct Quick<'t> {
    /// Up to the end of the chunk.
    text: &'t str,
    at: usize,
    /// The column of what comes next in a line of its own; nothing at the end.
    indent: Option<usize>,
    writer: Writer<'t>,
    /// Those of the mappings that are open, innermost last.
    keys: Vec<scalar::Text<'t>>,
    depth: usize,
    values: usize,
}

// === impl Quick ===

impl<'t> Quick<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().iter().take_while(|byte| **byte == b' ').count();
    }

    /// Counts a value, which may hold others.
    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth < DEPTH).then_some(())
    }

    /// Writes what stands in front of a list's or a mapping's content, which was written from `open` on.
    fn close(&mut self, tag: u8, start: u32, end: u32, base: u32, open: usize) -> u32 {
        self.depth -= 1;
        self.values += 1;
        self.writer.enclose(tag, Span { start, end }, base, open);
        end
    }

    /// Remembers a key; nothing if it was there already, or there are too many to tell.
    fn remember(&mut self, key: scalar::Text<'t>, mark: usize) -> Option<()> {
        let known = self.keys.get(mark..)?;
        if known.len() >= KEYS || known.contains(&key) {
            return None;
        }
        self.keys.push(key);
        self.values += 1;
        Some(())
    }
}
