use super::{Document, File, Findings, Lines, Place, Problem, Sources, Spans, codes, list, object};
use serde_json::Value;

/// Reads JSON without keeping where anything is written: one object, an array of objects, or a `List`.
///
/// A build without YAML gets its manifests from a program, which wants an answer and not a line.
pub fn read_json(path: &str, text: &str) -> (Sources, Vec<Problem>) {
    let mut sources = Sources {
        files: vec![File { path: path.to_owned(), text: String::new(), lines: Lines::default() }],
        documents: Vec::new(),
    };
    let mut findings = Findings::of(0);
    let values = match serde_json::from_str(text) {
        Ok(Value::Array(values)) => values,
        Ok(value) => vec![value],
        Err(error) => {
            let message = format!("this is not JSON: {error}");
            findings.error(Place::File(0), codes::SYNTAX, message, "give one object, or an array of objects");
            Vec::new()
        }
    };
    for value in values {
        let document = Document { file: 0, value, spans: Spans::default() };
        list::expand(document, &mut sources.documents, &mut findings);
    }
    sources.documents.retain(|document| object::is_object(document, &mut findings));
    (sources, findings.into_problems())
}
