use super::{advice, service};

/// What is said about a line that is added to an object.
fn about(line: &str) -> (String, String) {
    advice(format!("{}{line}\n", service("a")))
}

#[test]
fn a_tab_is_answered_with_spaces() {
    let expected = (
        "a tab is used for indentation".to_owned(),
        "indent with spaces, YAML takes no tabs there".to_owned(),
    );
    assert_eq!(about("spec:\n\tname: x"), expected);
    assert_eq!(about("spec:\n  - a: 1\n\t  b: 2"), expected);
}

#[test]
fn a_template_is_recognised() {
    for line in ["name: {{ .Values.name }}", "name: {{ .Values.name }}-x", "{{- if .Values.x }}"] {
        let (_, hint) = about(line);
        assert!(hint.contains("helm template"), "{line}: {hint}");
    }
}

#[test]
fn common_slips_are_explained() {
    for (line, message) in [
        ("a: b: c", "a `:` does not belong here"),
        ("a: [1, 2", "the `[` that opens here is never closed"),
        ("a: [1, 2}", "`}` closes what `[` opened"),
        ("a: \"x", "the quote that opens here is never closed"),
        ("a: 'x' y", "something stands behind the closing quote"),
        ("a: \"\\d+\"", "double quotes have no such escape"),
        ("a: @x", "no value starts with `@`"),
        ("a: `x`", "no value starts with a backtick"),
        ("a: - b", "a list item does not belong here"),
        ("a:\n  - b\n  c: 1", "a list item with `-` is expected here"),
        ("just words", "a key with a `:` is expected here"),
        ("   a: 1", "a `:` does not belong here"),
    ] {
        assert_eq!(about(line).0, message, "{line}");
    }
}

#[test]
fn a_message_quotes_only_the_start_of_a_long_text() {
    let (message, _) = about(&format!("a: !!int {}", "x".repeat(1000)));
    assert_eq!(message, format!("`{}…` is no `!!int`", "x".repeat(60)));
}

#[test]
fn messages_are_lower_case_and_end_without_a_period() {
    for text in ["a: [", "a: b: c", "text", "a: 1", "apiVersion: v1\nkind: 1", "a: *x", "~: 1"] {
        let (_, problems) = super::read_text(text);
        assert!(!problems.is_empty(), "{text}");
        for problem in problems {
            assert!(!problem.message.starts_with(char::is_uppercase), "{problem:?}");
            assert!(!problem.message.ends_with('.'), "{problem:?}");
            assert!(problem.hint.is_some_and(|hint| !hint.ends_with('.')));
        }
    }
}
