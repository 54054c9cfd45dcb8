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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_end_of_an_edge_is_a_node_and_no_node_is_there_twice(case in random::case()) {
        let report = analyse(&case.text).report("2026-01-02T03:04:05Z", |_| true);
        let ids: BTreeSet<_> = report.graph.nodes.iter().map(|node| node.id.as_str()).collect();
        prop_assert_eq!(ids.len(), report.graph.nodes.len());
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
