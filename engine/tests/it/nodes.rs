//! What is said of one node is what the report of everything says of it.

use engine::report::Report;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{random, support::analyse};

const NOW: &str = "2026-01-02T03:04:05Z";

/// The object of a kind that is called `namespace/name`, or `name` alone.
fn object_of(report: &Report, kind: &str, name: &str) -> Option<Value> {
    let (namespace, name) = name.split_once('/').unwrap_or(("", name));
    let is_it = |object: &&Value| {
        let metadata = &object["metadata"];
        object["kind"] == kind
            && metadata["name"] == name
            && metadata["namespace"].as_str().unwrap_or_default() == namespace
    };
    report.objects.iter().find(is_it).cloned()
}

const MANIFESTS: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: c, listeners: [{name: l, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g}]
  rules:
  - name: one
    backendRefs:
    - {name: s, port: 80}
    - {name: t, port: 80}
---
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {ports: [{port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
";

fn at(line: usize, column: usize) -> Option<String> {
    let analysis = analyse(MANIFESTS);
    analysis.node_at("manifests.yaml", engine::source::Position { line, column }).map(str::to_owned)
}

#[test]
fn a_place_belongs_to_what_is_written_most_closely_around_it() {
    assert_eq!(at(4, 1).as_deref(), Some("Gateway/default/g"));
    assert_eq!(at(5, 45).as_deref(), Some("Listener/default/g/l"));
    assert_eq!(at(9, 1).as_deref(), Some("HTTPRoute/default/r"));
    assert_eq!(at(13, 12).as_deref(), Some("HTTPRouteRule/default/r/one"));
}

#[test]
fn a_backend_is_where_its_object_is_or_else_where_it_is_named() {
    assert_eq!(at(19, 1).as_deref(), Some("Backend/default/s:80"));
    assert_eq!(at(15, 10).as_deref(), Some("HTTPRouteRule/default/r/one"));
    assert_eq!(at(16, 10).as_deref(), Some("Backend/default/t:80"));
}

#[test]
fn between_documents_and_in_other_files_there_is_no_node() {
    assert_eq!(at(1, 1), None);
    let analysis = analyse(MANIFESTS);
    assert_eq!(analysis.node_at("other.yaml", engine::source::Position { line: 4, column: 1 }), None);
}

#[test]
fn nothing_is_said_of_a_node_that_is_not_there() {
    assert!(analyse(MANIFESTS).node("Gateway/default/h", NOW).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn each_node_is_as_in_the_report(case in random::case()) {
        let analysis = analyse(&case.text);
        let report = analysis.report(NOW, |_| true);
        for node in &report.graph.nodes {
            let said = analysis.node(&node.id, NOW).unwrap();
            prop_assert_eq!(json!(said.node), json!(node));
            let refused = report.graph.edges.iter().filter(|edge| !edge.attached && (edge.from == node.id || edge.to == node.id));
            prop_assert_eq!(json!(said.refused), json!(refused.collect::<Vec<_>>()));
            for edge in &said.refused {
                let other = if edge.from == node.id { &edge.to } else { &edge.from };
                prop_assert!(said.others.iter().any(|node| node.id == *other));
            }
            if matches!(&*node.kind, "GatewayClass" | "Gateway" | "HTTPRoute" | "GRPCRoute" | "BackendTLSPolicy") && !node.missing {
                prop_assert_eq!(said.object, object_of(&report, &node.kind, &node.name));
            }
        }
    }

    #[test]
    fn where_a_node_begins_is_a_node_that_begins_there_too(case in random::case()) {
        let analysis = analyse(&case.text);
        let report = analysis.report(NOW, |_| true);
        for node in &report.graph.nodes {
            let (Some(file), Some(range)) = (&node.file, node.range) else { continue };
            let found = analysis.node_at(file, range.start).unwrap();
            let found = report.graph.nodes.iter().find(|other| other.id == found).unwrap();
            prop_assert_eq!(found.range.unwrap().start, range.start);
        }
    }
}
