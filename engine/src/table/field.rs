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

/// The name of a header test is in lower case.
pub(crate) fn header(table: &Table, test: format::Field, request: &Request<'_>) -> bool {
    let name = table.words.bytes(test.name);
    let mut values = request.headers.iter().filter(|header| is_same(header.name, name)).map(value);
    let Some(first) = values.next() else { return false };
    let several = values.clone().next().is_some();
    match Expected::of(table, test) {
        Expected::Exact(expected) if several => {
            equals_joined(expected, std::iter::once(first).chain(values), separator(name))
        }
        Expected::Exact(expected) => is_same(first, expected),
        Expected::Pattern(None) => false,
        Expected::Pattern(Some(pattern)) if several => {
            pattern_on_joined(pattern, std::iter::once(first).chain(values), separator(name))
        }
        Expected::Pattern(Some(pattern)) => str::from_utf8(first).is_ok_and(|value| pattern.matches(value)),
    }
}

pub(crate) fn query(table: &Table, test: format::Field, request: &Request<'_>) -> bool {
    let Some(raw) = query::first(request.query, table.words.bytes(test.name)) else { return false };
    match Expected::of(table, test) {
        Expected::Exact(expected) => query::equals(raw, expected),
        Expected::Pattern(None) => false,
        Expected::Pattern(Some(pattern)) if query::is_encoded(raw) => pattern_on_decoded(pattern, raw),
        Expected::Pattern(Some(pattern)) => pattern.matches(raw),
    }
}

/// A field value has no white space around it (RFC 9110, section 5.5).
fn value<'a>(header: &Header<'a>) -> &'a [u8] {
    header.value.trim_ascii()
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
