//! `metadata`, which no CRD describes: the API server checks it by rules of its own.

mod managers;
mod owners;
mod timestamp;

pub(super) use self::timestamp::since_1970;

use serde_json::{Map, Value};

use super::{FieldError, Schema, at::At, check::keep, names};

/// All annotations of an object together, keys and values.
const ANNOTATIONS_MAX: usize = 256 * 1024;

/// Metadata is read into a type of its own, for which null is an empty value.
pub(super) fn fill_nulls(object: &mut Value) {
    let Some(Value::Object(metadata)) = object.get_mut("metadata") else { return };
    for (field, value) in metadata {
        match (field.as_str(), value) {
            ("labels" | "annotations", Value::Object(texts)) => fill(texts.values_mut(), || "".into()),
            ("finalizers", Value::Array(texts)) => fill(texts.iter_mut(), || "".into()),
            ("ownerReferences", Value::Array(owners)) => fill(owners.iter_mut(), || Map::new().into()),
            _ => {}
        }
    }
}

fn fill<'v>(values: impl Iterator<Item = &'v mut Value>, empty: impl Fn() -> Value) {
    values.filter(|value| value.is_null()).for_each(|value| *value = empty());
}

/// Checks names, labels and the like. Their types are a matter of the schema.
pub(super) fn check(schema: &Schema, object: &mut Value, errors: &mut Vec<FieldError>) {
    if !schema.namespaced
        && let Some(Value::Object(metadata)) = object.get_mut("metadata")
        && metadata.get("namespace").is_some_and(Value::is_string)
    {
        keep(metadata, |name, _| name != "namespace");
    }
    let empty = Map::new();
    let metadata = object.get("metadata").and_then(Value::as_object).unwrap_or(&empty);
    let at = At::ROOT.field("metadata");
    texts(metadata, "generateName", |prefix| schema.name_rule.check_prefix(prefix), &at, errors);
    name(schema, metadata, &at.field("name"), errors);
    texts(metadata, "namespace", names::label, &at, errors);
    common(metadata, &at, errors);
}

/// Checks the metadata of an object inside another one, which needs no name.
pub(super) fn check_embedded(object: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Object(metadata)) = object.get("metadata") else { return };
    texts(metadata, "generateName", names::path_segment, at, errors);
    texts(metadata, "name", names::path_segment, at, errors);
    texts(metadata, "namespace", names::label, at, errors);
    common(metadata, at, errors);
}

/// What is the same for all objects.
fn common(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    labels(metadata, &at.field("labels"), errors);
    annotations(metadata, &at.field("annotations"), errors);
    finalizers(metadata, &at.field("finalizers"), errors);
    owners::check(metadata, &at.field("ownerReferences"), errors);
    managers::check(metadata, &at.field("managedFields"), errors);
    for field in ["creationTimestamp", "deletionTimestamp"] {
        timestamp(metadata, field, at, errors);
    }
}

fn name(schema: &Schema, metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    match metadata.get("name") {
        Some(Value::String(name)) if !name.is_empty() => {
            complain(at, name, schema.name_rule.check(name), errors);
        }
        None | Some(Value::String(_)) => {
            let hint = || {
                let what = "`generateName` is for objects that are created, not applied: give a `name`";
                metadata.contains_key("generateName").then(|| what.to_owned())
            };
            errors.push(FieldError::required(at, "name or generateName is required").hint(hint));
        }
        Some(_) => {}
    }
}

fn texts(
    metadata: &Map<String, Value>,
    field: &str,
    rule: impl Fn(&str) -> Vec<String>,
    at: &At<'_>,
    errors: &mut Vec<FieldError>,
) {
    if let Some(text) = metadata.get(field).and_then(Value::as_str)
        && !text.is_empty()
    {
        complain(&at.field(field), text, rule(text), errors);
    }
}

fn labels(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Object(labels)) = metadata.get("labels") else { return };
    for (key, value) in labels {
        complain(at, key, names::qualified_name(key), errors);
        if let Some(value) = value.as_str() {
            complain(at, value, names::label_value(value), errors);
        }
    }
}

fn annotations(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Object(annotations)) = metadata.get("annotations") else { return };
    let mut size = 0;
    for (key, value) in annotations {
        complain(at, key, names::qualified_name(&names::lowercase(key)), errors);
        size += key.len() + value.as_str().map_or(0, str::len);
    }
    if size > ANNOTATIONS_MAX {
        errors.push(FieldError::too_long(at, ANNOTATIONS_MAX));
    }
}

fn finalizers(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(list @ Value::Array(finalizers)) = metadata.get("finalizers") else { return };
    for finalizer in finalizers.iter().filter_map(Value::as_str) {
        complain(at, finalizer, names::qualified_name(finalizer), errors);
    }
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    if has("orphan") && has("foregroundDeletion") {
        let detail = "finalizer orphan and foregroundDeletion cannot be both set";
        errors.push(FieldError::invalid(at, list, detail));
    }
}

fn timestamp(metadata: &Map<String, Value>, field: &str, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(text) = metadata.get(field).and_then(Value::as_str) else { return };
    if since_1970(text).is_none() {
        let detail = "must be a time as in RFC 3339, such as \"2024-01-31T12:00:00Z\"";
        errors.push(FieldError::invalid(&at.field(field), &text.into(), detail));
    }
}

fn complain(at: &At<'_>, text: &str, complaints: Vec<String>, errors: &mut Vec<FieldError>) {
    errors.extend(complaints.iter().map(|complaint| FieldError::invalid(at, &text.into(), complaint)));
}
