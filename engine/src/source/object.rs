//! What makes a document a Kubernetes object at all: it says which API version and kind it is.

use super::{Draft, Findings, codes, excerpt};
use serde_json::{Map, Value};

const EXAMPLE_API_VERSION: &str = "write for example `apiVersion: gateway.networking.k8s.io/v1`";
const EXAMPLE_KIND: &str = "write for example `kind: HTTPRoute`";
const EXAMPLE: &str = "a manifest starts with `apiVersion: …` and `kind: …`, for example \
    `apiVersion: gateway.networking.k8s.io/v1` and `kind: HTTPRoute`";

/// Whether the rest of the program can work with the document.
pub(crate) fn is_object(document: &Draft, findings: &mut Findings) -> bool {
    let place = document.spans.place(document.file);
    let Some(object) = document.value.as_object() else {
        let message = format!("a manifest is an object, and this is {}", noun(&document.value));
        findings.error(place, codes::NOT_AN_OBJECT, message, EXAMPLE);
        return false;
    };
    let name = name(object);
    let mut complete = true;
    for (field, code, hint) in [
        ("apiVersion", codes::MISSING_API_VERSION, EXAMPLE_API_VERSION),
        ("kind", codes::MISSING_KIND, EXAMPLE_KIND),
    ] {
        let message = match object.get(field) {
            Some(Value::String(text)) if !text.is_empty() => continue,
            None | Some(Value::Null) => format!("{name} has no `{field}`"),
            Some(Value::String(_)) => format!("the `{field}` of {name} is empty"),
            Some(other) => format!("the `{field}` of {name} is {} and not a text", noun(other)),
        };
        findings.error(place.clone(), code, message, hint);
        complete = false;
    }
    complete
}

/// What to call an object that may lack everything.
fn name(object: &Map<String, Value>) -> String {
    match object.get("metadata").and_then(|metadata| metadata.get("name")) {
        Some(Value::String(name)) => format!("the object `{}`", excerpt(name)),
        _ => "the object".to_owned(),
    }
}

pub(crate) fn noun(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
