use super::{Draft, File, Findings, Lines, Place, Problem, Sources, Spans, codes, list, object};
use serde_json::Value;

/// Reads JSON without keeping where anything is written: one object, an array of objects, or a `List`.
///
/// A build without YAML gets its manifests from a program, which wants an answer and not a line.
pub fn read_json(path: &str, text: &str) -> (Sources, Vec<Problem>) {
    match serde_json::from_str(text) {
        Ok(value) => read_value(path, value),
        Err(error) => {
            let mut findings = Findings::of(0);
            let message = format!("this is not JSON: {error}");
            findings.error(Place::File(0), codes::SYNTAX, message, "give one object, or an array of objects");
            (unread(path), findings.into_problems())
        }
    }
}

/// The same for JSON that is parsed already.
pub fn read_value(path: &str, value: Value) -> (Sources, Vec<Problem>) {
    let mut sources = unread(path);
    let mut findings = Findings::of(0);
    let mut drafts = Vec::new();
    let values = match value {
        Value::Array(values) => values,
        value => vec![value],
    };
    for value in values {
        let document = Draft { file: 0, value, spans: Spans::default() };
        list::expand(document, &mut drafts, &mut findings);
    }
    drafts.retain(|document| object::is_object(document, &mut findings));
    sources.documents = drafts.into_iter().map(|document| document.finish("", 0)).collect();
    (sources, findings.into_problems())
}

fn unread(path: &str) -> Sources {
    Sources {
        files: vec![File {
            path: path.to_owned(),
            text: String::new(),
            lines: Lines::default(),
            #[cfg(feature = "yaml")]
            apart: false,
        }],
        documents: Vec::new(),
    }
}
