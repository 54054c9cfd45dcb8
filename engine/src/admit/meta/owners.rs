use serde_json::{Map, Value};

use crate::admit::{FieldError, at::At, literal};

/// The fields of an owner reference, in the order in which the API server prints them.
const FIELDS: [&str; 6] = ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"];

/// `metadata.ownerReferences`: each names its owner in full, and one at most is the controller.
pub(super) fn check(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Array(owners)) = metadata.get("ownerReferences") else { return };
    let mut controller: Option<String> = None;
    for (index, owner) in owners.iter().enumerate() {
        let text = |field: &str| owner.get(field).and_then(Value::as_str).unwrap_or_default();
        reference(&text, &at.index(index), errors);
        if text("apiVersion") == "v1" && text("kind") == "Event" {
            let detail = "/v1, Kind=Event is disallowed from being an owner";
            errors.push(FieldError::invalid_shown(&at.index(index), &shown_owner(owner), detail));
        }
        if owner.get("controller") == Some(&Value::Bool(true)) {
            let current = format!("{}/{}", text("kind"), text("name"));
            match &controller {
                Some(first) => errors.push(FieldError::invalid_shown(
                    at,
                    &shown(owners),
                    format!(
                        "Only one reference can have Controller set to true. Found \"true\" in references for \
                         {first} and {current}"
                    ),
                )),
                None => controller = Some(current),
            }
        }
    }
}

fn reference<'o>(text: &impl Fn(&str) -> &'o str, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let api_version = text("apiVersion");
    let version = api_version.rsplit_once('/').map_or(api_version, |(_, version)| version);
    if version.is_empty() || api_version.matches('/').count() > 1 {
        let at = at.field("apiVersion");
        errors.push(FieldError::invalid(&at, &api_version.into(), "version must not be empty"));
    }
    for field in ["kind", "name", "uid"] {
        if text(field).is_empty() {
            errors.push(FieldError::invalid(&at.field(field), &"".into(), "must not be empty"));
        }
    }
}

fn shown(owners: &[Value]) -> String {
    let owners: Vec<_> = owners.iter().map(shown_owner).collect();
    format!("[{}]", owners.join(","))
}

fn shown_owner(owner: &Value) -> String {
    let fields = FIELDS.iter().filter_map(|field| {
        let is_text = !matches!(*field, "controller" | "blockOwnerDeletion");
        let value = match owner.get(field) {
            Some(value) => literal::json(value),
            None if is_text => literal::json(&"".into()),
            None => return None,
        };
        Some(format!("{}:{value}", literal::json(&(*field).into())))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}
