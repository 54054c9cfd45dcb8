//! `read`: files become documents whose every key and value knows its line and column.

mod field_path;
mod problem;

pub use self::{
    field_path::{FieldPath, Segment},
    problem::{Place, Problem, Severity},
};

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

/// One file of the input, as it was given.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Vec<File>,
    pub documents: Vec<Document>,
}

/// One Kubernetes object as written: not yet admitted.
#[derive(Debug)]
pub struct Document {
    pub file: usize,
    pub value: serde_json::Value,
}
