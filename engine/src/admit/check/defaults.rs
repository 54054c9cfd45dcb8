use serde_json::{Number, Value};

use crate::admit::{
    fields::get_mut,
    schema::{Node, Shape},
};

/// The largest whole number that JSON numbers hold without loss.
pub(super) const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Fills in defaults, outer ones first, so that what they bring is filled in as well.
pub(super) fn fill(node: &Node, value: &mut Value) {
    if node.skip.defaults {
        return;
    }
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            for field in object.fields.iter().filter(|field| !field.node.skip.defaults) {
                let found = get_mut(fields, &field.name);
                let absent = found.as_ref().is_none_or(|value| value.is_null() && !field.node.nullable);
                match (&field.node.default, found) {
                    (Some(default), _) if absent => {
                        let mut value = default.clone();
                        fill(&field.node, &mut value);
                        fields.insert(field.name.clone().into_owned(), value);
                    }
                    (_, Some(value)) => fill(&field.node, value),
                    (_, None) => {}
                }
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            fields.values_mut().for_each(|value| each(&map.values, value))
        }
        (Shape::List(list), Value::Array(items)) => items.iter_mut().for_each(|item| each(&list.items, item)),
        _ => {}
    }
}

/// A value of a map or an item of a list: a null becomes the default.
fn each(node: &Node, value: &mut Value) {
    if let (true, false, Some(default)) = (value.is_null(), node.nullable, &node.default) {
        *value = default.clone();
    }
    fill(node, value);
}

/// Writes `80.0` as `80`: JSON makes no difference, our types do.
pub(super) fn whole_numbers(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(whole_numbers),
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Number(number) => {
            if let Some(whole) = whole(number) {
                *number = whole.into();
            }
        }
        _ => {}
    }
}

/// The whole number that a JSON number stands for.
pub(super) fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() <= MAX_SAFE).then_some(float as i64)
    })
}
