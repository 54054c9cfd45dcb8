//! What is read quickly is what the other reader reads.

use proptest::prelude::*;

use super::documents;
use crate::source::{
    Document, Findings, Problem, list, object,
    yaml::{
        Lines,
        budget::Budget,
        compact::Compact,
        load::Loader,
        split,
        tests::anything::{MANIFESTS, PIECES},
    },
};

const ROUTE: &str = "\
# A route.
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop # its name
  labels: {team: a, 'x': \"b\", m: -1}
  annotations:
    \"example.com/quoted\": 'it''s'
    example.com/escaped: \"a \\\"b\\\"\\n\"

spec:
  hostnames: [shop.example.com, \"*.example.com\"]
  parentRefs:
  - name: edge
    port: 8443
  empty:
  nothing: ~
  rules:
    - matches:
        - path: {type: PathPrefix, value: \"/a\"}
          method: GET
      filters: []
      weights: {}
    -   name: on
        other: yes
    - - 1.5
      - - 0x1F
    - 017
    - grüße # no #comment
";

const LIST: &str = r#"{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "labels": {}}, "spec": {"ports": [{"port": 80}]}},
  {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "\"b\\\n/"}, "n": [1e3, -0.5, true, null, [], ""]}
], "metadata": {"resourceVersion": ""}}
"#;

/// The objects of each chunk of a text with what both readers say, the other one's with its problems.
#[derive(Debug)]
struct Both {
    quick: Option<Vec<Compact>>,
    slow: (Vec<Compact>, Vec<Problem>),
}

fn both(text: &str) -> Vec<Both> {
    let lines = Lines::of(text);
    let bodies = |documents: Vec<Document>| documents.into_iter().map(|document| document.body).collect();
    let chunks = split::split(text).chunks.into_iter();
    chunks
        .map(|chunk| {
            let (mut budget, mut findings) = (Budget::default(), Findings::of(0));
            let start = chunk.range.start as u32;
            let quick = documents(0, text, &chunk, &mut budget.values).map(bodies);
            let mut found = Vec::new();
            Loader::new(text, &lines, chunk, &mut budget, &mut findings).load(|document, findings| {
                let mut objects = Vec::new();
                list::expand(document, &mut objects, findings);
                objects.retain(|document| object::is_object(document, findings));
                found.extend(objects.into_iter().map(|document| document.finish(text, start)));
            });
            Both { quick, slow: (bodies(found), findings.into_problems()) }
        })
        .collect()
}

fn assert_same(text: &str) {
    for Both { quick, slow } in both(text) {
        if let Some(quick) = quick {
            assert_eq!((quick, Vec::new()), slow, "{text}");
        }
    }
}

fn assert_quick(text: &str) {
    let both = both(text);
    assert!(both.iter().all(|both| both.quick.is_some()), "{both:?}");
    assert_same(text);
}

#[test]
fn a_route_is_read_quickly() {
    assert_quick(ROUTE);
}

#[test]
fn a_list_in_json_is_read_quickly() {
    assert_quick(LIST);
}

#[test]
fn a_list_in_yaml_is_read_quickly() {
    assert_quick(
        "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: A\n- kind: B\n  apiVersion: v1\nkind: List\n",
    );
}

#[test]
fn a_long_key_is_left_to_the_other_reader_unless_it_is_json() {
    let long = "k".repeat(1100);
    let objects = format!("apiVersion: v1\nkind: A\nspec: {{{long}: 1}}\n");
    let quoted = format!("apiVersion: v1\nkind: A\nspec: {{\"{long}\": 1}}\n");
    for text in [&objects, &quoted] {
        assert!(both(text).iter().all(|both| both.quick.is_none()), "{text}");
    }
    assert_quick(&format!("{{\"apiVersion\": \"v1\", \"kind\": \"A\", \"{long}\": 1}}\n"));
}

#[test]
fn what_is_not_written_in_one_line_is_left_to_the_other_reader() {
    for value in
        ["|\n  text", "a\n  text", "'a\n  text'", "&x y", "!!str y", "{a: 1", "a: b", "\"\\u00fc\"", "\tx"]
    {
        let read = both(&format!("apiVersion: v1\nkind: Any\nvalue: {value}\n"));
        assert!(read[0].quick.is_none(), "{value}");
    }
}

/// A text with some of its lines and pieces gone, doubled, or others in their place.
fn edited() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec![ROUTE, LIST, MANIFESTS]);
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        prop::sample::select(ROUTE.split_inclusive(['\n', ' ', ':']).collect::<Vec<_>>())
            .prop_map(str::to_owned),
        "[ ]{1,3}",
        "[-#:{}'\" a\n]{1,3}",
    ];
    let edit = (any::<prop::sample::Index>(), 0_usize..12, piece);
    (base, prop::collection::vec(edit, 0..5)).prop_map(|(base, edits)| {
        let mut text = base.to_owned();
        for (place, length, piece) in edits {
            let start = text.floor_char_boundary(place.index(text.len() + 1));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, &piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_quickly_is_the_same(text in edited()) {
        assert_same(&text);
    }
}
