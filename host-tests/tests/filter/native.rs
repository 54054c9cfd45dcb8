//! What a rule asks of Envoy's own routes, which an Envoy may not have.

use host_tests::proxy_wasm::{Exchange, Plugin};
use host_tests::subject::Wasm;

use crate::shop::{CLUSTER, FULL, LEAN, MANIFESTS, bundle, get, native, run};

const GUARDED: &str = "x-gatewright-guarded-cluster";

const ROUTE: &str = "
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: native, namespace: shop}
spec:
  parentRefs: [{name: web}]
  hostnames: [shop.example.com]
  rules:
  - matches: [{path: {value: /mirrored}}]
    filters: [{type: RequestMirror, requestMirror: {backendRef: {name: canary, port: 80}}}]
    backendRefs: [{name: stable, port: 80}]
  - matches: [{path: {value: /guarded}}]
    filters: [{type: ExternalAuth, externalAuth: {protocol: HTTP, http: {}, backendRef: {name: canary, port: 80}}}]
    backendRefs: [{name: stable, port: 80}]
";

fn manifests() -> String {
    format!("{MANIFESTS}{ROUTE}")
}

fn ask(path: &str) -> Exchange {
    let mut plugin = Plugin::start(&LEAN, &bundle(&manifests())).unwrap_or_else(|error| panic!("{error}"));
    run(&mut plugin, get(path).header(CLUSTER, "shop/canary:80").header(GUARDED, "shop/canary:80"))
}

fn asked_for(exchange: &Exchange) -> &str {
    exchange
        .filter_state
        .get(b"gatewright.native".as_slice())
        .map_or("", |name| str::from_utf8(name).unwrap())
}

#[test]
fn a_native_route_is_asked_for_by_what_it_does() {
    let exchange = ask("/mirrored");
    assert_eq!(exchange.forwarded().unwrap().text(CLUSTER), Some("shop/stable:80"));
    let expected = r#"{"mirrors":[{"cluster":"shop/canary:80","numerator":100,"denominator":100}]}"#;
    assert_eq!(asked_for(&exchange), expected);
    assert_eq!(asked_for(&ask("/plain")), "");
}

/// An Envoy without the native route finds no cluster, whatever the client says: nobody gets by the authorizer.
#[test]
fn only_the_native_route_knows_where_a_guarded_request_goes() {
    let exchange = ask("/guarded");
    let headers = exchange.forwarded().unwrap();
    assert_eq!(headers.all(CLUSTER).count(), 0);
    assert_eq!(headers.all(GUARDED).collect::<Vec<_>>(), [b"shop/stable:80"]);
    assert!(asked_for(&exchange).contains("externalAuth"));
}

/// Whoever brings plain manifests has an Envoy of their own.
#[test]
fn manifests_that_need_native_routes_are_warned_about() {
    let configuration = Wasm::manifests(&native(&manifests()).analysis);
    let plugin = Plugin::start(&FULL, &configuration).unwrap_or_else(|error| panic!("{error}"));
    let said: Vec<_> = plugin.logs().iter().map(|log| log.message.as_str()).collect();
    let told = |rule: &str, then: &str| said.iter().any(|line| line.contains(rule) && line.contains(then));
    assert!(told("`shop/native/0`", "are forwarded without"), "{said:?}");
    assert!(told("`shop/native/1`", "are answered with an error"), "{said:?}");
}
