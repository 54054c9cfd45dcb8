//! Header and query predicates.

use super::{
    PatternId, Table, format, query,
    request::{Header, Request},
    words::is_same,
};
use crate::pattern::Pattern;

/// Room for a value that has to be decoded or joined before an expression can see it. Envoy takes
/// at most 60 KiB of headers unless it is told otherwise.
const ROOM: usize = 1 << 16;

/// What a value has to be.
enum Expected<'t> {
    Exact(&'t [u8]),
    /// Nothing for an expression that is none: it matches nothing.
    Pattern(Option<&'t Pattern>),
}

impl<'t> Expected<'t> {
    fn of(table: &'t Table, test: format::Field) -> Self {
        match test.pattern.checked_sub(1) {
            None => Expected::Exact(table.words.bytes(test.value)),
            Some(number) => Expected::Pattern(table.pattern(PatternId(number))),
        }
    }
}

/// The name of a header test is in lower case. `at` is the place of the test.
#[inline(always)]
pub(crate) fn header(table: &Table, at: u32, request: &Request<'_>) -> bool {
    let Some(test) = table.words.inside::<format::Field>(at) else { return false };
    let Some(name) = table.words.find(test.name) else { return false };
    let mut found = None;
    for header in request.headers.iter().filter(|header| is_same(header.name, name)) {
        if found.replace(header).is_some() {
            return joined(table, at, request);
        }
    }
    let Some(found) = found.map(value) else { return false };
    if test.pattern != 0 { is_of_pattern(table, at, found) } else { table.words.are(test.value, found) }
}

#[cold]
#[inline(never)]
fn is_of_pattern(table: &Table, at: u32, value: &[u8]) -> bool {
    match Expected::of(table, table.words.read(at)) {
        Expected::Pattern(Some(pattern)) => str::from_utf8(value).is_ok_and(|value| pattern.matches(value)),
        _ => false,
    }
}

/// Several lines.
#[cold]
#[inline(never)]
fn joined(table: &Table, at: u32, request: &Request<'_>) -> bool {
    let test: format::Field = table.words.read(at);
    let name = table.words.bytes(test.name);
    let values = request.headers.iter().filter(|header| header.name == name).map(value);
    match Expected::of(table, test) {
        Expected::Exact(expected) => equals_joined(expected, values, separator(name)),
        Expected::Pattern(None) => false,
        Expected::Pattern(Some(pattern)) => pattern_on_joined(pattern, values, separator(name)),
    }
}

/// `at` is the place of the test.
#[inline(never)]
pub(crate) fn query(table: &Table, at: u32, request: &Request<'_>) -> bool {
    let Some(test) = table.words.inside::<format::Field>(at) else { return false };
    let Some(raw) = query::first(request.query, table.words.bytes(test.name)) else { return false };
    match Expected::of(table, test) {
        Expected::Exact(expected) => query::equals(raw, expected),
        Expected::Pattern(None) => false,
        Expected::Pattern(Some(pattern)) if query::is_encoded(raw) => pattern_on_decoded(pattern, raw),
        Expected::Pattern(Some(pattern)) => pattern.matches(raw),
    }
}

/// A field value has no white space around it (RFC 9110, section 5.5), and hardly any comes with some.
#[inline(always)]
fn value<'a>(header: &Header<'a>) -> &'a [u8] {
    match header.value {
        [first, .., last] if *first > b' ' && *last > b' ' => header.value,
        other => trimmed(other),
    }
}

#[inline(never)]
fn trimmed(value: &[u8]) -> &[u8] {
    value.trim_ascii()
}

/// Several lines of one field read as one, joined by commas (RFC 9110, section 5.3); cookies by
/// semicolons (RFC 9113, section 8.2.3).
fn separator(name: &[u8]) -> u8 {
    if name == b"cookie" { b';' } else { b',' }
}

/// Whether `expected` is the joined value; white space around a separator does not count.
fn equals_joined<'a>(expected: &[u8], values: impl Iterator<Item = &'a [u8]>, separator: u8) -> bool {
    let mut rest = expected;
    for (number, value) in values.enumerate() {
        if number > 0 {
            let Some(after) = rest.trim_ascii_start().strip_prefix(&[separator]) else { return false };
            rest = after.trim_ascii_start();
        }
        let Some(after) = rest.strip_prefix(value) else { return false };
        rest = after;
    }
    rest.is_empty()
}

#[inline(never)]
fn pattern_on_joined<'a>(pattern: &Pattern, values: impl Iterator<Item = &'a [u8]>, separator: u8) -> bool {
    let mut buffer = [0; ROOM];
    let mut length = 0;
    for (number, value) in values.enumerate() {
        let glue: &[u8] = if number == 0 { b"" } else { &[separator, b' '] };
        for byte in glue.iter().chain(value) {
            let Some(place) = buffer.get_mut(length) else { return false };
            *place = *byte;
            length += 1;
        }
    }
    buffer.get(..length).and_then(|joined| str::from_utf8(joined).ok()).is_some_and(|v| pattern.matches(v))
}

#[inline(never)]
fn pattern_on_decoded(pattern: &Pattern, raw: &str) -> bool {
    let mut buffer = [0; ROOM];
    query::decode_into(raw, &mut buffer).is_some_and(|value| pattern.matches(value))
}
