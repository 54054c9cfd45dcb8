//! Query parameters, compared without decoding them into a buffer.
//!
//! Names and values are percent-decoded and `+` is a space, as in a form
//! (`application/x-www-form-urlencoded`), which is how clients write them and servers read them.

use super::words::{index, is_same};

/// The undecoded value of the first parameter called `name`.
///
/// Of a repeated parameter the first value counts: `HTTPQueryParamMatch.name` leaves the choice
/// open and recommends this one.
pub(crate) fn first<'a>(query: &'a str, name: &[u8]) -> Option<&'a str> {
    let mut rest = query;
    loop {
        let (pair, others) = split(rest, b'&');
        let (key, value) = split(pair, b'=');
        if equals(key, name) {
            return Some(value.unwrap_or_default());
        }
        rest = others?;
    }
}

/// What stands before and behind the first of these bytes, which is ASCII.
fn split(text: &str, byte: u8) -> (&str, Option<&str>) {
    let parts = position(text.as_bytes(), byte).and_then(|at| text.split_at_checked(at));
    match parts {
        Some((before, behind)) => (before, behind.get(1..)),
        None => (text, None),
    }
}

/// Word by word, as a name is compared.
#[inline(never)]
fn position(bytes: &[u8], byte: u8) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks();
    let mut before = 0;
    for word in words {
        let zero_where_same = u64::from_le_bytes(*word) ^ (u64::from(byte) * ONES);
        let found = zero_where_same.wrapping_sub(ONES) & !zero_where_same & (0x80 * ONES);
        if found != 0 {
            return Some(before + index(found.trailing_zeros() / 8));
        }
        before += 8;
    }
    rest.iter().position(|other| *other == byte).map(|at| before + at)
}

/// The decoded value of the first parameter called `name`, for people.
pub fn value(query: &str, name: &str) -> Option<String> {
    let bytes: Vec<u8> = decoded(first(query, name.as_bytes())?).collect();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the undecoded `raw` stands for `plain`.
pub(crate) fn equals(raw: &str, plain: &[u8]) -> bool {
    if is_same(raw.as_bytes(), plain) {
        return !is_encoded(raw) || decoded(raw).eq(plain.iter().copied());
    }
    // An escape is longer than what it stands for.
    raw.len() >= plain.len() && decoded(raw).eq(plain.iter().copied())
}

/// Whether there is something to decode.
pub(crate) fn is_encoded(raw: &str) -> bool {
    [b'%', b'+'].into_iter().any(|byte| position(raw.as_bytes(), byte).is_some())
}

/// Decodes into `buffer`; nothing when it does not fit or is not UTF-8.
pub(crate) fn decode_into<'a>(raw: &str, buffer: &'a mut [u8]) -> Option<&'a str> {
    let mut length = 0;
    for byte in decoded(raw) {
        *buffer.get_mut(length)? = byte;
        length += 1;
    }
    str::from_utf8(buffer.get(..length)?).ok()
}

/// The decoded bytes. A `%` that starts no escape stands for itself (WHATWG URL, percent-decode).
fn decoded(raw: &str) -> impl Iterator<Item = u8> + '_ {
    let mut rest = raw.as_bytes();
    std::iter::from_fn(move || {
        let (&first, after) = rest.split_first()?;
        let escape = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                hex(*high).zip(hex(*low)).map(|(high, low)| (high << 4 | low, after))
            }
            (b'+', _) => Some((b' ', after)),
            _ => None,
        };
        let (byte, left) = escape.unwrap_or((first, after));
        rest = left;
        Some(byte)
    })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pairs_read_as_a_form_does(query in "[ab=&%+0-9A-F]{0,24}", name in "[ab ]{0,2}") {
            let expected = form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.into_owned());
            // A form has no pair for an empty stretch between two `&`; the empty name is no rule's either.
            prop_assume!(!name.is_empty());
            let mut buffer = [0; 64];
            let found = first(&query, name.as_bytes()).map(|raw| decode_into(raw, &mut buffer).map(str::to_owned));
            match (found, expected) {
                (Some(Some(found)), Some(expected)) => prop_assert_eq!(found, expected),
                // The form's reader replaces what is not UTF-8; we have no text for it.
                (Some(None), Some(expected)) => prop_assert!(expected.contains(char::REPLACEMENT_CHARACTER)),
                (None, None) => {}
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
