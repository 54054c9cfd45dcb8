use super::{Range, compact::Trail};
use crate::source::{DocId, FieldPath, FileSpan, Place, Sources};

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
        let (file, trail) = self.trail(document, path);
        self.location(if trail.complete { trail.value } else { trail.key }.of(file))
    }

    /// Where the key of a field stands; for a list item, its first key or its value.
    pub fn locate_key(&self, document: DocId, path: &FieldPath) -> Location {
        let (file, trail) = self.trail(document, path);
        self.location(trail.key.of(file))
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

    /// The text in a field of a field of a document.
    pub(crate) fn text_at(&self, document: DocId, fields: &[&str]) -> Option<&str> {
        let document = self.documents.get(document.0)?;
        let text = self.files.get(document.file).map_or("", |file| file.text.as_str());
        document.body.text_at(text, document.start, fields)
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

    /// Follows a path as far as it is written; answers the file, too.
    fn trail(&self, document: DocId, path: &FieldPath) -> (usize, Trail) {
        let Some(document) = self.documents.get(document.0) else { return Default::default() };
        let text = self.files.get(document.file).map_or("", |file| file.text.as_str());
        (document.file, document.body.trail(text, document.start, path.segments().iter()))
    }
}
