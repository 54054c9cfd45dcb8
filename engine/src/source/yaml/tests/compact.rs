//! What is kept of a document gives the document back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{objects, read_text};
use crate::source::{DocId, FieldPath};

fn json_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[a-z]{0,6}", "[ -~]{0,8}", r#"["'\\\n\tü€😀]{0,4}"#];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|whole| Value::from(f64::from(whole) + 0.5)),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        let fields = prop::collection::vec((text.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            fields.prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_comes_back(value in json_value(), pretty in any::<bool>()) {
        let object = json!({"apiVersion": "v1", "kind": "Any", "spec": value});
        let text = if pretty { serde_json::to_string_pretty(&object) } else { serde_json::to_string(&object) };
        prop_assert_eq!(objects(&text.unwrap()), [object]);
    }

    #[test]
    fn a_text_is_read_without_what_is_around_it(value in json_value()) {
        let object = json!({"apiVersion": "v1", "kind": "Any", "spec": value});
        let (sources, _) = read_text(object.to_string());
        let fields = object["spec"].as_object().into_iter().flatten();
        for (name, value) in fields {
            prop_assert_eq!(sources.text_at(DocId(0), &["spec", name]), value.as_str());
            prop_assert_eq!(sources.text_at(DocId(0), &["spec", name, "kind"]), value["kind"].as_str());
        }
        prop_assert_eq!(sources.text_at(DocId(0), &["kind"]), Some("Any"));
        prop_assert_eq!(sources.text_at(DocId(0), &["other"]), None);
    }
}

#[test]
fn what_a_list_says_of_its_items_is_read_too() {
    let list = "apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n";
    let (sources, _) = read_text(list);
    assert_eq!(sources.text_at(DocId(0), &["kind"]), Some("Service"));
    assert_eq!(sources.text_at(DocId(0), &["metadata", "name"]), Some("a"));
}

#[test]
fn texts_that_look_like_their_source_come_back() {
    let text =
        "apiVersion: v1\nkind: Any\na: \"'x'\"\nb: '\"'\nc: ''\nd: '\"\"'\n\"e\": |\n  x\n'f''g': *x\n";
    let text = text.replace("*x", "&x {k: v}\nh: *x");
    let expected = json!({
        "apiVersion": "v1", "kind": "Any", "a": "'x'", "b": "\"", "c": "", "d": "\"\"", "e": "x\n",
        "f'g": {"k": "v"}, "h": {"k": "v"},
    });
    assert_eq!(objects(&text), [expected]);
}

#[test]
fn what_an_alias_brings_is_placed_where_it_was_written() {
    let (sources, _) = read_text("apiVersion: v1\nkind: Any\nf: &x\n  k: v\nh: *x\n");
    let at = |path: FieldPath| sources.locate(DocId(0), &path).range.start;
    let root = FieldPath::root();
    assert_eq!((at(root.field("h")).line, at(root.field("h").field("k")).line), (5, 4));
}

#[test]
fn little_is_kept() {
    let route = "apiVersion: v1\nkind: Any\nmetadata:\n  name: some-name\nspec:\n  list:\n".to_owned()
        + &"  - name: x-version\n    value: some-value\n".repeat(100);
    let (sources, _) = read_text(&route);
    let kept = sources.documents[0].body.len();
    assert!(kept * 2 < route.len(), "{kept} of {}", route.len());
}
