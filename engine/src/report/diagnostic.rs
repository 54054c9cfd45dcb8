use serde::Serialize;

use crate::source::{DocId, Place, Problem, Range, Severity, Sources};

/// A problem with everything that is needed to draw it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    pub code: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectReference>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// For sorting and for drawing: the file's number and the byte offsets.
    #[serde(skip)]
    pub file_number: Option<usize>,
    #[serde(skip)]
    pub bytes: std::ops::Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectReference {
    pub api_version: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    pub name: String,
}

impl Diagnostic {
    pub(super) fn of(problem: &Problem, sources: &Sources) -> Self {
        let mut diagnostic = Diagnostic {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            code: problem.code,
            message: problem.message.clone(),
            object: None,
            field_path: String::new(),
            file: None,
            range: None,
            hint: problem.hint.clone(),
            file_number: None,
            bytes: 0..0,
        };
        match &problem.place {
            Place::Field { document, path } | Place::Key { document, path } => {
                diagnostic.object = ObjectReference::of(*document, sources);
                diagnostic.field_path = path.to_string();
            }
            Place::Text(_) => {}
            Place::File(file) => diagnostic.put(*file, 0..0, sources),
        }
        if let Some(located) = sources.locate_place(&problem.place) {
            diagnostic.put(located.file, located.span.start..located.span.end, sources);
            diagnostic.range = Some(located.range);
        }
        diagnostic
    }

    fn put(&mut self, file: usize, bytes: std::ops::Range<usize>, sources: &Sources) {
        self.file = sources.files.get(file).map(|file| file.path.clone());
        self.file_number = Some(file);
        self.bytes = bytes;
    }
}

impl ObjectReference {
    pub(crate) fn of(document: DocId, sources: &Sources) -> Option<Self> {
        let text = |fields: &[&str]| sources.text_at(document, fields).map(str::to_owned);
        Some(ObjectReference {
            api_version: text(&["apiVersion"])?,
            kind: text(&["kind"])?,
            namespace: text(&["metadata", "namespace"]),
            name: text(&["metadata", "name"]).unwrap_or_default(),
        })
    }
}
