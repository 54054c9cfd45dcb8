use serde_json::{Map, Value};

use crate::admit::{FieldError, at::At, literal};

/// `ownerReferences`: each names an object, and one of them at most is the controller. The API server places
/// all complaints at the list.
pub(super) fn check(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Array(owners)) = metadata.get("ownerReferences") else { return };
    let mut controller: Option<String> = None;
    for owner in owners.iter().filter_map(Value::as_object) {
        let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
        named(owner, at, errors);
        if text("apiVersion") == "v1" && text("kind") == "Event" {
            let detail = "/v1, Kind=Event is disallowed from being an owner";
            errors.push(FieldError::invalid_shown(at, &shown(owner), detail));
        }
        if owner.get("controller") != Some(&Value::Bool(true)) {
            continue;
        }
        let this = format!("{}/{}", text("kind"), text("name"));
        match &controller {
            None => controller = Some(this),
            Some(first) => {
                let all: Vec<_> = owners.iter().filter_map(Value::as_object).map(shown).collect();
                let detail = format!(
                    "Only one reference can have Controller set to true. Found \"true\" in references for {first} and \
                     {this}"
                );
                errors.push(FieldError::invalid_shown(at, &format!("[{}]", all.join(",")), detail));
            }
        }
    }
}

/// A reference as Go prints it: in the order of its fields.
fn shown(owner: &Map<String, Value>) -> String {
    let always = ["apiVersion", "kind", "name", "uid"].map(|field| {
        let value = owner.get(field).and_then(Value::as_str).unwrap_or_default();
        Some((field, value.into()))
    });
    let at_times = ["controller", "blockOwnerDeletion"].map(|field| Some((field, owner.get(field)?.clone())));
    let fields = always.into_iter().chain(at_times).flatten();
    let fields: Vec<_> =
        fields.map(|(field, value): (_, Value)| format!("\"{field}\":{}", literal::json(&value))).collect();
    format!("{{{}}}", fields.join(","))
}

fn named(owner: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
    let (_, version) = text("apiVersion").split_once('/').unwrap_or(("", text("apiVersion")));
    if version.is_empty() {
        let detail = "version must not be empty";
        errors.push(FieldError::invalid(&at.field("apiVersion"), &text("apiVersion").into(), detail));
    }
    for field in ["kind", "name", "uid"] {
        if text(field).is_empty() {
            errors.push(FieldError::invalid(&at.field(field), &"".into(), "must not be empty"));
        }
    }
}
