//! Whatever the bytes are: no panic, no endless loop, and every place lies within its file.

use super::{Input, read};
use crate::source::{DocId, FieldPath, Place, Problem, Sources};
use proptest::prelude::*;

pub(in crate::source::yaml) const MANIFESTS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: &m
  name: grüße
  labels: {team: a, 'x': \"\\u00fc\"}
spec:
  note: |
    one
     two
  <<: *m
  rules:
  - matches: [{path: {value: /a}}]
---
{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"kind\": null}, 1]}
...
%YAML 1.1
---
? [a]
: >-
  folded
  !!int x : ~
";

/// Pieces that mean something to a YAML parser.
pub(in crate::source::yaml) const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "#",
    " #",
    "\t",
    "  ",
    "!!int ",
    "!!binary ",
    "! ",
    "%YAML 1.1\n",
    "\\",
    "\0",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "😀",
    "~",
    "y",
    "-",
    "0x",
    "1e3",
    ".inf",
    "@",
    "`",
    "kind: List\nitems:\n",
    "apiVersion: v1\n",
];

fn check(bytes: Vec<u8>) {
    let (sources, problems) = read(vec![Input { path: "any".to_owned(), bytes }]);
    for problem in &problems {
        assert_placed(&sources, problem);
    }
    for index in 0..sources.documents.len() {
        let root = sources.locate(DocId(index), &FieldPath::root());
        assert!(sources.files[0].text.get(root.span.start..root.span.end).is_some());
        assert!(sources.value(DocId(index)).unwrap()["kind"].is_string());
    }
}

fn assert_placed(sources: &Sources, problem: &Problem) {
    if let Place::Text(span) = problem.place {
        assert!(sources.files[0].text.get(span.start..span.end).is_some(), "{problem:?}");
    }
    assert!(!problem.message.is_empty() && problem.hint.is_some());
}

fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..8usize, prop::sample::select(PIECES));
    prop::collection::vec(edit, 1..12).prop_map(|edits| {
        let mut text: Vec<char> = MANIFESTS.chars().collect();
        for (place, length, piece) in edits {
            let start = place.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(bytes);
    }

    #[test]
    fn any_pieces_of_yaml_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(pieces.concat().into_bytes());
    }

    #[test]
    fn any_damaged_manifest_is_read(text in mutated()) {
        check(text.into_bytes());
    }

    #[test]
    fn a_damaged_document_hides_no_other(text in mutated()) {
        // A NUL byte makes the whole file no text.
        let text = text.replace('\0', "");
        let good = "apiVersion: v1\nkind: Service\nmetadata: {name: good}\n";
        let (sources, _) = super::read_text(format!("{good}---\n{text}\n---\n{good}"));
        let found = sources.values().filter(|value| value["metadata"]["name"] == "good").count();
        prop_assert_eq!(found, 2);
    }
}
