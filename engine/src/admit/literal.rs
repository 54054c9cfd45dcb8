//! How Go prints a value inside an error message.

use serde_json::{Number, Value};

use crate::{
    sort::sort_by,
    source::{REPORTS, shortest::Shortest},
};

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

/// What Go calls not printable: control and format characters, spaces but one, and those for private use. Characters
/// that Unicode has not assigned are none either; to know them takes tables of 5 KB, and nobody writes them.
fn is_escaped(character: char) -> bool {
    // A log of the filter may have whatever is not printable.
    character.is_control() || REPORTS && is_invisible(character)
}

fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0xa0 | 0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x1680 | 0x180e
        | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xe000..=0xf8ff | 0xfeff
        | 0xfff0..=0xfffb | 0xfffe..=0xffff | 0x1_10bd | 0x1_10cd | 0x1_3430..=0x1_343f
        | 0x1_bca0..=0x1_bca3 | 0x1_d173..=0x1_d17a | 0xe_0000..=0xe_00ff | 0xe_01f0..)
}

fn render_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.to_string(),
        (None, Some(float)) => render_float(float),
        (None, None) => number.to_string(),
    }
}

/// Go's `%v`.
pub(crate) fn render_float(float: f64) -> String {
    Shortest::of(float).written()
}

/// A number in JSON: an exponent from 1e21 upwards and below 1e-6.
fn json_number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (None, Some(float)) => {
            let shortest = Shortest::of(float);
            if float == 0.0 || (1e-6..1e21).contains(&float.abs()) {
                return shortest.plain();
            }
            let (digits, sign, exponent) = shortest.scientific();
            format!("{digits}e{sign}{exponent}")
        }
        _ => number.to_string(),
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
                push_string(out, name);
                out.push(':');
                push_json(out, field);
            }
            out.push('}');
        }
        Value::String(text) => push_string(out, text),
        Value::Number(number) => out.push_str(&json_number(number)),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Null => out.push_str("null"),
    }
}

fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;
