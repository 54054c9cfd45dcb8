use std::net::IpAddr;

use serde_json::Value;

use crate::admit::{FieldError, at::At};

/// `spec.addresses[]` of a Gateway: the value of an address whose type is `IPAddress` is one.
///
/// The CRD says so with `oneOf`, `anyOf`, `not` and formats. The API server complains about each of these, and
/// where the item is not even an object, both alternatives of the `oneOf` have nothing against it.
pub(super) fn check(address: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let alternatives = match address {
        Value::Null => return,
        Value::Object(fields) if fields.get("type").and_then(Value::as_str) == Some("IPAddress") => {
            let Some(actual) = fields.get("value").and_then(not_an_ip) else { return };
            let at = at.field("value");
            let detail = format!("\"{at}\" must validate at least one schema (anyOf)");
            errors.push(FieldError::invalid(&at, &"".into(), detail));
            errors.push(FieldError::type_invalid(&at, "ipv4", actual));
            "none valid"
        }
        Value::Object(_) => return,
        _ => "2 valid alternatives",
    };
    let detail = format!("\"{at}\" must validate one and only one schema (oneOf). Found {alternatives}");
    errors.push(FieldError::invalid(at, &"".into(), detail));
}

/// What the value is instead of an IP address. Formats have nothing against a list.
fn not_an_ip(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => (!is_ip(text)).then_some(text),
        Value::Number(number) => Some(if number.is_i64() { "int64" } else { "float64" }),
        Value::Bool(_) | Value::Object(_) => Some(""),
        Value::Array(_) | Value::Null => None,
    }
}

/// In IPv4 octets, unlike anywhere else, leading zeros are allowed here.
fn is_ip(text: &str) -> bool {
    let (groups, octets) = match text.rsplit_once(':') {
        Some((_, octets)) => (text.strip_suffix(octets).unwrap_or(text), octets),
        None => ("", text),
    };
    if !octets.contains('.') {
        return text.parse::<IpAddr>().is_ok();
    }
    let octets: Vec<_> = octets
        .split('.')
        .map(|octet| match octet.trim_start_matches('0') {
            "" if !octet.is_empty() => "0",
            digits => digits,
        })
        .collect();
    format!("{groups}{}", octets.join(".")).parse::<IpAddr>().is_ok()
}
