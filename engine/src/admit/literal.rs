//! How Go prints a value inside an error message.

use serde_json::{Number, Value};

use crate::sort::sort_by;

/// A Go string literal: what `%q` prints.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            other => push_printable(&mut out, other),
        }
    }
    out.push('"');
    out
}

/// A bad value in front of the detail of an error.
pub(crate) fn render(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text),
        Value::Number(number) => render_number(number),
        other => json(other),
    }
}

/// JSON as Go marshals it: keys sorted, the characters of HTML escaped.
pub(crate) fn json(value: &Value) -> String {
    let mut out = String::new();
    push_json(&mut out, value);
    out
}

fn push_printable(out: &mut String, character: char) {
    let code = u32::from(character);
    if !is_escaped(character) {
        out.push(character);
        return;
    }
    out.push_str(&match code {
        0..0x80 => format!("\\x{code:02x}"),
        0x80..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    });
}

/// Rust and Go agree on what is printable, once a combining mark has something to combine with.
fn is_escaped(character: char) -> bool {
    let combined: String = ['a', character].iter().collect();
    character.is_control() || combined.escape_debug().skip(1).take(2).eq("\\u".chars())
}

fn render_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.to_string(),
        (None, Some(float)) => render_float(float),
        (None, None) => number.to_string(),
    }
}

/// Go's `%v`: the shortest digits, with an exponent from 1e6 upwards and below 1e-4.
pub(crate) fn render_float(float: f64) -> String {
    if float == 0.0 || (1e-4..1e6).contains(&float.abs()) {
        return float.to_string();
    }
    let (digits, sign, exponent) = scientific(float);
    format!("{digits}e{sign}{exponent:0>2}")
}

/// A number in JSON: an exponent from 1e21 upwards and below 1e-6.
fn json_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (None, Some(float)) if float == 0.0 || (1e-6..1e21).contains(&float.abs()) => float.to_string(),
        (None, Some(float)) => {
            let (digits, sign, exponent) = scientific(float);
            format!("{digits}e{sign}{exponent}")
        }
        _ => number.to_string(),
    }
}

/// Digits, and the sign and the amount of the exponent.
fn scientific(float: f64) -> (String, char, String) {
    let text = format!("{float:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match exponent.strip_prefix('-') {
        Some(exponent) => (digits.to_owned(), '-', exponent.to_owned()),
        None => (digits.to_owned(), '+', exponent.to_owned()),
    }
}

fn push_json(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                push_json(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            sort_by(&mut fields, |(left, _), (right, _)| left.cmp(right));
            out.push('{');
            for (index, (name, field)) in fields.into_iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                out.push_str(&json_string(name));
                out.push(':');
                push_json(out, field);
            }
            out.push('}');
        }
        Value::String(text) => out.push_str(&json_string(text)),
        Value::Number(number) => out.push_str(&json_number(number)),
        other => out.push_str(&other.to_string()),
    }
}

fn json_string(text: &str) -> String {
    let escaped = Value::from(text).to_string();
    escaped
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
