//! The picture of a world holds together.

use std::collections::BTreeSet;

use engine::report::GraphReport;
use proptest::prelude::*;
use serde_json::Value;

use crate::{random, support::analyse};

fn graph(text: &str) -> GraphReport {
    analyse(text).report("2026-01-02T03:04:05Z", |_| true).graph
}

/// What is said of each edge that ends at `to`.
fn edges(text: &str, to: &str) -> Vec<String> {
    let graph = graph(text);
    let ends = graph.edges.iter().filter(|edge| edge.to == to);
    ends.map(|edge| format!("{} {} {}", edge.from, edge.attached, edge.reason.unwrap_or("-"))).collect()
}

const WORLD: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: missing, listeners: [{name: l, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: h}
spec: {gatewayClassName: c, listeners: [{name: l, port: 80, protocol: HTTP}, {name: t, port: 81, protocol: TCP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: h}], rules: [{name: one, backendRefs: [{name: s, namespace: other, port: 80}]}]}
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: allow, namespace: other}
spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}], to: [{group: '', kind: Service}]}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: other}
spec: {ports: [{port: 80}]}
---
apiVersion: example.com/v1
kind: RateLimit
metadata: {name: slow}
spec: {targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: r, sectionName: one}}
";

#[test]
fn a_class_that_is_not_there_has_a_node_that_says_so() {
    let graph = graph(WORLD);
    let missing: Vec<_> =
        graph.nodes.iter().filter(|node| node.missing).map(|node| node.id.as_str()).collect();
    assert_eq!(missing, ["GatewayClass/missing"]);
    assert_eq!(edges(WORLD, "Gateway/default/g"), ["GatewayClass/missing false Pending"]);
}

#[test]
fn a_listener_of_another_protocol_is_no_news() {
    assert_eq!(edges(WORLD, "HTTPRoute/default/r"), ["Listener/default/h/l true Accepted"]);
}

#[test]
fn a_backend_elsewhere_is_reached_by_a_grant() {
    assert_eq!(
        edges(WORLD, "Backend/other/s:80"),
        ["HTTPRouteRule/default/r/one true -", "ReferenceGrant/other/allow true -"]
    );
}

#[test]
fn another_projects_policy_stands_at_its_rule() {
    assert_eq!(
        edges(WORLD, "HTTPRouteRule/default/r/one"),
        ["HTTPRoute/default/r true -", "RateLimit/default/slow true Accepted"]
    );
}

/// Where a node says that it is written: its field, and the first and last line.
fn place(text: &str, id: &str) -> Option<(String, usize, usize)> {
    let graph = graph(text);
    let node = graph.nodes.iter().find(|node| node.id == id).unwrap();
    let range = node.range?;
    assert_eq!(node.file.as_deref(), Some("manifests.yaml"));
    Some((node.field_path.clone(), range.start.line, range.end.line))
}

fn line_of(text: &str) -> usize {
    WORLD.lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn an_object_has_the_range_of_all_its_text() {
    let line = line_of("name: h}");
    assert_eq!(place(WORLD, "Gateway/default/h"), Some((String::new(), line - 2, line + 1)));
    let line = line_of("name: allow");
    assert_eq!(place(WORLD, "ReferenceGrant/other/allow"), Some((String::new(), line - 2, line + 1)));
}

#[test]
fn a_listener_and_a_rule_have_their_place_in_their_object() {
    let line = line_of("name: t, port: 81");
    let listener = Some(("spec.listeners[1]".to_owned(), line, line));
    assert_eq!(place(WORLD, "Listener/default/h/t"), listener);
    let line = line_of("name: one");
    assert_eq!(place(WORLD, "HTTPRouteRule/default/r/one"), Some(("spec.rules[0]".to_owned(), line, line)));
}

#[test]
fn a_backend_is_its_service_else_the_reference_to_it() {
    let service = line_of("metadata: {name: s, namespace: other}");
    assert_eq!(place(WORLD, "Backend/other/s:80"), Some((String::new(), service - 2, service + 1)));
    let without = WORLD.replace("{name: s, namespace: other}\n", "{name: t, namespace: other}\n");
    let reference = line_of("name: one");
    let expected = Some(("spec.rules[0].backendRefs[0]".to_owned(), reference, reference));
    assert_eq!(place(&without, "Backend/other/s:80"), expected);
    assert!(graph(&without).nodes.iter().any(|node| node.id == "Backend/other/s:80" && node.missing));
}

#[test]
fn what_is_missing_has_no_place() {
    assert_eq!(place(WORLD, "GatewayClass/missing"), None);
}

#[test]
fn an_object_that_only_a_policy_names_is_not_missing() {
    let text = WORLD.replace(
        "group: gateway.networking.k8s.io, kind: HTTPRoute, name: r, sectionName: one",
        "group: '', kind: Namespace, name: quiet",
    ) + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: quiet}\n";
    assert!(place(&text, "Namespace/quiet").is_some());
    assert!(graph(&text).nodes.iter().all(|node| node.id != "Namespace/quiet" || !node.missing));
}

#[test]
fn a_reference_to_another_kind_is_not_the_service_of_that_name() {
    let text = WORLD.replace("name: s, namespace: other, port: 80", "kind: Pod, name: s, port: 80");
    assert_eq!(edges(&text, "Backend/default/s.pod:80"), ["HTTPRouteRule/default/r/one false InvalidKind"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_end_of_an_edge_is_a_node_and_no_node_is_there_twice(case in random::case()) {
        let report = analyse(&case.text).report("2026-01-02T03:04:05Z", |_| true);
        let ids: BTreeSet<_> = report.graph.nodes.iter().map(|node| node.id.as_str()).collect();
        prop_assert_eq!(ids.len(), report.graph.nodes.len());
        for node in &report.graph.nodes {
            prop_assert!(node.missing || node.range.is_some(), "{}", node.id);
        }
        for edge in &report.graph.edges {
            prop_assert!(ids.contains(edge.from.as_str()), "{}", edge.from);
            prop_assert!(ids.contains(edge.to.as_str()), "{}", edge.to);
        }
        let statuses = report.objects.iter().filter(|object| object["kind"] == "HTTPRoute");
        for object in statuses {
            prop_assert!(object["status"]["parents"].as_array().is_some_and(|list: &Vec<Value>| list.len() <= 32));
        }
    }
}
