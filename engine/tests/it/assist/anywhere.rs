//! Any position of any text.

use std::{fs, path::Path};

use engine::source::Position;
use proptest::prelude::*;

use super::{DOCS, analysis};
use crate::random;

/// Asks at every position of a text; answers how many have an item and how many a hover.
fn ask_everywhere(text: &str) -> (usize, usize) {
    let analysis = analysis(text);
    let mut answers = (0, 0);
    for (line, content) in text.split('\n').enumerate() {
        for column in 1..=content.chars().count() + 2 {
            let position = Position { line: line + 1, column };
            let found = analysis.complete("manifests.yaml", position, &DOCS);
            assert!(found.from <= position, "{position:?}: {found:?}");
            answers.0 += usize::from(!found.items.is_empty());
            answers.1 += usize::from(analysis.hover("manifests.yaml", position, &DOCS).is_some());
        }
    }
    answers
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the examples")]
fn every_position_of_the_examples_has_an_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut files = 0;
    for directory in fs::read_dir(root).unwrap() {
        for file in fs::read_dir(directory.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let (items, hovers) = ask_everywhere(&text);
                // Of other people's kinds it knows the metadata.
                let ours = ["apiVersion: gateway.networking.k8s.io/", "apiVersion: v1"];
                if !text.lines().any(|line| ours.iter().any(|known| line.starts_with(known))) {
                    continue;
                }
                let lines = text.lines().filter(|line| !line.trim_start().starts_with('#')).count();
                let found = format!("{}: {items}, {hovers} in {lines} lines", path.display());
                assert!(items > 2 * lines && hovers > 4 * lines, "{found}");
                files += 1;
            }
        }
    }
    assert!(files > 10);
}

/// Every key of an example has documentation.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads an example")]
fn every_key_of_an_example_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/all-protocols/routes.yaml");
    let text = fs::read_to_string(path).unwrap();
    let analysis = analysis(&text);
    for (line, content) in text.lines().enumerate() {
        let key = content.trim_start_matches([' ', '-']);
        if !key.contains(':') {
            continue;
        }
        let column = content.chars().count() - key.chars().count() + 1;
        let found = analysis.hover("manifests.yaml", Position { line: line + 1, column }, &DOCS);
        assert!(found.is_some_and(|hover| !hover.documentation.is_empty()), "{}: {content}", line + 1);
    }
}

#[test]
fn odd_texts_have_an_answer() {
    for text in [
        "",
        "\n",
        "---",
        "---\n---\n",
        "\u{feff}kind: x",
        "a:\tb\n\tc: d",
        "\t- \t- x",
        "- - - -\n  - -",
        "{",
        "[[[[",
        "{\"a\": [1, {\"b\": \"c",
        "a: [b, {c: d\ne: f",
        "kind: \"",
        "? a\n: b",
        "&a b: *a",
        "kind: List\nitems:\n-",
        "kind: Gateway\r\nspec:\r\n  \r\n",
        "ä: ö\n  ü: |\n   ß",
        "a: }\n]: {",
        "{}{}[]{\"kind\"",
        "a:\n    b: 1\n  c:\n      - d\n   e",
        "kind: HTTPRoute\nspec:\n  rules:\n  matches",
        "-\n-a\n--\n---a",
    ] {
        ask_everywhere(text);
    }
}

/// A text with a piece cut out, doubled, or put in.
fn mutated() -> impl Strategy<Value = String> {
    let noise = prop::sample::select(vec![
        "", ":", "- ", "\n", "{", "}", "[", "]", "\"", "'", "\t", "  ", "#", "ü", "|", "---\n", ",",
    ]);
    (random::case(), any::<prop::sample::Index>(), 0usize..40, noise).prop_map(|(case, at, length, noise)| {
        let mut from = at.index(case.text.len().max(1));
        while !case.text.is_char_boundary(from) {
            from -= 1;
        }
        let mut to = (from + length).min(case.text.len());
        while !case.text.is_char_boundary(to) {
            to -= 1;
        }
        format!("{}{noise}{}", &case.text[..from], &case.text[to.max(from)..])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_position_of_broken_manifests_panics(text in mutated(), places in prop::collection::vec((0usize..200, 0usize..120), 24)) {
        let analysis = analysis(&text);
        for (line, column) in places {
            let position = Position { line, column };
            analysis.complete("manifests.yaml", position, &DOCS);
            analysis.hover("manifests.yaml", position, &DOCS);
        }
    }

    #[test]
    fn no_position_of_any_text_panics(text in "[-a-z:{}\\[\\]\"' \t\n\r#|,ä]{0,120}") {
        ask_everywhere(&text);
    }
}
