use serde_json::{Number, Value};

use crate::admit::schema::{Node, Shape};

/// The largest whole number that JSON numbers hold without loss.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Fills in defaults, outer ones first, so that what they bring is filled in as well.
pub(super) fn fill(node: &Node, value: &mut Value) {
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            for field in &object.fields {
                if let Some(default) = &field.node.default
                    && fields.get(field.name).is_none_or(Value::is_null)
                {
                    fields.insert(field.name.to_owned(), default.clone());
                }
                if let Some(value) = fields.get_mut(field.name) {
                    fill(&field.node, value);
                }
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            for value in fields.values_mut() {
                fill(&map.values, value);
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            for item in items {
                fill(&list.items, item);
            }
        }
        _ => {}
    }
}

/// Writes `80.0` as `80` where a whole number is due: JSON makes no difference, our types do.
pub(super) fn whole_numbers(node: &Node, value: &mut Value) {
    match (&node.shape, value) {
        (Shape::Object(object), Value::Object(fields)) => {
            for field in &object.fields {
                if let Some(value) = fields.get_mut(field.name) {
                    whole_numbers(&field.node, value);
                }
            }
        }
        (Shape::Map(map), Value::Object(fields)) => {
            for value in fields.values_mut() {
                whole_numbers(&map.values, value);
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            for item in items {
                whole_numbers(&list.items, item);
            }
        }
        (Shape::Integer(_), Value::Number(number)) => {
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
