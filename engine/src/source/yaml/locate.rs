use super::{
    Range,
    spans::{Children, Span, Spans},
};
use crate::source::{DocId, FieldPath, FileSpan, Place, Segment, Sources};
use serde_json::Value;

/// A stretch of a file, in bytes and as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    pub file: usize,
    pub span: FileSpan,
    pub range: Range,
}

// === impl Sources ===

impl Sources {
    /// Where the value of a field stands. A field that is not written is missing in something that is, and that
    /// one's key is pointed at.
    pub fn locate(&self, document: DocId, path: &FieldPath) -> Location {
        let trail = self.trail(document, path);
        self.location(if trail.complete { trail.value } else { trail.key }.of(trail.file))
    }

    /// Where the key of a field stands; for a list item, its first key or its value.
    pub fn locate_key(&self, document: DocId, path: &FieldPath) -> Location {
        let trail = self.trail(document, path);
        self.location(trail.key.of(trail.file))
    }

    /// Where a problem stands. The problem of a whole file has no line.
    pub fn locate_place(&self, place: &Place) -> Option<Location> {
        match place {
            Place::Field { document, path } => Some(self.locate(*document, path)),
            Place::Key { document, path } => Some(self.locate_key(*document, path)),
            Place::Text(span) => Some(self.location(*span)),
            Place::File(_) => None,
        }
    }

    /// Lines and columns of a stretch of text.
    pub fn position(&self, span: FileSpan) -> Range {
        let position = |offset| {
            self.files.get(span.file).map(|file| file.lines.position(&file.text, offset)).unwrap_or_default()
        };
        Range { start: position(span.start), end: position(span.end) }
    }

    fn location(&self, span: FileSpan) -> Location {
        Location { file: span.file, span, range: self.position(span) }
    }

    /// Follows a path as far as it is written.
    fn trail(&self, document: DocId, path: &FieldPath) -> Trail {
        let Some(document) = self.documents.get(document.0) else { return Trail::default() };
        let (mut value, mut spans) = (&document.value, &document.spans);
        let mut trail = Trail { file: document.file, key: spans.head(), value: spans.value, complete: true };
        for segment in path.segments() {
            let Some((inner, inner_spans, key)) = step(value, spans, segment) else {
                return Trail { complete: false, ..trail };
            };
            (value, spans) = (inner, inner_spans);
            trail = Trail { key, value: spans.value, ..trail };
        }
        trail
    }
}

/// How far a path leads into what is written.
#[derive(Debug, Default)]
struct Trail {
    file: usize,
    /// Of the last field that is written.
    key: Span,
    value: Span,
    complete: bool,
}

/// One field or item further down: its value, its spans and where its key is.
fn step<'a>(value: &'a Value, spans: &'a Spans, segment: &Segment) -> Option<(&'a Value, &'a Spans, Span)> {
    match (segment, value, &spans.children) {
        (Segment::Field(name), Value::Object(map), Children::Map(entries)) => {
            let ((_, value), entry) = map.iter().zip(entries).find(|((key, _), _)| *key == name)?;
            Some((value, &entry.spans, entry.key))
        }
        (Segment::Index(index), Value::Array(values), Children::List(items)) => {
            let spans = items.get(*index)?;
            Some((values.get(*index)?, spans, spans.head()))
        }
        _ => None,
    }
}
