use super::{DocId, FieldPath, FileSpan};

/// What is wrong with an input, and where. Drawing it is somebody else's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// Stable, kebab-case, documented: people filter on it.
    pub code: &'static str,
    /// Lower case, no final period, user text in backticks.
    pub message: String,
    pub place: Place,
    /// What to do next.
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The object, or the part that is named, is not used.
    Error,
    /// Used, but hardly as its author meant it.
    Warning,
    /// Worth knowing.
    Note,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A field of an object. The position in the file follows from the document's spans.
    Field { document: DocId, path: FieldPath },
    /// A field's name: it is the name that is wrong.
    Key { document: DocId, path: FieldPath },
    /// A stretch of text that belongs to no object, such as a syntax error.
    Text(FileSpan),
    /// A whole file, such as one that cannot be read as text.
    File(usize),
}
