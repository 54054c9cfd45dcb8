//! Why each route is, or is not, on each listener.

use std::collections::BTreeSet;

use engine::report::Attachment;
use proptest::prelude::*;

use crate::{random, support::analyse};

const GATEWAY: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec:
  gatewayClassName: c
  listeners:
  - {name: web, port: 80, protocol: HTTP, hostname: '*.example.com'}
  - {name: raw, port: 81, protocol: TCP}
  - {name: all, port: 82, protocol: HTTP, allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: other}
spec: {gatewayClassName: c, listeners: [{name: l, port: 80, protocol: HTTP}]}
";

fn told(spec: &str, listener: &str) -> (bool, Option<&'static str>, String) {
    told_in("default", spec, listener)
}

/// What is said of an HTTPRoute.
fn told_in(namespace: &str, spec: &str, listener: &str) -> (bool, Option<&'static str>, String) {
    let text = format!(
        "{GATEWAY}---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: {namespace}}}
spec: {spec}
"
    );
    let route = format!("HTTPRoute/{namespace}/r");
    let mut list = analyse(&text).attachments(Some(&route), Some(&format!("Listener/default/{listener}")));
    assert_eq!(list.len(), 1);
    let Attachment { attached, reason, message, .. } = list.remove(0);
    (attached, reason, message)
}

#[test]
fn a_route_is_attached_for_its_hostnames() {
    let (attached, reason, message) =
        told("{parentRefs: [{name: g}], hostnames: [a.example.com, b.org]}", "g/web");
    assert_eq!(
        (attached, reason, message.as_str()),
        (true, Some("Accepted"), "attached for `a.example.com`")
    );
    assert_eq!(told("{parentRefs: [{name: g}]}", "g/web").2, "attached for `*.example.com`");
    assert_eq!(told("{parentRefs: [{name: other}]}", "other/l").2, "attached for every hostname");
}

#[test]
fn a_route_that_names_other_parents_hears_so() {
    let message = "the route names other parents: add a parentRef to Gateway `default/other`";
    assert_eq!(told("{parentRefs: [{name: g}]}", "other/l"), (false, None, message.to_owned()));
}

#[test]
fn each_refusal_says_what_to_change() {
    for (namespace, spec, listener, reason, part) in [
        ("default", "{parentRefs: [{name: g, sectionName: raw}]}", "g/web", None, "`sectionName: web`"),
        ("default", "{parentRefs: [{name: g, port: 82}]}", "g/web", None, "the listener has 80"),
        ("default", "{parentRefs: [{name: g}]}", "g/raw", Some("NotAllowedByListeners"), "HTTP or HTTPS"),
        ("default", "{parentRefs: [{name: g}]}", "g/all", Some("NotAllowedByListeners"), "kinds"),
        (
            "apart",
            "{parentRefs: [{name: g, namespace: default}]}",
            "g/web",
            Some("NotAllowedByListeners"),
            "`All`",
        ),
        (
            "default",
            "{parentRefs: [{name: g}], hostnames: [b.org]}",
            "g/web",
            Some("NoMatchingListenerHostname"),
            "(`b.org`) meets `*.example.com`",
        ),
    ] {
        let (attached, told, message) = told_in(namespace, spec, listener);
        assert!(!attached && told == reason && message.contains(part), "{spec}: {told:?} {message}");
    }
}

#[test]
fn of_several_parent_refs_the_one_that_came_furthest_speaks() {
    let spec = "{parentRefs: [{name: g, sectionName: raw}, {name: g, sectionName: web}]}";
    assert!(told(spec, "g/web").0);
}

#[test]
fn a_conflicted_listener_takes_routes_that_nobody_serves() {
    let text = GATEWAY.replace(
        "name: raw, port: 81, protocol: TCP",
        "name: raw, port: 80, protocol: TLS, tls: {mode: Passthrough}",
    ) + "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: g}]}
";
    let list = analyse(&text).attachments(None, Some("Listener/default/g/web"));
    let [one] = list.as_slice() else { panic!("{list:?}") };
    assert!(one.attached && one.message.contains("but the listener is not in effect"), "{one:?}");
}

/// Routes that each name the first of many listeners.
fn crowd(routes: usize) -> String {
    let route = |number: usize| {
        format!(
            "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r{number}}}
spec: {{parentRefs: [{{name: g, sectionName: web}}]}}
"
        )
    };
    GATEWAY.to_owned() + &(0..routes).map(route).collect::<String>()
}

#[test]
fn of_very_many_pairs_those_are_told_that_a_route_asks_for() {
    let few = analyse(&crowd(10));
    assert_eq!(few.attachments(None, None).len(), 10 * 4);
    let many = analyse(&crowd(3_000));
    assert_eq!(many.attachments(None, None).len(), 3_000);
    assert_eq!(many.attachments(Some("HTTPRoute/default/r7"), None).len(), 4);
    assert_eq!(many.attachments(None, Some("Listener/default/other/l")).len(), 3_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_pair_is_attached_where_the_graph_has_the_route_on_the_listener(case in random::case()) {
        let analysis = analyse(&case.text);
        let list = analysis.attachments(None, None);
        let listeners: usize = analysis.graph.gateways.iter().map(|gateway| gateway.listeners.len()).sum();
        prop_assert_eq!(list.len(), listeners * analysis.world.routes.len());
        let attached: usize =
            analysis.graph.gateways.iter().flat_map(|gateway| &gateway.listeners).map(|one| one.attached.len()).sum();
        prop_assert_eq!(list.iter().filter(|one| one.attached).count(), attached);
        let graph = analysis.report("2026-01-02T03:04:05Z", |_| true).graph;
        let edges: BTreeSet<_> = graph.edges.iter().map(|edge| (&edge.from, &edge.to, edge.attached)).collect();
        for one in &list {
            prop_assert!(!one.message.is_empty());
            prop_assert!(!one.attached || edges.contains(&(&one.listener, &one.route, true)), "{:?}", one);
            if !one.attached && one.reason.is_none() {
                prop_assert!(!edges.contains(&(&one.listener, &one.route, true)), "{:?}", one);
            }
        }
    }
}
