//! Regular expressions with their meaning beside them, so that the oracle needs no matcher.

type Meaning = fn(&str) -> bool;

/// Nothing for an expression that cannot be used.
const PATTERNS: &[(&str, Option<Meaning>)] = &[
    ("/a", Some(|value| value == "/a")),
    ("/a.*", Some(|value| value.starts_with("/a"))),
    ("/[ab]", Some(|value| value == "/a" || value == "/b")),
    ("/a/[^/]+", Some(|value| value.strip_prefix("/a/").is_some_and(|r| !r.is_empty() && !r.contains('/')))),
    (".*", Some(|_| true)),
    ("/A|/b", Some(|value| value == "/A" || value == "/b")),
    ("(?i)/A/?", Some(|value| matches!(value, "/a" | "/A" | "/a/" | "/A/"))),
    ("[12]", Some(|value| value == "1" || value == "2")),
    ("1.*", Some(|value| value.starts_with('1'))),
    ("1, 2", Some(|value| value == "1, 2")),
    ("a b|1", Some(|value| value == "a b" || value == "1")),
    ("a(b", None),
];

/// The last one is no expression at all.
pub(crate) fn for_paths() -> Vec<&'static str> {
    named(&[0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 11])
}

pub(crate) fn for_values() -> Vec<&'static str> {
    named(&[7, 8, 9, 10, 4, 7, 8, 9, 10, 4, 11])
}

fn named(numbers: &[usize]) -> Vec<&'static str> {
    numbers.iter().map(|number| PATTERNS[*number].0).collect()
}

fn meaning(pattern: &str) -> Option<Meaning> {
    PATTERNS.iter().find(|(text, _)| *text == pattern).unwrap().1
}

pub(crate) fn is_valid(pattern: &str) -> bool {
    meaning(pattern).is_some()
}

/// Whether the whole value matches.
pub(crate) fn matches(pattern: &str, value: &str) -> bool {
    meaning(pattern).is_some_and(|meaning| meaning(value))
}
