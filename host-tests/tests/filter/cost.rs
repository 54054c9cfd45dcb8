use host_tests::proxy_wasm::Exchange;

use crate::shop::{CLUSTER, get, start};

fn calls(exchange: &Exchange) -> Vec<&'static str> {
    exchange.calls.iter().map(|call| call.name).collect()
}

#[test]
fn a_plain_forward_makes_six_hostcalls_and_its_response_none() {
    let mut plugin = start();
    let mut exchange = plugin.request(get("/plain"));
    let expected = [
        "proxy_get_property",
        "proxy_get_header_map_pairs",
        "proxy_set_property",
        "proxy_replace_header_map_value",
        "proxy_call_foreign_function",
        "proxy_increment_metric",
    ];
    assert_eq!(calls(&exchange), expected);
    assert_eq!(exchange.calls[3].inputs, [CLUSTER.as_bytes(), b"shop/stable:80"]);
    exchange.calls.clear();

    plugin.respond(&mut exchange, [(":status", "200")].into()).expect("a response");
    assert_eq!(calls(&exchange), [""; 0]);
}

#[test]
fn a_redirect_writes_no_header_map() {
    let exchange = start().request(get("/redirect"));
    let expected = [
        "proxy_get_property",
        "proxy_get_header_map_pairs",
        "proxy_set_property",
        "proxy_send_local_response",
        "proxy_increment_metric",
    ];
    assert_eq!(calls(&exchange), expected);
}

#[test]
fn a_404_asks_and_answers() {
    let exchange = start().request(get("/nowhere"));
    assert_eq!(
        calls(&exchange),
        [
            "proxy_get_property",
            "proxy_get_header_map_pairs",
            "proxy_send_local_response",
            "proxy_increment_metric"
        ]
    );
}
