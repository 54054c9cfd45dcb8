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
    ("a.*", Some(|value| value.starts_with('a'))),
    ("^a$", Some(|value| value == "a")),
    ("a|ab", Some(|value| value == "a" || value == "ab")),
    ("(?i)m", Some(|value| value == "m" || value == "M")),
    ("[A-Z]", Some(|value| value.len() == 1 && value.starts_with(|first: char| first.is_ascii_uppercase()))),
    (BROKEN, None),
];

const BROKEN: &str = "a(b";

pub(crate) const FOR_PATHS: &[&str] = &["/a", "/a.*", "/[ab]", "/a/[^/]+", ".*", "/A|/b", "(?i)/A/?"];
pub(crate) const FOR_VALUES: &[&str] = &["[12]", "1.*", "1, 2", "a b|1", ".*"];
pub(crate) const FOR_SERVICES: &[&str] = &["a.*", "^a$", "a|ab", ".*"];
pub(crate) const FOR_METHODS: &[&str] = &["(?i)m", "[A-Z]", ".*"];

/// Each of them twice, and once what is no expression at all.
pub(crate) fn some_of(list: &[&'static str]) -> Vec<&'static str> {
    [list, list, &[BROKEN]].concat()
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
