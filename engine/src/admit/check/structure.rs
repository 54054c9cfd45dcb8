use serde_json::Value;

use super::{logic, mismatch, number, text};
use crate::admit::{
    FieldError,
    at::At,
    fields, hint,
    schema::{Facets, ListShape, MapShape, Node, ObjectShape, Shape},
};

/// How much of a list or a map is looked at when there is more in it than allowed.
const EXCESS_CHECKED: usize = 1_000;

/// Checks types, required fields, bounds, patterns, enumerations and alternatives. Answers how many checks
/// there were for the value, by which the API server finds the alternative that was meant.
pub(super) fn check(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let mut matched = mismatch::check(node, value, at, errors);
    if !value.is_null() {
        if let Some(logic) = &node.logic {
            matched += logic::check(logic, value, at, errors);
        }
        matched += 4 + by_type(&node.shape, value, at, errors);
    }
    supported(node, value, at, errors);
    matched
}

/// The constraints of a shape, each of which speaks of values of one type.
fn by_type(shape: &Shape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    match (shape, value) {
        (Shape::Object(shape), Value::Object(_)) => object(shape, value, at, errors),
        (Shape::Map(shape), Value::Object(_)) => map(shape, value, at, errors),
        (Shape::List(shape), Value::Array(items)) => list(shape, items, at, errors),
        (Shape::String(shape), Value::String(content)) => text::check(shape, content, at, errors),
        (Shape::Number(shape), Value::Number(content)) => number::check(shape, content, at, errors),
        (Shape::Untyped(facets), _) => untyped(facets, value, at, errors),
        _ => 0,
    }
}

fn untyped(facets: &Facets, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    match (value, &facets.list, &facets.map) {
        (Value::String(content), ..) => text::check(&facets.text, content, at, errors),
        (Value::Number(content), ..) => number::check(&facets.number, content, at, errors),
        (Value::Array(items), Some(shape), _) => list(shape, items, at, errors),
        (Value::Object(_), _, Some(shape)) => map(shape, value, at, errors),
        (Value::Object(_), ..) => object(&facets.object, value, at, errors),
        (Value::Array(_), ..) => 2,
        _ => 0,
    }
}

fn object(shape: &ObjectShape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let Value::Object(content) = value else { return 0 };
    sized(shape.min, shape.max, value, at, errors);
    let mut matched = 1;
    for field in &shape.fields {
        let at = at.field(&field.name);
        match fields::get(content, &field.name) {
            Some(value) => matched += check(&field.node, value, &at, errors),
            None if field.required => errors.push(FieldError::required(&at, "")),
            None => {}
        }
    }
    for name in shape.required.iter().filter(|name| fields::get(content, name).is_none()) {
        errors.push(FieldError::required(&at.field(name), ""));
    }
    matched
}

fn map(shape: &MapShape, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let Value::Object(fields) = value else { return 0 };
    sized(shape.min, shape.max, value, at, errors);
    let mut matched = 1;
    if shape.forbidden {
        errors.extend(fields.keys().map(|name| {
            let detail = format!("{at}.{name} in body is a forbidden property");
            FieldError::invalid(at, &name.as_str().into(), detail)
        }));
        return matched;
    }
    for (name, value) in fields.iter().take(looked_at(shape.max)) {
        matched += check(&shape.values, value, &at.field(name), errors);
    }
    matched
}

fn sized(min: Option<usize>, max: Option<usize>, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let fields = value.as_object().map_or(0, serde_json::Map::len);
    if let Some(min) = min
        && fields < min
    {
        let detail = format!("{at} in body should have at least {min} properties");
        errors.push(FieldError::invalid(at, &fields.into(), detail));
    }
    if let Some(max) = max
        && fields > max
    {
        errors.push(FieldError::too_many(at, fields, max));
    }
}

fn list(shape: &ListShape, items: &[Value], at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
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
    let mut matched = 2;
    for (index, item) in items.iter().enumerate().take(looked_at(shape.max)) {
        matched += check(&shape.items, item, &at.index(index), errors);
    }
    matched
}

/// Patterns take their time, so a list that is refused anyway is not looked through to its end.
fn looked_at(max: Option<usize>) -> usize {
    max.map_or(usize::MAX, |max| max.max(EXCESS_CHECKED))
}

fn supported(node: &Node, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    if node.values.is_empty() || !value.is_null() && node.values.iter().any(|known| same(known, value)) {
        return;
    }
    let meant = || {
        let texts = node.values.iter().filter_map(Value::as_str);
        hint::closest(value.as_str()?, texts).map(hint::did_you_mean)
    };
    errors.push(FieldError::not_supported(at, value, &node.values).hint(meant));
}

/// Whether a value is one of an enumeration, where `80.0` is `80`. What has a fraction is compared without it
/// where a whole number is listed, and has the wrong type anyway.
fn same(known: &Value, value: &Value) -> bool {
    match (known, value) {
        (Value::Number(known), Value::Number(value)) if known.is_i64() => {
            known.as_f64() == value.as_f64().map(f64::trunc)
        }
        (Value::Number(known), Value::Number(value)) => known.as_f64() == value.as_f64(),
        _ => known == value,
    }
}
