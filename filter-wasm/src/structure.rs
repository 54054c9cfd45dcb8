//! `google.protobuf.Struct` as serialised protobuf.

use serde_json::{Map, Number, Value};

/// As deep as manifests never are, and JSON may not be either.
const DEEPEST: usize = 100;

/// The object that a Struct stands for. Nothing for bytes that are no Struct.
pub(crate) fn object(message: &[u8]) -> Option<Map<String, Value>> {
    structure(message, DEEPEST)
}

/// One field of a message.
enum Wire<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    Bytes(&'a [u8]),
    Fixed32,
}

fn structure(message: &[u8], depth: usize) -> Option<Map<String, Value>> {
    // A map of protobuf has no order; this one has that of the names.
    let mut sorted = Map::new();
    fields(message, |number, wire| {
        let (1, Wire::Bytes(entry)) = (number, wire) else { return Some(()) };
        let (mut name, mut found) = ("", Value::Null);
        fields(entry, |number, wire| {
            match (number, wire) {
                (1, Wire::Bytes(text)) => name = str::from_utf8(text).ok()?,
                (2, Wire::Bytes(message)) => found = value(message, depth)?,
                _ => {}
            }
            Some(())
        })?;
        sorted.insert(name.to_owned(), found);
        Some(())
    })?;
    Some(sorted)
}

fn value(message: &[u8], depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let mut found = Value::Null;
    fields(message, |number, wire| {
        found = match (number, wire) {
            (1, Wire::Varint(_)) => Value::Null,
            (2, Wire::Fixed64(bytes)) => self::number(f64::from_le_bytes(bytes)),
            (3, Wire::Bytes(text)) => Value::from(str::from_utf8(text).ok()?),
            (4, Wire::Varint(value)) => Value::Bool(value != 0),
            (5, Wire::Bytes(message)) => Value::Object(structure(message, depth)?),
            (6, Wire::Bytes(message)) => list(message, depth)?,
            _ => return Some(()),
        };
        Some(())
    })?;
    Some(found)
}

fn list(message: &[u8], depth: usize) -> Option<Value> {
    let mut items = Vec::new();
    fields(message, |number, wire| {
        if let (1, Wire::Bytes(message)) = (number, wire) {
            items.push(value(message, depth)?);
        }
        Some(())
    })?;
    Some(Value::Array(items))
}

/// A Struct knows no integers; a port is one all the same.
fn number(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and fits")]
        return (value as i64).into();
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Shows every field by its number; `see` ends it with nothing, as does what is no message.
fn fields<'a>(mut message: &'a [u8], mut see: impl FnMut(u64, Wire<'a>) -> Option<()>) -> Option<()> {
    while !message.is_empty() {
        let (tag, wire) = field(&mut message)?;
        see(tag, wire)?;
    }
    Some(())
}

fn field<'a>(message: &mut &'a [u8]) -> Option<(u64, Wire<'a>)> {
    let key = varint(message)?;
    let wire = match key & 7 {
        0 => Wire::Varint(varint(message)?),
        1 => Wire::Fixed64(*take(message, 8)?.first_chunk()?),
        2 => {
            let size = varint(message)?;
            Wire::Bytes(take(message, usize::try_from(size).ok()?)?)
        }
        5 => take(message, 4).map(|_| Wire::Fixed32)?,
        // Groups, which no Struct has.
        _ => return None,
    };
    Some((key >> 3, wire))
}

fn take<'a>(message: &mut &'a [u8], size: usize) -> Option<&'a [u8]> {
    let (taken, rest) = message.split_at_checked(size)?;
    *message = rest;
    Some(taken)
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = message.split_first()?;
        *message = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
