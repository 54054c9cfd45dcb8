//! `read`: files become documents whose every key and value knows its line and column.
//!
//! ```text
//! bytes ─text→ str ─split→ chunks ─load→ values and spans ─list→ objects
//! ```

mod codes;
#[cfg(any(feature = "yaml", feature = "crds"))]
pub(crate) mod decimal;
#[cfg(feature = "assist")]
mod edited;
mod field_path;
mod findings;
mod json;
mod list;
#[cfg(not(feature = "yaml"))]
mod no_spans;
mod object;
mod problem;
pub(crate) mod shortest;
#[cfg(test)]
mod tests;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(feature = "assist")]
pub use self::edited::Edited;
#[cfg(feature = "assist")]
pub(crate) use self::edited::split_off;
#[cfg(feature = "yaml")]
pub use self::yaml::{Input, Location, Position, Range, read};
pub use self::{
    codes::{CODES, Code},
    field_path::{FieldPath, Segment},
    json::{read_json, read_value},
    problem::{Place, Problem, Severity},
};

use self::findings::{Findings, excerpt};
#[cfg(not(feature = "yaml"))]
use self::no_spans::{Body, Lines, Spans};
#[cfg(feature = "yaml")]
use self::yaml::{Body, Lines, Spans};

/// Whether somebody reads statuses, hints and what is Envoy's alone. The filter does not, and where this says so the
/// compiler leaves it out.
pub(crate) const REPORTS: bool = cfg!(feature = "yaml");

/// What to do next, where somebody reads it.
pub(crate) fn hint(text: impl FnOnce() -> String) -> Option<String> {
    if REPORTS { Some(text()) } else { None }
}

/// Index of a document in [`Sources::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub usize);

/// A stretch of one file's text, by byte offset. `file` indexes [`Sources::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSpan {
    pub file: usize,
    pub start: usize,
    pub end: usize,
}

/// One file of the input, as it was given, without its byte order mark.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    /// Empty where no text could be read.
    pub text: String,
    #[cfg_attr(not(feature = "yaml"), expect(dead_code, reason = "this build shows no lines"))]
    lines: Lines,
    /// Each of its documents was read for itself.
    #[cfg(feature = "yaml")]
    apart: bool,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Vec<File>,
    pub documents: Vec<Document>,
}

/// One Kubernetes object as written, with an `apiVersion` and a `kind`: not yet admitted.
#[derive(Debug)]
pub struct Document {
    pub file: usize,
    /// Where the part of the file begins that the document was read from.
    start: u32,
    body: Body,
}

/// A document while it is read.
#[derive(Debug)]
pub(crate) struct Draft {
    file: usize,
    value: serde_json::Value,
    spans: Spans,
}

// === impl Sources ===

impl Sources {
    /// A document's value, made anew each time: the files are all that is kept.
    pub fn value(&self, document: DocId) -> Option<serde_json::Value> {
        let document = self.documents.get(document.0)?;
        let text = self.files.get(document.file).map_or("", |file| file.text.as_str());
        Some(document.body.value(text, document.start))
    }

    /// The values of all documents, in their order.
    pub fn values(&self) -> impl Iterator<Item = serde_json::Value> {
        (0..self.documents.len()).filter_map(|number| self.value(DocId(number)))
    }
}

// === impl Draft ===

impl Draft {
    /// `text` is the file's; `start` is where in it the document was looked for.
    fn finish(self, text: &str, start: u32) -> Document {
        Document { file: self.file, start, body: Body::of(&self.value, &self.spans, text, start) }
    }
}
