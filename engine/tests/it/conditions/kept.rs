//! What a status that is there already keeps.

use serde_json::Value;

use super::{
    manifests::{HTTP, aged, class, gateway, route},
    object,
};

const BEFORE: &str = "2020-01-01T00:00:00Z";

fn condition(kind: &str, status: &str) -> String {
    format!(
        "{{type: {kind}, status: '{status}', reason: R, message: before, lastTransitionTime: '{BEFORE}'}}"
    )
}

fn gateway_with(conditions: &[String], extra: &str) -> String {
    gateway(HTTP, "") + &format!("status: {{conditions: [{}]{extra}}}\n", conditions.join(", "))
}

/// `type` and whether the time of the last change is the old one.
fn times(conditions: &Value) -> Vec<(String, bool)> {
    let list = conditions.as_array().unwrap().iter();
    list.map(|one| (one["type"].as_str().unwrap().to_owned(), one["lastTransitionTime"] == BEFORE)).collect()
}

fn expected(list: &[(&str, bool)]) -> Vec<(String, bool)> {
    list.iter().map(|(kind, kept)| ((*kind).to_owned(), *kept)).collect()
}

/// `GatewayStatus.conditions`: merge, and remove nothing that is somebody else's.
#[test]
fn conditions_are_merged() {
    let written = [
        condition("Programmed", "True"),
        condition("example.com/Warm", "True"),
        condition("Accepted", "False"),
        condition("DefaultGateway", "True"),
    ];
    let manifests = class("") + &gateway_with(&written, "");
    let conditions = object(&manifests, None, "Gateway")["status"]["conditions"].clone();
    assert_eq!(
        times(&conditions),
        expected(&[
            ("Programmed", true),
            ("example.com/Warm", true),
            ("Accepted", false),
            ("ResolvedRefs", false)
        ])
    );
    assert_eq!(conditions[1]["message"], "before");
    assert_eq!(conditions[0]["reason"], "Programmed");
}

#[test]
fn conditions_of_a_listener_are_merged_by_name() {
    let conditions = [condition("Accepted", "True"), condition("example.com/Warm", "True")].join(", ");
    let of = |name: &str| {
        let listener = format!(
            ", listeners: [{{name: {name}, attachedRoutes: 9, supportedKinds: [], conditions: [{conditions}]}}]"
        );
        let manifests = class("") + &gateway_with(&[], &listener);
        let status = object(&manifests, None, "Gateway")["status"].clone();
        assert_eq!(status["listeners"][0]["attachedRoutes"], 0);
        times(&status["listeners"][0]["conditions"]).iter().filter(|(_, kept)| *kept).count()
    };
    assert_eq!(of("l"), 2);
    assert_eq!(of("other"), 0);
}

#[test]
fn a_gateway_of_another_controller_keeps_what_that_one_said() {
    let manifests = class("") + &gateway_with(&[condition("Accepted", "True")], "");
    let status = object(&manifests, Some("example.com/another"), "Gateway")["status"].clone();
    assert_eq!(times(&status["conditions"]), expected(&[("Accepted", true)]));
}

#[test]
fn an_entry_of_a_route_is_merged_with_the_one_for_the_same_parent() {
    let of = |reference: &str, controller: &str| {
        let entry = format!(
            "{{parentRef: {reference}, controllerName: {controller}, conditions: [{}]}}",
            condition("Accepted", "True")
        );
        let written = aged("HTTPRoute", "x", 1, "{parentRefs: [{name: x}]}")
            + &format!("status: {{parents: [{entry}]}}\n");
        let manifests = class("") + &gateway(HTTP, "") + &written;
        let status = object(&manifests, None, "HTTPRoute")["status"].clone();
        let list = status["parents"].as_array().unwrap().clone();
        (list.len(), times(&list.last().unwrap()["conditions"])[0].1)
    };
    assert_eq!(of("{name: x}", "example.com/c"), (1, true));
    assert_eq!(of("{group: gateway.networking.k8s.io, kind: Gateway, name: x}", "example.com/c"), (1, true));
    assert_eq!(of("{name: x, sectionName: l}", "example.com/c"), (1, false));
    assert_eq!(of("{name: x}", "example.com/another"), (2, false));
}

#[test]
fn addresses_that_the_spec_leaves_open_stay() {
    let known = ", addresses: [{type: IPAddress, value: 10.0.0.1}]";
    let manifests = class("") + &gateway_with(&[], known) + &route("HTTPRoute", "{parentRefs: [{name: x}]}");
    let status = object(&manifests, None, "Gateway")["status"].clone();
    assert_eq!(status["addresses"][0]["value"], "10.0.0.1");
}

/// `GatewayStatus.attachedListenerSets`: those that are accepted, or 0.
#[test]
fn a_gateway_counts_its_listener_sets() {
    let set = "{parentRef: {name: x}, listeners: [{name: a, port: 81, protocol: HTTP}]}";
    let count = |extra: &str| {
        let manifests = class("") + &gateway(HTTP, extra) + &aged("ListenerSet", "set", 1, set);
        object(&manifests, None, "Gateway")["status"]["attachedListenerSets"].clone()
    };
    assert_eq!(count(""), 0);
    assert_eq!(count("  allowedListeners: {namespaces: {from: Same}}\n"), 1);
}
