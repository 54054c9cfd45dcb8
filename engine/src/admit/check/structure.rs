use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::{address, defaults::whole};
use crate::admit::{
    FieldError,
    at::At,
    hint, literal,
    schema::{IntShape, ListShape, MapShape, Node, ObjectShape, Shape, StringShape},
};

/// How much of a list or a map is looked at when there is more in it than allowed.
const EXCESS_CHECKED: usize = 1_000;

/// Checks types, required fields, bounds, patterns and enumerations.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    if matches!(&node.shape, Shape::Object(object) if object.typed_address) {
        address::check(value, at, errors);
    }
    match (&node.shape, value) {
        (Shape::Any, _) | (Shape::Boolean, Value::Bool(_)) | (Shape::IntOrString, Value::String(_)) => {}
        (Shape::Object(shape), Value::Object(_)) => object(shape, value, at, errors),
        (Shape::Map(shape), Value::Object(_)) => map(shape, value, at, errors),
        (Shape::List(shape), Value::Array(items)) => list(shape, items, at, errors),
        (Shape::String(shape), Value::String(text)) => string(shape, text, at, errors),
        (Shape::Integer(shape), Value::Number(number)) => {
            if whole(number).is_none() {
                mismatch(&node.shape, value, at, errors);
            }
            integer(shape, number, at, errors);
        }
        (Shape::IntOrString, Value::Number(number)) if whole(number).is_some() => {}
        _ => mismatch(&node.shape, value, at, errors),
    }
    supported(&node.shape, value, at, errors);
}

fn object(shape: &ObjectShape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    for field in &shape.fields {
        let at = at.field(field.name);
        match value.get(field.name) {
            Some(value) => check(&field.node, value, &at, errors),
            None if field.required => errors.push(FieldError::required(&at, "")),
            None => {}
        }
    }
}

fn map(shape: &MapShape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Value::Object(fields) = value else { return };
    if let Some(max) = shape.max
        && fields.len() > max
    {
        errors.push(FieldError::too_many(at, fields.len(), max));
    }
    for (name, value) in fields.iter().take(looked_at(shape.max)) {
        check(&shape.values, value, &at.field(name), errors);
    }
}

fn list(shape: &ListShape, items: &[Value], at: &At<'_>, errors: &mut Vec<FieldError>) {
    if let Some(max) = shape.max
        && items.len() > max
    {
        errors.push(FieldError::too_many(at, items.len(), max));
    }
    if let Some(min) = shape.min
        && items.len() < min
    {
        let detail = format!("{at} in body should have at least {min} items");
        errors.push(FieldError::invalid(at, &items.len().into(), detail));
    }
    for (index, item) in items.iter().enumerate().take(looked_at(shape.max)) {
        check(&shape.items, item, &at.index(index), errors);
    }
}

/// Patterns take their time, so a list that is refused anyway is not looked through to its end.
fn looked_at(max: Option<usize>) -> usize {
    max.map_or(usize::MAX, |max| max.max(EXCESS_CHECKED))
}

/// The first fault of a text is the only one that is reported.
fn string(shape: &StringShape, text: &str, at: &At<'_>, errors: &mut Vec<FieldError>) {
    if shape.base64 && !is_base64(text) {
        errors.push(FieldError::type_invalid(at, "byte", text).hint(Some("write it as base64".to_owned())));
        return;
    }
    let length = text.chars().count();
    if let Some(max) = shape.max
        && length > max
    {
        errors.push(FieldError::too_long(at, max));
        return;
    }
    let detail = match (shape.min, shape.pattern) {
        (Some(min), _) if length < min => format!("{at} in body should be at least {min} chars long"),
        (_, Some(pattern)) if !pattern.is_match(text) => {
            format!("{at} in body should match '{}'", pattern.source())
        }
        _ => return,
    };
    errors.push(FieldError::invalid(at, &text.into(), detail));
}

/// Base64 with padding, in which line breaks do not count.
fn is_base64(text: &str) -> bool {
    let mut length = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        length += 1;
        match byte {
            b'=' => padding += 1,
            b'+' | b'/' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        if padding > 0 && byte != b'=' {
            return false;
        }
    }
    length.is_multiple_of(4) && padding <= 2
}

/// Bounds also apply to numbers that are not whole, which are told so as well.
fn integer(shape: &IntShape, number: &Number, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let value = Value::Number(number.clone());
    let (fits, format) = match (number.as_i64().or_else(|| whole(number)), shape.narrow) {
        (Some(integer), true) => (i32::try_from(integer).is_ok(), "with format int32"),
        (None, true) => (false, "with format int32"),
        (integer, false) => (integer.is_some(), "(default format)"),
    };
    if !fits {
        let detail = format!("Checked value must be of type integer {format} in {at}");
        errors.push(FieldError::invalid(at, &"".into(), detail));
    }
    let comparison = |bound: i64| match number.as_i64() {
        Some(integer) => (Some(integer.cmp(&bound)), bound.to_string()),
        None => {
            let bound = bound as f64;
            let order = number.as_f64().and_then(|float| float.partial_cmp(&bound));
            (order, literal::render_float(bound))
        }
    };
    if let Some((Some(Ordering::Less), min)) = shape.min.map(comparison) {
        let detail = format!("{at} in body should be greater than or equal to {min}");
        errors.push(FieldError::invalid(at, &value, detail));
    }
    if let Some((Some(Ordering::Greater), max)) = shape.max.map(comparison) {
        let detail = format!("{at} in body should be less than or equal to {max}");
        errors.push(FieldError::invalid(at, &value, detail));
    }
}

fn supported(shape: &Shape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let (found, values): (bool, Vec<String>) = match shape {
        Shape::String(shape) => (
            shape.values.iter().any(|supported| value.as_str() == Some(supported)),
            shape.values.iter().map(|supported| (*supported).to_owned()).collect(),
        ),
        Shape::Integer(shape) => {
            let number = value.as_number().and_then(whole);
            let found = shape.values.iter().any(|supported| number == Some(*supported));
            (found, shape.values.iter().map(i64::to_string).collect())
        }
        _ => return,
    };
    if found || values.is_empty() {
        return;
    }
    let meant = value.as_str().and_then(|text| hint::closest(text, values.iter().map(String::as_str)));
    let hint = meant.map(hint::did_you_mean);
    errors.push(FieldError::not_supported(at, value, &values).hint(hint));
}

/// A value of the wrong JSON type. With a format, the API server speaks of formats instead of types.
fn mismatch(shape: &Shape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let (expected, actual) = match (shape, value) {
        (Shape::Integer(IntShape { narrow: true, .. }), Value::Bool(_) | Value::Object(_)) => ("int32", ""),
        (Shape::Integer(IntShape { narrow: true, .. }), Value::Number(_)) => ("int32", "float64"),
        _ => (shape.type_name(), type_of(value)),
    };
    errors.push(FieldError::type_invalid(at, expected, actual).hint(retyped(shape, value)));
}

fn retyped(shape: &Shape, value: &Value) -> Option<String> {
    match (shape, value) {
        (Shape::String(_), Value::Number(_) | Value::Bool(_)) => {
            Some(format!("write it in quotes: `\"{}\"`", literal::render(value)))
        }
        (Shape::Integer(_), Value::String(text)) => {
            let number: i64 = text.parse().ok()?;
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

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

// === impl Shape ===

impl Shape {
    /// The JSON type that a value of this shape has.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Shape::Object(_) | Shape::Map(_) => "object",
            Shape::List(_) => "array",
            Shape::String(_) => "string",
            Shape::Integer(_) => "integer",
            Shape::Boolean => "boolean",
            Shape::IntOrString => "integer,string",
            Shape::Any => "",
        }
    }
}
