use super::*;
use crate::pattern::Pattern;

fn form(literal: &str, rest: Rest) -> Form {
    Form::new(literal, rest)
}

#[test]
fn plain_expressions_are_read_for_what_they_match() {
    let (nothing, something, anything) = (Rest::Nothing, Rest::Something, Rest::Anything);
    for (source, forms) in [
        ("/foo", vec![form("/foo", nothing)]),
        ("^/foo$", vec![form("/foo", nothing)]),
        (r"/a\.b[.]c", vec![form("/a.b.c", nothing)]),
        ("/users/{id}", vec![form("/users/{id}", nothing)]),
        ("/foo.*", vec![form("/foo", anything)]),
        ("/foo(?:.*?)$", vec![form("/foo", anything)]),
        ("/foo/.+", vec![form("/foo/", something)]),
        ("/foo(/.*)?", vec![form("/foo", nothing), form("/foo/", anything)]),
        ("/foo(/|$)(.*)", vec![form("/foo/", anything), form("/foo", nothing)]),
        ("/foo/?", vec![form("/foo", nothing), form("/foo/", nothing)]),
        ("/foo/?.*", vec![form("/foo", anything)]),
        ("/(foo|bar)", vec![form("/foo", nothing), form("/bar", nothing)]),
        ("(?P<all>.*)", vec![form("", anything)]),
        ("/a^b", vec![]),
        ("/a$b", vec![]),
    ] {
        assert_eq!(Language::of_expression(source), Language { forms, exact: true }, "{source}");
    }
}

#[test]
fn of_other_expressions_the_beginning_is_known() {
    for (source, forms) in [
        ("/api/[^/]+", vec![form("/api/", Rest::Anything)]),
        ("/a.c", vec![form("/a", Rest::Anything)]),
        (r"/a\d|/b", vec![form("/a", Rest::Anything), form("/b", Rest::Nothing)]),
        ("/v1{2}", vec![form("/v", Rest::Anything)]),
        (".*/x", vec![form("", Rest::Anything)]),
        ("(?i)/a", vec![form("", Rest::Anything)]),
        (r"\Q/a\E", vec![form("", Rest::Anything)]),
    ] {
        assert_eq!(Language::of_expression(source), Language { forms, exact: false }, "{source}");
    }
}

#[test]
fn a_wider_set_covers_a_narrower_one() {
    let expression = Language::of_expression;
    for (wide, narrow) in [
        (Language::all(), expression("x")),
        (Language::of_prefix(""), expression("/a[0-9]")),
        (Language::of_prefix("/a"), Language::of_prefix("/a/b")),
        (Language::of_prefix("/a"), expression("/a(/.*)?")),
        (Language::of_prefix("/a"), expression("/a/[0-9]+")),
        (expression("/a.*"), Language::of_prefix("/ab")),
        (expression("/a/.+"), Language::of_path("/a/b")),
        (expression("/a|/b"), Language::of_path("/b")),
    ] {
        assert!(wide.covers(&narrow), "{wide:?} {narrow:?}");
    }
    for (one, other) in [
        (Language::of_prefix("/a"), Language::of_path("/ab")),
        (Language::of_prefix("/a"), expression("/a.*")),
        (expression("/.*"), Language::of_prefix("")),
        (expression("/a/.+"), Language::of_path("/a/")),
        (expression("/a[bc].*"), Language::of_path("/ab")),
        (Language::of_path("/a"), expression("/a/?")),
    ] {
        assert!(!one.covers(&other), "{one:?} {other:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 2000, failure_persistence: None, ..Default::default() })]

    /// What an expression matches lies within its forms, and is all of them where they are exact.
    #[test]
    fn forms_are_true(
        source in r"(/|a|b|\.|\*|\+|\?|\(|\)|\||\$|\^|\[ab\]|\[a\]|\\\.|\\d|\{|\}|\{2\}|\(\?:|\.\*|/a){0,8}",
        value in r"[/ab0.{}]{0,6}",
    ) {
        if let Ok(pattern) = Pattern::new(&source) {
            let language = Language::of_expression(&source);
            let form = Language::of_path(&value);
            let within = Language { exact: true, ..language.clone() }.covers(&form);
            let matches = pattern.matches(&value);
            proptest::prop_assert!(within || !matches, "{source} {value}");
            proptest::prop_assert!(!within || matches || !language.exact, "{source} {value}");
        }
    }
}
