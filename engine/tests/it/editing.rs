//! Manifests after an edit are what the new text alone makes of them.

use engine::{
    analysis::{Analysis, Options},
    source::{Input, read},
};
use proptest::prelude::*;

use crate::support::analyse_with;

const NOW: &str = "2026-01-01T00:00:00Z";

const MANIFESTS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners:
  - {name: http, protocol: HTTP, port: 80}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: one}
spec:
  parentRefs: [{name: web}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /one}}]
    backendRefs: [{name: one, port: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: one}
spec: {ports: [{port: 8080}]}
---
apiVersion: v1
kind: List
items:
- apiVersion: gateway.networking.k8s.io/v1beta1
  kind: HTTPRoute
  metadata: {name: two}
  spec:
    parentRefs: [{name: web}]
    rules:
    - backendRefs: [{name: missing, port: 8080}]
- apiVersion: example.com/v1
  kind: Policy
  metadata: {name: theirs}
  spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: two}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: three}
spec:
  parentRefs: [{name: web}]
  hostnames: [calls.example.com]
  rules:
  - backendRefs: [{name: one, port: 8080}]
";

/// What somebody may write, and what may stand there instead.
const CHANGES: &[(&str, &str)] = &[
    ("kind: GatewayClass", "kind: GatewayClas"),
    ("kind: HTTPRoute", "kind: GRPCRoute"),
    ("kind: Service", "kind: Secret"),
    ("name: one", "name: two"),
    ("name: two", "name: one"),
    ("name: three", "name: one"),
    ("name: web", "name: ''"),
    ("port: 80", "port: 80000"),
    ("spec:", "spec"),
    ("---\n", ""),
    ("---\n", "---\napiVersion: v1\nkind: Service\nmetadata: {name: one}\n---\n"),
    ("---\n", "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n---\n"),
    ("v1beta1", "v1"),
    ("items:", "items: []\n#"),
    ("example.com", "example.org"),
];

/// Everything that an analysis tells.
fn said(analysis: &Analysis) -> String {
    let report = serde_json::to_string_pretty(&analysis.report(NOW, |_| true)).unwrap();
    format!(
        "{report}\n{:#?}\n{:?}\n{:?}",
        analysis.problems,
        analysis.definition,
        analysis.refusals().count()
    )
}

fn edited(analysis: &mut Analysis, text: &str) -> String {
    analysis.edit(0, text.to_owned());
    said(analysis)
}

#[test]
fn every_change_and_its_undoing_gives_what_the_text_gives() {
    let options = Options::default();
    let mut analysis = analyse_with(MANIFESTS, &options);
    let first = said(&analysis);
    for (from, to) in CHANGES {
        let text = MANIFESTS.replacen(from, to, 1);
        assert_ne!(text, MANIFESTS);
        assert_eq!(edited(&mut analysis, &text), said(&analyse_with(&text, &options)), "{from} → {to}");
        assert_eq!(edited(&mut analysis, MANIFESTS), first, "back from {to}");
    }
}

#[test]
fn the_objects_of_other_files_stay_with_their_files() {
    let input = |path: &str, text: &str| Input { path: path.to_owned(), bytes: text.into() };
    let (first, rest) = MANIFESTS.split_once("---\n").unwrap();
    let open = |first: &str| {
        let (sources, problems) = read(vec![input("a", first), input("b", rest), input("c", "kind: [\n")]);
        Analysis::of(sources, problems, &Options::default())
    };
    let mut analysis = open(first);
    for text in ["", "a: [", first, &format!("{first}---\n{rest}")] {
        assert_eq!(edited(&mut analysis, text), said(&open(text)), "{text}");
    }
}

#[test]
fn a_file_that_is_not_there_changes_nothing() {
    let mut analysis = analyse_with(MANIFESTS, &Options::default());
    let before = said(&analysis);
    analysis.edit(1, "kind: [".to_owned());
    assert_eq!(said(&analysis), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_one_after_the_other_give_what_the_last_text_gives(
        changes in prop::collection::vec((prop::sample::select(CHANGES), any::<prop::sample::Index>(), any::<bool>()), 1..6),
    ) {
        let options = Options::default();
        let (mut analysis, mut text) = (analyse_with(MANIFESTS, &options), MANIFESTS.to_owned());
        for ((from, to), place, back) in changes {
            let (from, to) = if back && !to.is_empty() { (to, from) } else { (from, to) };
            let found: Vec<_> = text.match_indices(from).map(|(at, _)| at).collect();
            if found.is_empty() {
                continue;
            }
            let at = found[place.index(found.len())];
            text.replace_range(at..at + from.len(), to);
            prop_assert_eq!(edited(&mut analysis, &text), said(&analyse_with(&text, &options)));
        }
    }
}
