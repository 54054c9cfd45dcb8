//! Objects of the API inside other ones (`x-kubernetes-embedded-resource`).

use serde_json::{Map, Value};

use crate::admit::{
    FieldError,
    at::At,
    meta, names,
    schema::{Node, Shape},
};

/// Checks the version, the kind and the metadata of every object that is inside another one.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    match value {
        Value::Object(fields) => {
            if matches!(&node.shape, Shape::Object(object) if object.embedded) {
                resource(fields, at, errors);
            }
            for (name, value) in fields {
                if let Some(node) = node.shape.field(name) {
                    check(node, value, &at.field(name), errors);
                }
            }
        }
        Value::Array(items) => {
            let Some(node) = node.shape.items() else { return };
            for (index, item) in items.iter().enumerate() {
                check(node, item, &at.index(index), errors);
            }
        }
        _ => {}
    }
}

fn resource(fields: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    for name in ["apiVersion", "kind"] {
        let at = at.field(name);
        match fields.get(name) {
            None => errors.push(FieldError::required(&at, "")),
            Some(Value::String(text)) if text.is_empty() => {
                errors.push(FieldError::invalid(&at, &text.as_str().into(), "must not be empty"));
            }
            Some(Value::String(text)) => {
                let complaint = if name == "kind" { kind(text) } else { api_version(text) };
                errors
                    .extend(complaint.map(|detail| FieldError::invalid(&at, &text.as_str().into(), detail)));
            }
            Some(other) => errors.push(FieldError::invalid(&at, other, "must be a string")),
        }
    }
    meta::check_embedded(fields, &at.field("metadata"), errors);
}

fn kind(text: &str) -> Option<String> {
    let complaints = names::label_1035(&names::lowercase(text));
    let complaints = (!complaints.is_empty()).then(|| complaints.join(","))?;
    Some(format!("may have mixed case, but should otherwise match: {complaints}"))
}

fn api_version(text: &str) -> Option<String> {
    (text.matches('/').count() > 1).then(|| format!("unexpected GroupVersion string: {text}"))
}
