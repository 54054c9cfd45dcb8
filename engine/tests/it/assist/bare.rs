//! What is known without documentation: all that schemas and the input tell.

use std::{fs, path::Path};

use engine::{
    assist::{Completions, Documentation, Hover},
    source::Position,
};

use super::{DOCS, GATEWAY, ROUTE, analysis, cursor};

fn complete(text: &str) -> Completions {
    let (text, position) = cursor(text);
    analysis(&text).complete("manifests.yaml", position, &Documentation::default())
}

fn labels(text: &str) -> Vec<String> {
    complete(text).items.into_iter().map(|item| item.label).collect()
}

fn hover(text: &str) -> Option<Hover> {
    let (text, position) = cursor(text);
    analysis(&text).hover("manifests.yaml", position, &Documentation::default())
}

#[test]
fn fields_are_those_of_the_schema() {
    let found = complete(&format!("{GATEWAY}spec:\n  |\n")).items;
    let told: Vec<_> = found.iter().take(2).map(|item| (&*item.label, &*item.detail)).collect();
    assert_eq!(told, [("gatewayClassName", "string, required"), ("listeners", "list of objects, required")]);
    assert!(found.iter().all(|item| item.documentation.is_empty()));
}

#[test]
fn an_object_that_does_not_say_what_it_is_has_what_all_have() {
    assert_eq!(labels("a: b\n|"), ["apiVersion", "kind", "metadata"]);
    assert!(labels("metadata:\n  |").contains(&"namespace".to_owned()));
}

#[test]
fn values_are_those_of_the_schema() {
    let found = labels(&format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - path:\n        type: |"));
    assert_eq!(found, ["Exact", "PathPrefix", "RegularExpression"]);
}

#[test]
fn names_are_those_of_the_input() {
    let found = labels(&format!("{GATEWAY}---\n{ROUTE}spec:\n  parentRefs:\n  - name: |\n"));
    assert_eq!(found, ["g"]);
}

#[test]
fn a_field_tells_its_type() {
    let found = hover(&format!("{GATEWAY}spec:\n  gateway|ClassName: c\n")).unwrap();
    assert_eq!((&*found.field_path, &*found.type_line), ("spec.gatewayClassName", "string, required"));
    assert_eq!((&*found.documentation, found.link), ("", None));
}

#[test]
fn a_name_tells_what_it_names() {
    let found = hover(&format!("{GATEWAY}---\n{ROUTE}spec:\n  parentRefs:\n  - name: |g\n")).unwrap();
    assert!(found.documentation.starts_with("Gateway default/g"), "{}", found.documentation);
}

/// At each position of an example.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads an example")]
fn documentation_adds_words_and_nothing_else() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/all-protocols/routes.yaml");
    let text = fs::read_to_string(path).unwrap();
    let (analysis, none) = (analysis(&text), Documentation::default());
    for (line, content) in text.lines().enumerate() {
        for column in 1..=content.chars().count() + 1 {
            let position = Position { line: line + 1, column };
            let known = |docs| {
                let found = analysis.hover("manifests.yaml", position, docs);
                found.map(|hover| (hover.range, hover.field_path, hover.type_line))
            };
            assert_eq!(known(&none), known(&DOCS), "{position:?}");
            let offered = |docs| {
                let found = analysis.complete("manifests.yaml", position, docs);
                let items = found.items.into_iter().map(|item| (item.label, item.insert, item.detail));
                (found.from, items.collect::<Vec<_>>())
            };
            assert_eq!(offered(&none), offered(&DOCS), "{position:?}: {content}");
        }
    }
}

#[test]
fn an_empty_document_is_offered_fields_alone() {
    assert_eq!(labels("|"), ["apiVersion", "kind", "metadata"]);
}
