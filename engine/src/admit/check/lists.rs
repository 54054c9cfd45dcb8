use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::admit::{
    FieldError,
    at::At,
    literal,
    schema::{Node, Shape, Unique},
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
            match list.unique {
                Unique::No => {}
                Unique::Items => duplicates(items.iter().cloned(), at, errors),
                Unique::Keys(keys) => keyed(items, keys, at, errors),
            }
            for (index, item) in items.iter().enumerate() {
                check(&list.items, item, &at.index(index), errors);
            }
        }
        _ => {}
    }
}

fn keyed(items: &[Value], keys: &[&str], at: &At<'_>, errors: &mut Vec<FieldError>) {
    for (index, item) in items.iter().enumerate() {
        if !item.is_object() && !item.is_null() {
            let detail = "must be an object for an array of list-type map";
            errors.push(FieldError::invalid(&at.index(index), item, detail));
            return;
        }
    }
    duplicates(items.iter().map(|item| key_of(item, keys)), at, errors);
}

fn key_of(item: &Value, keys: &[&str]) -> Value {
    let parts = keys.iter().filter_map(|key| Some(((*key).to_owned(), item.get(key)?.clone())));
    Value::Object(parts.collect::<Map<_, _>>())
}

/// Complains about the second of several equal values, not about each further one.
fn duplicates(values: impl Iterator<Item = Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, value) in values.enumerate() {
        let times = seen.entry(literal::json(&value)).or_insert(0);
        *times += 1;
        if *times == 2 {
            errors.push(FieldError::duplicate(&at.index(index), &value));
        }
    }
}
