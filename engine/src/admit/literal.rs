//! How Go prints a value inside an error message.

use serde_json::{Number, Value};

use crate::{sort::sort_by, source::REPORTS};

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
    // To know what is printable takes tables, and a log of the filter may have whatever is none.
    if !REPORTS {
        return character.is_control();
    }
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
    let shortest = Shortest::of(float);
    if float == 0.0 || (1e-4..1e6).contains(&float.abs()) {
        return shortest.plain();
    }
    let (digits, sign, exponent) = shortest.scientific();
    format!("{digits}e{sign}{exponent:0>2}")
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

/// The shortest digits that mean a number. They are those of `serde_json`, which is there anyway: the standard
/// library's would come with 8 KB of code.
struct Shortest {
    sign: &'static str,
    /// Without zeros at either end.
    digits: String,
    /// How many of the digits stand before the point; zeros follow those that are not there.
    point: i32,
}

impl Shortest {
    fn of(float: f64) -> Self {
        // Zero where there is no number; there is none in JSON.
        let text = Number::from_f64(float.abs()).map(|number| number.to_string()).unwrap_or_default();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let zeros = all.len() - digits.len();
        let exponent = exponent.trim_start_matches('+').parse().unwrap_or(0);
        let count = |count: usize| i32::try_from(count).unwrap_or(0);
        Shortest {
            sign: if float.is_sign_negative() { "-" } else { "" },
            digits: digits.trim_end_matches('0').to_owned(),
            point: count(whole.len()) - count(zeros) + exponent,
        }
    }

    /// Without an exponent.
    fn plain(&self) -> String {
        let Shortest { sign, digits, point } = self;
        if digits.is_empty() {
            return format!("{sign}0");
        }
        let point = usize::try_from(*point).map_err(|_| point.unsigned_abs() as usize);
        match point {
            Err(zeros) => format!("{sign}0.{}{digits}", "0".repeat(zeros)),
            Ok(0) => format!("{sign}0.{digits}"),
            Ok(point) => match digits.split_at_checked(point) {
                Some((whole, "")) => format!("{sign}{whole}"),
                Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
                None => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
            },
        }
    }

    /// Digits with a point behind the first, and the sign and the amount of the exponent.
    fn scientific(&self) -> (String, char, u32) {
        let Shortest { sign, digits, point } = self;
        let exponent = point - 1;
        let digits = match digits.split_at_checked(1) {
            Some((first, "")) => format!("{sign}{first}"),
            Some((first, rest)) => format!("{sign}{first}.{rest}"),
            None => format!("{sign}0"),
        };
        (digits, if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs())
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
