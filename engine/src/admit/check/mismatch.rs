//! Values of the wrong JSON type.

use serde_json::Value;

use super::defaults::whole;
use crate::admit::{
    FieldError,
    at::At,
    literal,
    schema::{Node, Shape},
};

/// Whether a value has the type that its schema names. With a format, the API server speaks of formats
/// instead of types.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let shape = &node.shape;
    if is_obviously(shape, value) {
        return 2;
    }
    let types = types(shape);
    let format = format(shape);
    if types.is_empty() && format.is_none() {
        return 0;
    }
    if value.is_null() {
        if types.is_empty() || node.nullable {
            return 1;
        }
        errors.push(FieldError::type_invalid(at, &types.join(","), "null"));
        return 0;
    }
    let (actual, actual_format) = type_of(value);
    let is_number_enough = match value {
        Value::Number(number) => {
            types.contains(&"number") || types.contains(&"integer") && whole(number).is_some()
        }
        _ => false,
    };
    let fits = types.contains(&actual) || is_number_enough;
    let numeric = types.contains(&"number") || types.contains(&"integer");
    let (expected, actual) = match (format, value) {
        // Formats have nothing against a text or a list.
        (Some(_), Value::String(_) | Value::Array(_)) if !numeric => return 2,
        (Some(format), Value::Bool(_) | Value::Number(_) | Value::Object(_))
            if !fits && actual_format != format =>
        {
            (format.to_owned(), actual_format)
        }
        _ if fits => return 2,
        _ => (types.join(","), actual),
    };
    errors.push(FieldError::type_invalid(at, &expected, actual).hint(|| retyped(shape, value)));
    1
}

/// Nearly always, and quicker to see than what the matter is otherwise.
fn is_obviously(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Object(_) | Shape::Map(_), Value::Object(_))
        | (Shape::List(_), Value::Array(_))
        | (Shape::String(_), Value::String(_))
        | (Shape::Boolean, Value::Bool(_)) => true,
        (Shape::Number(_), Value::Number(number)) => number.is_i64(),
        _ => false,
    }
}

fn types(shape: &Shape) -> &'static [&'static str] {
    match shape {
        Shape::Object(_) | Shape::Map(_) => &["object"],
        Shape::List(_) => &["array"],
        Shape::String(_) => &["string"],
        Shape::Number(number) if number.size.is_whole() => &["integer"],
        Shape::Number(_) => &["number"],
        Shape::Boolean => &["boolean"],
        Shape::Untyped(facets) if facets.int_or_string => &["integer", "string"],
        Shape::Untyped(_) => &[],
    }
}

fn format(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::String(text) => text.format.map(|format| format.name()),
        Shape::Number(number) => number.size.format(),
        Shape::Untyped(facets) => facets.text.format.map(|format| format.name()),
        _ => None,
    }
}

/// The type of a value, and the format by which the API server knows such values.
fn type_of(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", ""),
        Value::Bool(_) => ("boolean", ""),
        Value::Number(number) if number.is_i64() => ("integer", "int64"),
        Value::Number(_) => ("number", "float64"),
        Value::String(_) => ("string", ""),
        Value::Array(_) => ("array", ""),
        Value::Object(_) => ("object", ""),
    }
}

fn retyped(shape: &Shape, value: &Value) -> Option<String> {
    match (shape, value) {
        (Shape::String(_), Value::Number(_) | Value::Bool(_)) => {
            Some(format!("write it in quotes: `\"{}\"`", literal::render(value)))
        }
        (Shape::Number(_), Value::String(text)) => {
            let number: serde_json::Number = text.parse().ok()?;
            Some(format!("write it without quotes: `{number}`"))
        }
        (Shape::Boolean, Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
            Some(format!("write it without quotes: `{text}`"))
        }
        (Shape::List(_), Value::Object(_) | Value::String(_) | Value::Number(_)) => {
            Some("this is a list: begin each item with `- `".to_owned())
        }
        _ => None,
    }
}

// === impl Shape ===

impl Shape {
    /// The JSON type that a value of this shape has.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Shape::Untyped(_) => "",
            shape => types(shape).first().copied().unwrap_or_default(),
        }
    }
}
