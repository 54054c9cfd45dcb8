//! What a plain scalar means: the rules of YAML 1.1 as `sigs.k8s.io/yaml` applies them before anything
//! reaches the API server.

use serde_json::{Number, Value};

use crate::source::{decimal, shortest::Shortest};

/// A scalar's meaning. A text is whatever was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    /// Above what fits [`Scalar::Int`].
    Uint(u64),
    Float(f64),
    Text,
}

/// Reads a scalar that is written without quotes and without a tag.
pub(crate) fn resolve(text: &str) -> Scalar {
    match text.as_bytes().first() {
        None => Scalar::Null,
        Some(b'0'..=b'9' | b'+' | b'-') => number(text),
        Some(b'.') => word(text).unwrap_or_else(|| float(text)),
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            word(text).unwrap_or(Scalar::Text)
        }
        Some(_) => Scalar::Text,
    }
}

/// Reads a scalar with a tag, of which `core` is the part behind `!!`. `None` where the value does not fit.
///
/// A tag of somebody's own says nothing that JSON could keep, so its value is a text.
pub(crate) fn resolve_tagged(core: Option<&str>, text: &str) -> Option<Scalar> {
    let found = resolve(text);
    Some(match (core, found) {
        (Some("null"), Scalar::Null)
        | (Some("bool"), Scalar::Bool(_))
        | (Some("int"), Scalar::Int(_) | Scalar::Uint(_))
        | (Some("float"), Scalar::Float(_) | Scalar::Int(_)) => found,
        (Some("null" | "bool" | "int" | "float" | "binary"), _) => return None,
        _ => Scalar::Text,
    })
}

fn word(text: &str) -> Option<Scalar> {
    // The longest are `false` and `-.inf`, and most texts are longer.
    if text.len() > 5 {
        return None;
    }
    Some(match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            Scalar::Bool(false)
        }
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        _ => return None,
    })
}

/// `1_000`, `0x1F`, `0o17`, `017`, `0b11`, `1e3`; and what only looks like one, such as `1.2.3` or a date.
fn number(text: &str) -> Scalar {
    if let Some(infinity) = word(text) {
        return infinity;
    }
    let without_underscores;
    let text = if text.contains('_') {
        without_underscores = text.replace('_', "");
        &without_underscores
    } else {
        text
    };
    integer(text).unwrap_or_else(|| if is_decimal(text) { float(text) } else { Scalar::Text })
}

fn integer(text: &str) -> Option<Scalar> {
    let (signed, negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, true, text.get(1..)?),
        Some(b'+') => (true, false, text.get(1..)?),
        _ => (false, false, text),
    };
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // The parser would take a second sign.
    if !digits.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    if negative {
        return 0i64.checked_sub_unsigned(magnitude).map(Scalar::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Scalar::Int(value)),
        // Above the signed range only a number without a sign stays exact.
        Err(_) => (!signed).then_some(Scalar::Uint(magnitude)),
    }
}

/// Sign, digits, fraction, exponent: `1.`, `.5`, `1e3`, but no `0x1p3` and no `infinity`.
fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
}

/// What is too large for a float stays a text.
fn float(text: &str) -> Scalar {
    match decimal::float(text) {
        Some(value) if value.is_finite() && is_decimal(text) => Scalar::Float(value),
        _ => Scalar::Text,
    }
}

// === impl Scalar ===

impl Scalar {
    /// The JSON value, or `None` for an infinity or a NaN, which JSON cannot hold.
    pub(crate) fn value(self, text: &str) -> Option<Value> {
        Some(match self {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Int(value) => Value::from(value),
            Scalar::Uint(value) => Value::from(value),
            Scalar::Float(value) => number_value(value)?,
            Scalar::Text => Value::from(text),
        })
    }
}

/// JSON writes `80.0` as `80`, and the API server reads that back as an integer.
fn number_value(value: f64) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

/// A key's text, or `None` for what cannot be a key. Numbers and booleans become texts; a fraction loses
/// precision on the way, because it is written as a 32-bit number.
pub(crate) fn key(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => match number.as_i64() {
            Some(value) => Some(value.to_string()),
            None if number.is_u64() => None,
            None => number.as_f64().map(|value| fraction(value as f32)),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A fraction that is a key.
fn fraction(value: f32) -> String {
    match value {
        f32::INFINITY => "+Inf".to_owned(),
        f32::NEG_INFINITY => "-Inf".to_owned(),
        value => Shortest::of_single(value).written(),
    }
}
