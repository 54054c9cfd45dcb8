//! What nobody uses.

use super::{any_host, listeners};

#[test]
fn a_gateway_without_routes_is_told_and_a_listener_too() {
    assert_eq!(any_host().finds(), ["gateway-unused g spec.listeners"]);
    let two =
        "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP, hostname: b.example}]";
    let cluster = listeners(two).route("r", "a.example", &["[{path: {value: /}}]"]);
    assert_eq!(cluster.finds(), ["listener-unused g spec.listeners[1]"]);
}

#[test]
fn what_nobody_uses_is_not_told_beside_errors() {
    let mut cluster = any_host().route("r", "", &["[{path: {value: foo}}]"]);
    assert!(!cluster.messages().contains("gateway-unused"), "{}", cluster.messages());
    cluster = any_host().rule("backendRefs: [{name: t, port: 80}]");
    assert_eq!(cluster.finds(), ["ref-not-resolved r spec.rules[0].backendRefs[0].name"]);
}

#[test]
fn weights_that_are_all_zero_are_told() {
    let cluster =
        any_host().rule("backendRefs: [{name: s, port: 80, weight: 0}, {name: s, port: 80, weight: 0}]");
    assert_eq!(cluster.finds(), ["zero-weights r spec.rules[0].backendRefs"]);
}
