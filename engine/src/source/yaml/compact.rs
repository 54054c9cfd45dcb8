//! A document in few bytes: what stands in the text is not kept a second time.
//!
//! ```text
//! value    tag  [start  length]  content
//! content  of a text: nothing if it stands in the file, else its bytes
//!          of a number: its text
//!          of a list: how many bytes follow, then the items
//!          of a map: how many bytes follow, then its entries: key, value
//! key      tag  [start  length]  content, as of a text
//! ```
//!
//! Starts count from the key in front of a value, else from the list or map around it, and the first one from where the
//! document begins: it may move with its text.

use serde_json::{Map, Number, Value};

use super::spans::{Children, Entry, Span, Spans};
use crate::source::Segment;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Compact(Box<[u8]>);

pub(super) const NULL: u8 = 0;
pub(super) const FALSE: u8 = 1;
pub(super) const TRUE: u8 = 2;
pub(super) const NUMBER: u8 = 3;
/// A text that is just what its span has.
pub(super) const SLICE: u8 = 4;
/// The same between quotes.
pub(super) const QUOTED: u8 = 5;
pub(super) const TEXT: u8 = 6;
pub(super) const LIST: u8 = 7;
pub(super) const MAP: u8 = 8;
/// Beside the tag of something that is written nowhere, such as the `kind` of a typed list's item.
const NOWHERE: u8 = 16;

impl Compact {
    pub(crate) fn of(value: &Value, spans: &Spans, text: &str, start: u32) -> Self {
        let mut writer = Writer::new(text, 0);
        writer.value(value, Some(spans), start);
        Compact::from(writer.out)
    }

    pub(super) fn from(bytes: Vec<u8>) -> Self {
        Compact(bytes.into())
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn value(&self, text: &str, start: u32) -> Value {
        Reader { rest: &self.0, text }.value(start).unwrap_or_default()
    }

    /// The text in a field of a field, without all the others.
    pub(crate) fn text_at<'t>(&'t self, text: &'t str, start: u32, fields: &[&str]) -> Option<&'t str> {
        let mut reader = Reader { rest: &self.0, text };
        let mut head = reader.head(start)?;
        for field in fields {
            head = reader.field(&head, field)?;
        }
        reader.text(&head)
    }

    /// Follows a path as far as it is written.
    pub(crate) fn trail<'s>(&self, text: &str, start: u32, path: impl Iterator<Item = &'s Segment>) -> Trail {
        let mut reader = Reader { rest: &self.0, text };
        let mut trail = Trail { key: Span::default(), value: Span::default(), complete: true };
        let Some(mut head) = reader.head(start) else { return trail };
        (trail.key, trail.value) = (reader.first_key(&head).unwrap_or(head.span), head.span);
        for segment in path {
            let Some((inner, key)) = reader.step(&head, segment) else {
                trail.complete = false;
                return trail;
            };
            trail.value = inner.span;
            trail.key = key.unwrap_or_else(|| reader.first_key(&inner).unwrap_or(inner.span));
            head = inner;
        }
        trail
    }
}

/// How far a path leads into what is written.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Of the last field that is written.
    pub(crate) key: Span,
    pub(crate) value: Span,
    pub(crate) complete: bool,
}

// === writing ===

pub(super) struct Writer<'t> {
    pub(super) out: Vec<u8>,
    text: &'t str,
}

impl<'t> Writer<'t> {
    pub(super) fn new(text: &'t str, capacity: usize) -> Self {
        Writer { out: Vec::with_capacity(capacity), text }
    }

    fn value(&mut self, value: &Value, spans: Option<&Spans>, base: u32) {
        let span = spans.map(|spans| spans.value);
        match value {
            Value::Null => self.tag(NULL, span, base),
            Value::Bool(false) => self.tag(FALSE, span, base),
            Value::Bool(true) => self.tag(TRUE, span, base),
            Value::Number(number) => {
                self.tag(NUMBER, span, base);
                self.bytes(number.to_string().as_bytes());
            }
            Value::String(value) => self.string(value, span, base),
            Value::Array(items) => {
                self.tag(LIST, span, base);
                let places = match spans.map(|spans| &spans.children) {
                    Some(Children::List(places)) => &**places,
                    _ => &[],
                };
                let start = span.unwrap_or_default().start;
                self.counted(|writer| {
                    for (number, item) in items.iter().enumerate() {
                        writer.value(item, places.get(number), start);
                    }
                });
            }
            Value::Object(fields) => {
                self.tag(MAP, span, base);
                let places = match spans.map(|spans| &spans.children) {
                    Some(Children::Map(places)) => &**places,
                    _ => &[],
                };
                let start = span.unwrap_or_default().start;
                self.counted(|writer| {
                    for (number, (key, value)) in fields.iter().enumerate() {
                        let place: Option<&Entry> = places.get(number);
                        let at = place.map(|place| place.key);
                        writer.string(key, at, start);
                        let base = at.unwrap_or_default().start;
                        writer.value(value, place.map(|place| &place.spans), base);
                    }
                });
            }
        }
    }

    fn string(&mut self, value: &str, span: Option<Span>, base: u32) {
        let written = span.map(|span| span.slice(self.text)).unwrap_or_default();
        let inside = written.get(1..written.len().saturating_sub(1));
        if span.is_some() && written == value {
            self.tag(SLICE, span, base);
        } else if inside == Some(value) {
            self.tag(QUOTED, span, base);
        } else {
            self.tag(TEXT, span, base);
            self.bytes(value.as_bytes());
        }
    }

    pub(super) fn tag(&mut self, tag: u8, span: Option<Span>, base: u32) {
        match span {
            None => self.out.push(tag | NOWHERE),
            Some(Span { start, end }) => {
                self.out.push(tag);
                // Behind an alias the text goes back, so the sign is kept in the last bit.
                let distance = i64::from(start) - i64::from(base);
                let sign = u64::from(distance < 0);
                self.number(distance.unsigned_abs() << 1 | sign);
                self.number(u64::from(end.saturating_sub(start)));
            }
        }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }

    /// Puts what is written from `open` on into a list or a map.
    #[cfg(feature = "quick")]
    pub(super) fn enclose(&mut self, tag: u8, span: Span, base: u32, open: usize) {
        let end = self.out.len();
        self.tag(tag, Some(span), base);
        self.out.extend_from_slice(&((end - open) as u32).to_le_bytes());
        let head = self.out.len() - end;
        if let Some(written) = self.out.get_mut(open..) {
            written.rotate_right(head);
        }
    }

    /// Writes how long something is in front of it.
    fn counted(&mut self, write: impl FnOnce(&mut Self)) {
        let at = self.out.len();
        self.out.extend_from_slice(&[0; 4]);
        write(self);
        let length = (self.out.len() - at - 4) as u32;
        if let Some(place) = self.out.get_mut(at..at + 4) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }
}

// === reading ===

/// For so many fields a map has room at once.
const FIELDS: usize = 4;

#[derive(Clone, Copy)]
pub(super) struct Reader<'b, 't> {
    pub(super) rest: &'b [u8],
    pub(super) text: &'t str,
}

/// What stands in front of a value's content.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) tag: u8,
    /// Whether it is written somewhere.
    placed: bool,
    pub(super) span: Span,
}

impl<'b, 't> Reader<'b, 't> {
    fn value(&mut self, start: u32) -> Option<Value> {
        let head = self.head(start)?;
        self.content(&head)
    }

    fn content(&mut self, head: &Head) -> Option<Value> {
        Some(match head.tag {
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            // Not from bytes: that would be a second reader of numbers in the page's module.
            NUMBER => Value::Number(str::from_utf8(self.bytes()?).ok()?.parse::<Number>().ok()?),
            LIST => {
                let mut inside = self.inside()?;
                let mut items = Vec::new();
                while !inside.rest.is_empty() {
                    let item = inside.head(head.span.start)?;
                    items.push(inside.content(&item)?);
                }
                items.shrink_to_fit();
                Value::Array(items)
            }
            MAP => {
                let mut inside = self.inside()?;
                // Most have a few, and admission adds its defaults: a map that grows makes its table anew.
                let mut fields = Map::with_capacity(FIELDS);
                while !inside.rest.is_empty() {
                    let key = inside.head(head.span.start)?;
                    let name = inside.string(&key)?.to_owned();
                    let value = inside.head(key.span.start)?;
                    fields.insert(name, inside.content(&value)?);
                }
                Value::Object(fields)
            }
            _ => Value::String(self.string(head)?.to_owned()),
        })
    }

    fn string<'s>(&mut self, head: &Head) -> Option<&'s str>
    where
        'b: 's,
        't: 's,
    {
        let text: &'t str = self.text;
        match head.tag {
            SLICE => text.get(head.span.start as usize..head.span.end as usize),
            QUOTED => text.get(head.span.start as usize + 1..(head.span.end as usize).checked_sub(1)?),
            _ => str::from_utf8(self.bytes()?).ok(),
        }
    }

    /// What a text says; nothing of anything else.
    pub(super) fn text(&mut self, head: &Head) -> Option<&'b str>
    where
        't: 'b,
    {
        if matches!(head.tag, SLICE | QUOTED | TEXT) { self.string(head) } else { None }
    }

    /// A map's field, whose content comes next.
    fn field(&mut self, head: &Head, name: &str) -> Option<Head> {
        let mut inside = if head.tag == MAP { self.inside()? } else { return None };
        while !inside.rest.is_empty() {
            let key = inside.head(head.span.start)?;
            let found = inside.string(&key)? == name;
            let value = inside.head(key.span.start)?;
            if found {
                *self = inside;
                return Some(value);
            }
            inside.skip(&value)?;
        }
        None
    }

    /// A value's field or item, whose content comes next, and the place of the field's key.
    fn step(&mut self, head: &Head, segment: &Segment) -> Option<(Head, Option<Span>)> {
        let mut inside = match (head.tag, segment) {
            (LIST, Segment::Index(_)) | (MAP, Segment::Field(_)) => self.inside()?,
            _ => return None,
        };
        let mut number = 0;
        while !inside.rest.is_empty() {
            let (key, found) = match segment {
                Segment::Index(index) => (None, number == *index),
                Segment::Field(name) => {
                    let key = inside.head(head.span.start)?;
                    let found = inside.string(&key)? == name;
                    (Some(key.span), found)
                }
            };
            let value = inside.head(key.unwrap_or(head.span).start)?;
            if found {
                *self = inside;
                return value.placed.then_some((value, key));
            }
            inside.skip(&value)?;
            number += 1;
        }
        None
    }

    /// The first key of a map whose content comes next.
    fn first_key(&self, head: &Head) -> Option<Span> {
        let mut inside = Reader { ..*self }.inside().filter(|_| head.tag == MAP)?;
        let key = inside.head(head.span.start)?;
        key.placed.then_some(key.span)
    }

    pub(super) fn skip(&mut self, head: &Head) -> Option<()> {
        match head.tag {
            LIST | MAP => self.inside().map(drop),
            NUMBER | TEXT => self.bytes().map(drop),
            _ => Some(()),
        }
    }

    pub(super) fn head(&mut self, base: u32) -> Option<Head> {
        let (tag, rest) = self.rest.split_first()?;
        self.rest = rest;
        let placed = tag & NOWHERE == 0;
        let mut span = Span::default();
        if placed {
            let distance = self.number()?;
            let far = u32::try_from(distance >> 1).ok()?;
            let start = if distance & 1 == 0 { base.checked_add(far)? } else { base.checked_sub(far)? };
            span = Span { start, end: start.checked_add(u32::try_from(self.number()?).ok()?)? };
        }
        Some(Head { tag: tag & !NOWHERE, placed, span })
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    /// What is in a list or a map; afterwards what follows it comes next.
    pub(super) fn inside(&mut self) -> Option<Self> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        let (inside, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        self.rest = rest;
        Some(Reader { rest: inside, text: self.text })
    }
}
