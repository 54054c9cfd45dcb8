use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::admit::{
    FieldError,
    at::At,
    literal,
    schema::{Name, Node, Shape, Unique},
};

/// Finds the list items that must be unique and are not.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
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
                Unique::Items => duplicates(items.iter().map(|item| (item, item.clone())), at, errors),
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
    if let [key] = keys {
        let absent = Value::Null;
        let identities = items.iter().map(|item| item.get(&**key).unwrap_or(&absent));
        let shown = items.iter().map(|item| key_of(item, keys));
        duplicates(identities.zip(shown), at, errors);
    } else {
        let shown: Vec<_> = items.iter().map(|item| key_of(item, keys)).collect();
        duplicates(shown.iter().zip(shown.iter().cloned()), at, errors);
    }
}

fn key_of(item: &Value, keys: &[Name]) -> Value {
    let parts = keys.iter().filter_map(|key| Some((key.clone().into_owned(), item.get(&**key)?.clone())));
    Value::Object(parts.collect::<Map<_, _>>())
}

/// Complains about the second of several equal values, not about each further one. Each value comes with
/// how it is shown.
fn duplicates<'a>(
    values: impl Iterator<Item = (&'a Value, Value)>,
    at: &At<'_>,
    errors: &mut Vec<FieldError>,
) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, (value, shown)) in values.enumerate() {
        let times = seen.entry(identity(value)).or_insert(0);
        *times += 1;
        if *times == 2 {
            errors.push(FieldError::duplicate(&at.index(index), &shown));
        }
    }
}

/// Two numbers are the same if they are written so: `80` is not `80.0`, unless within an object or a list.
fn identity(value: &Value) -> String {
    if value.is_array() || value.is_object() { literal::json(value) } else { value.to_string() }
}
