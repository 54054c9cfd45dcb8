use serde_json::{Map, Value};

use crate::admit::{
    FieldError,
    at::At,
    hint, meta,
    schema::{Node, ObjectShape, Shape},
};

/// Removes the fields that the schema does not know, and complains about each.
pub(super) fn unknown_fields(node: &Node, value: &mut Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            let mut all_known = true;
            for (name, value) in fields.iter_mut() {
                let at = at.field(name);
                match object.field(name) {
                    Some(field) => unknown_fields(&field.node, value, &at, errors),
                    None if object.open => {}
                    None => {
                        all_known = false;
                        errors.push(FieldError::unknown(&at).hint(|| meant(object, name)));
                    }
                }
            }
            if !all_known {
                keep(fields, |name, _| object.field(name).is_some());
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            for (name, value) in fields {
                unknown_fields(&map.values, value, &at.field(name), errors);
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                unknown_fields(&list.items, item, &at.index(index), errors);
            }
        }
        (Shape::Untyped(facets), _) if facets.open => {}
        (Shape::Object(object), _) if object.open => {}
        (_, value) => everything(value, at, errors),
    }
}

/// Where no object belongs, all fields of one are unknown. Lists are searched as deep as objects may nest.
fn everything(value: &mut Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    match value {
        Value::Object(fields) => {
            errors.extend(fields.keys().map(|name| FieldError::unknown(&at.field(name))));
            fields.clear();
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                everything(item, &at.index(index), errors);
            }
        }
        _ => {}
    }
}

/// Removes nulls, which mean an absent field. Those that have a default stay, to become it.
pub(super) fn nulls(node: &Node, value: &mut Value) {
    if cfg!(feature = "crds") && matches!(&node.shape, Shape::Object(object) if object.embedded) {
        meta::fill_nulls(value);
    }
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            let mut all_stay = true;
            for (name, value) in fields.iter_mut() {
                if let Some(field) = object.field(name) {
                    nulls(&field.node, value);
                    all_stay &= stays(&field.node, value);
                }
            }
            if !all_stay {
                keep(fields, |name, value| object.field(name).is_none_or(|field| stays(&field.node, value)));
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            let mut all_stay = true;
            for (_, value) in fields.iter_mut() {
                nulls(&map.values, value);
                all_stay &= stays(&map.values, value);
            }
            if !all_stay {
                keep(fields, |_, value| stays(&map.values, value));
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            for item in items {
                nulls(&list.items, item);
            }
        }
        _ => {}
    }
}

/// Takes fields out. A map that is filled again costs fewer bytes of wasm than one that shrinks.
pub(crate) fn keep(fields: &mut Map<String, Value>, stays: impl Fn(&str, &Value) -> bool) {
    for (name, value) in std::mem::take(fields) {
        if stays(&name, &value) {
            fields.insert(name, value);
        }
    }
}

fn stays(node: &Node, value: &Value) -> bool {
    !value.is_null() || node.default.is_some() || node.nullable
}

fn meant(object: &ObjectShape, name: &str) -> Option<String> {
    if object.withheld.iter().any(|withheld| withheld == name) {
        return Some(hint::only_experimental(name));
    }
    let known = object.fields.iter().map(|field| &*field.name);
    if let Some(candidate) = hint::closest(name, known) {
        return Some(hint::did_you_mean(candidate));
    }
    let inside = object.fields.iter().find_map(|field| place_inside(&field.name, &field.node, name));
    inside.map(|place| hint::did_you_mean(&place))
}

/// Where a field of this name would belong, one level further down.
fn place_inside(parent: &str, node: &Node, name: &str) -> Option<String> {
    let (object, separator) = match &node.shape {
        Shape::Object(object) => (object, "."),
        Shape::List(list) => match &list.items.shape {
            Shape::Object(object) => (object, "[]."),
            _ => return None,
        },
        _ => return None,
    };
    object.field(name).map(|field| format!("{parent}{separator}{}", field.name))
}
