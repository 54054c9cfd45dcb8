use super::{CODES, DocId, FieldPath, Place, read_json};
use serde_json::json;
use std::collections::BTreeSet;

fn kinds_of(text: &str) -> Vec<String> {
    let (sources, problems) = read_json("input.json", text);
    assert_eq!(problems, []);
    sources.values().map(|value| value["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn json_is_one_object_or_an_array_or_a_list() {
    assert_eq!(kinds_of(r#"{"apiVersion": "v1", "kind": "Service"}"#), ["Service"]);
    assert_eq!(
        kinds_of(r#"[{"apiVersion": "v1", "kind": "Service"}, {"apiVersion": "v1", "kind": "Secret"}]"#),
        ["Service", "Secret"]
    );
    assert_eq!(
        kinds_of(
            r#"{"apiVersion": "v1", "kind": "List", "items": [
                {"apiVersion": "v1", "kind": "Service"},
                {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Secret"}]}]}"#
        ),
        ["Service", "Secret"]
    );
}

#[test]
fn items_of_a_typed_list_take_their_type_from_it() {
    let (sources, problems) = read_json(
        "input.json",
        r#"{"apiVersion": "v1", "kind": "ServiceList", "items": [{"metadata": {"name": "a"}}]}"#,
    );
    assert_eq!(problems, []);
    assert_eq!(
        sources.value(DocId(0)).unwrap(),
        json!({"metadata": {"name": "a"}, "apiVersion": "v1", "kind": "Service"})
    );
}

#[test]
fn a_kind_that_only_ends_like_a_list_stays_whole() {
    assert_eq!(
        kinds_of(r#"{"apiVersion": "example.com/v1", "kind": "AllowList", "spec": {}}"#),
        ["AllowList"]
    );
}

#[test]
fn a_list_without_items_holds_nothing() {
    assert_eq!(kinds_of(r#"{"apiVersion": "v1", "kind": "List", "items": null}"#), [""; 0]);
}

#[test]
fn json_that_cannot_be_parsed_is_a_problem_of_the_file() {
    let (sources, problems) = read_json("input.json", "{");
    assert!(sources.documents.is_empty());
    assert_eq!((problems[0].code, &problems[0].place), ("syntax", &Place::File(0)));
}

#[test]
fn an_object_without_a_kind_is_left_out_and_its_neighbour_stays() {
    let (sources, problems) = read_json(
        "input.json",
        r#"[{"apiVersion": "v1", "metadata": {"name": "a"}}, {"apiVersion": "v1", "kind": "Service"}]"#,
    );
    assert_eq!(sources.documents.len(), 1);
    assert_eq!(problems[0].message, "the object `a` has no `kind`");
}

#[test]
fn a_field_path_reads_as_the_api_server_writes_it() {
    let path = FieldPath::root().field("spec").field("rules").index(2).field("matches");
    assert_eq!(path.to_string(), "spec.rules[2].matches");
    let label = FieldPath::root().field("metadata").field("labels").field("example.com/team");
    assert_eq!(label.to_string(), "metadata.labels[example.com/team]");
}

#[test]
fn every_code_is_kebab_case_and_its_own() {
    let codes: BTreeSet<_> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(codes.len(), CODES.len());
    for code in CODES {
        assert!(
            code.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{code:?}"
        );
        assert!(code.meaning.ends_with('.'), "{code:?}");
    }
}
