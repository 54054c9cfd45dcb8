use serde_json::{Map, Value};

use crate::admit::{
    FieldError,
    at::At,
    literal,
    schema::{Name, Node, Shape, Unique},
};

/// Finds the list items that must be unique and are not.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    if node.skip.unique {
        return;
    }
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            for (name, value) in fields {
                if let Some(field) = object.field(name) {
                    check(&field.node, value, &at.field(name), errors);
                }
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            for (name, value) in fields {
                check(&map.values, value, &at.field(name), errors);
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            match &list.unique {
                Unique::No => {}
                Unique::Items if items.len() < 2 => {}
                Unique::Items => {
                    duplicates(items.iter().map(identity), |index| items.get(index).cloned(), at, errors)
                }
                Unique::Keys(keys) => keyed(items, keys, at, errors),
            }
            for (index, item) in items.iter().enumerate() {
                check(&list.items, item, &at.index(index), errors);
            }
        }
        _ => {}
    }
}

fn keyed(items: &[Value], keys: &[Name], at: &At<'_>, errors: &mut Vec<FieldError>) {
    for (index, item) in items.iter().enumerate() {
        if !item.is_object() && !item.is_null() {
            let detail = "must be an object for an array of list-type map";
            errors.push(FieldError::invalid(&at.index(index), item, detail));
            return;
        }
    }
    if items.len() < 2 {
        return;
    }
    if let [key] = keys {
        let absent = Value::Null;
        let identities = items.iter().map(|item| identity(item.get(&**key).unwrap_or(&absent)));
        duplicates(identities, |index| items.get(index).map(|item| key_of(item, keys)), at, errors);
    } else {
        let identities = items.iter().map(|item| identity(&key_of(item, keys)));
        duplicates(identities, |index| items.get(index).map(|item| key_of(item, keys)), at, errors);
    }
}

fn key_of(item: &Value, keys: &[Name]) -> Value {
    let mut parts = Map::new();
    for key in keys {
        if let Some(part) = item.get(&**key) {
            parts.insert(key.clone().into_owned(), part.clone());
        }
    }
    Value::Object(parts)
}

/// Complains about the second of several equal values, not about each further one. `shown` tells how the
/// value at an index is shown.
fn duplicates(
    values: impl Iterator<Item = String>,
    shown: impl Fn(usize) -> Option<Value>,
    at: &At<'_>,
    errors: &mut Vec<FieldError>,
) {
    let mut seen: crate::map::Map<String, usize> = Default::default();
    for (index, value) in values.enumerate() {
        let times = seen.entry(value).or_insert(0);
        *times += 1;
        if *times == 2 {
            errors.push(FieldError::duplicate(&at.index(index), &shown(index).unwrap_or_default()));
        }
    }
}

/// Two numbers are the same if they are written so: `80` is not `80.0`, unless within an object or a list.
fn identity(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        other => literal::json(other),
    }
}
