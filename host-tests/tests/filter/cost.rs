use engine::table::{Settings, encode};
use host_tests::proxy_wasm::{Exchange, Plugin, Request};

use crate::shop::{CLUSTER, LEAN, MANIFESTS, bundle, get, native, run};

fn calls(exchange: &Exchange) -> Vec<&'static str> {
    exchange.calls.iter().map(|call| call.name).collect()
}

/// As our own Envoy asks, without an access log.
fn ask(path: &str) -> (Plugin, Exchange) {
    let definition = native(MANIFESTS).analysis.definition;
    let settings = Settings { socket_in_header: true, ..Settings::default() };
    let mut plugin = Plugin::start(&LEAN, &encode(&definition, settings)).expect("a bundle");
    let request = Request::get("shop.example.com", path);
    let exchange = plugin.request(request.header("x-gatewright-socket", &definition.sockets[0].name));
    (plugin, exchange)
}

#[test]
fn a_plain_forward_makes_three_hostcalls_and_its_response_none() {
    let (mut plugin, mut exchange) = ask("/plain");
    let expected = ["proxy_get_header_map_pairs", "proxy_add_header_map_value", "proxy_increment_metric"];
    assert_eq!(calls(&exchange), expected);
    assert_eq!(exchange.calls[1].inputs, [CLUSTER.as_bytes(), b"shop/stable:80"]);
    exchange.calls.clear();

    plugin.respond(&mut exchange, [(":status", "200")].into()).expect("a response");
    assert_eq!(calls(&exchange), [""; 0]);
}

#[test]
fn a_redirect_writes_no_header_map() {
    let (_, exchange) = ask("/redirect");
    let expected = ["proxy_get_header_map_pairs", "proxy_send_local_response", "proxy_increment_metric"];
    assert_eq!(calls(&exchange), expected);
}

#[test]
fn a_404_asks_and_answers() {
    let (_, exchange) = ask("/nowhere");
    let expected = ["proxy_get_header_map_pairs", "proxy_send_local_response", "proxy_increment_metric"];
    assert_eq!(calls(&exchange), expected);
}

/// Looking for one that is there already costs Envoy more than adding one, so it is done where there is one.
#[test]
fn a_cluster_that_is_there_already_is_replaced() {
    let mut plugin = Plugin::start(&LEAN, &bundle(MANIFESTS)).expect("a bundle");
    let exchange = run(&mut plugin, get("/plain").header(CLUSTER, "secret/admin:80"));
    assert_eq!(exchange.calls_of("proxy_replace_header_map_value").count(), 1);
    assert_eq!(exchange.calls_of("proxy_add_header_map_value").count(), 0);
    assert_eq!(exchange.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
}
