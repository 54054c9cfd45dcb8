//! Patterns that the API uses everywhere, as functions: a search by regular expression takes a hundred times as long.

use crate::admit::names::{is_framed, is_label, is_subdomain};

/// Whether a text is as a pattern says.
pub(crate) type Holds = fn(&str) -> bool;

/// What a pattern says, if it is one of those.
pub(crate) fn known(pattern: &str) -> Option<Holds> {
    KNOWN.iter().find(|(known, _)| *known == pattern).map(|(_, holds)| *holds)
}

const KNOWN: [(&str, Holds); 8] = [
    (GROUP, |text| text.is_empty() || is_subdomain(text)),
    (KIND, is_kind),
    (LABEL, is_label),
    (SUBDOMAIN, is_subdomain),
    (HOSTNAME, |text| is_subdomain(text.strip_prefix("*.").unwrap_or(text))),
    (HEADER_NAME, |text| !text.is_empty() && text.bytes().all(is_token)),
    (HEADER_VALUE, is_header_value),
    (PATH, is_path),
];

pub(crate) const GROUP: &str = r"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
pub(crate) const KIND: &str = r"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$";
pub(crate) const LABEL: &str = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
pub(crate) const SUBDOMAIN: &str = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
pub(crate) const HOSTNAME: &str = r"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
pub(crate) const HEADER_NAME: &str = r"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$";
pub(crate) const HEADER_VALUE: &str = r"^[!-~]+([\t ]?[!-~]+)*$";
pub(crate) const PATH: &str = r"^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

fn is_kind(text: &str) -> bool {
    let alphanumeric = |byte: u8| byte.is_ascii_alphanumeric();
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && is_framed(text, alphanumeric, |byte| alphanumeric(byte) || byte == b'-')
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_header_value(text: &str) -> bool {
    let blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let mut before = b' ';
    let ordinary = text.bytes().all(|byte| {
        let fits = byte.is_ascii_graphic() || blank(byte) && !blank(before);
        before = byte;
        fits
    });
    ordinary && !blank(before)
}

fn is_path(text: &str) -> bool {
    let mut bytes = text.bytes();
    let hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'%' => hex(bytes.next()) && hex(bytes.next()),
            _ => byte.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(&byte),
        };
        if !fits {
            return false;
        }
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_lite::Regex;

    use super::KNOWN;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_function_says_what_its_pattern_says(text in r"(\*\.)?[-a-cA-C0-2.:/%!~ \t\n_\x60ü]{0,7}[a0.%\n]?") {
            for (pattern, holds) in KNOWN {
                prop_assert_eq!(holds(&text), Regex::new(pattern).unwrap().is_match(&text), "{}", pattern);
            }
        }
    }
}
