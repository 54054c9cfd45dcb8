use super::Pattern;

#[track_caller]
fn matching(pattern: &str, value: &str) -> bool {
    Pattern::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}")).matches(value)
}

#[test]
fn a_pattern_matches_the_whole_value() {
    assert!(matching("v[0-9]+", "v12"));
    assert!(!matching("v[0-9]+", "v12-beta"));
    assert!(matching("a|ab", "ab"));
}

#[test]
fn a_brace_that_repeats_nothing_is_a_character() {
    assert!(matching("/users/{id}", "/users/{id}"));
    assert!(matching("/a{2}", "/aa"));
    assert!(matching("/a{2,}", "/aaa"));
    assert!(matching("x{,2}", "x{,2}"));
}

#[test]
fn brackets_and_set_operators_are_characters_inside_a_class() {
    assert!(matching("[[a]", "["));
    assert!(matching("[a&&b]", "&"));
    assert!(matching("[]x]", "]"));
    assert!(matching("[[:digit:]]+", "42"));
    assert!(matching("[a~~b]", "~"));
    assert!(matching("[+--]", "-"));
}

#[test]
fn quoted_text_and_octal_escapes_are_read_as_re2_does() {
    assert!(matching(r"\Qa.b\E+", "a.bb"));
    assert!(!matching(r"\Qa.b\E", "axb"));
    assert!(matching(r"\101\x42", "AB"));
}

#[test]
fn a_broken_pattern_says_why() {
    for broken in ["(", "[a", "a\\", r"\p{Greek}", r"(a)\1", "*"] {
        assert!(!Pattern::new(broken).unwrap_err().to_string().is_empty(), "{broken}");
    }
}

#[test]
fn a_pattern_that_would_take_gigabytes_is_refused() {
    assert!(Pattern::new("(((a{90}){90}){90}){90}").is_err());
    assert!(Pattern::new(&"(".repeat(4096)).is_err());
}
