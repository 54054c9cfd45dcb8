//! `read`: files become documents whose every key and value knows its line and column.
//!
//! ```text
//! bytes ─text→ str ─split→ chunks ─load→ values and spans ─list→ objects
//! ```

mod codes;
mod field_path;
mod findings;
mod json;
mod list;
#[cfg(not(feature = "yaml"))]
mod no_spans;
mod object;
mod problem;
#[cfg(test)]
mod tests;
#[cfg(feature = "yaml")]
mod yaml;

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
use self::no_spans::{Lines, Spans};
#[cfg(feature = "yaml")]
use self::yaml::{Lines, Spans};

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
    pub value: serde_json::Value,
    spans: Spans,
}
