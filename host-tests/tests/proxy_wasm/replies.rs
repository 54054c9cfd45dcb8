//! Replies that a filter gives by itself.

use host_tests::proxy_wasm::{Headers, Request};

use crate::support::{ADDRESS, Filter, SIZE};
use crate::{REQUEST, RESPONSE, start};

/// A filter that answers 404 with a body, a detail and a header, and adds another to each response that it sees.
fn replier() -> Filter {
    let mut filter = Filter::new()
        .import("proxy_send_local_response", "i32 i32 i32 i32 i32 i32 i32 i32")
        .import("proxy_add_header_map_value", "i32 i32 i32 i32 i32");
    let (details, body) = (filter.text("no_route"), filter.text("gone"));
    let pairs = filter.text("\u{1}\0\0\0\u{1}\0\0\0\u{1}\0\0\0x\0y\0");
    let (name, value) = (filter.text("x-seen"), filter.text("1"));
    filter
        .on_request(&[format!(
            "(call $proxy_send_local_response (i32.const 404) {details} {body} {pairs} (i32.const -1))"
        )])
        .on_response(&[format!("(call $proxy_add_header_map_value {RESPONSE} {name} {value})")])
}

#[test]
fn a_local_reply_carries_details_and_passes_the_response_phase() {
    let exchange = start(&replier()).request(Request::get("a", "/"));
    let reply = exchange.local_reply().expect("a local reply");
    assert_eq!((reply.status, reply.details.as_slice(), reply.grpc), (404, b"no_route".as_slice(), None));
    assert_eq!(
        exchange.response,
        Some(Headers::from([
            (":status", "404"),
            ("x", "y"),
            ("content-length", "4"),
            ("content-type", "text/plain"),
            ("x-seen", "1"),
        ]))
    );
}

#[test]
fn a_grpc_client_gets_a_local_reply_as_a_grpc_status() {
    let exchange = start(&replier())
        .request(Request::new("POST", "a", "/").header("content-type", "application/grpc+proto"));
    let response = exchange.response.expect("a response");
    assert_eq!((response.text(":status"), response.text("grpc-status")), (Some("200"), Some("12")));
    assert_eq!(response.text("grpc-message"), Some("gone"));
}

#[test]
fn the_first_of_two_local_replies_counts() {
    let mut filter = Filter::new().import("proxy_send_local_response", "i32 i32 i32 i32 i32 i32 i32 i32");
    let empty = "(i32.const 0) (i32.const 0)";
    let reply = |status| {
        format!(
            "(call $proxy_send_local_response (i32.const {status}) {empty} {empty} {empty} (i32.const -1))"
        )
    };
    filter = filter.on_request(&[reply(404), reply(503)]);
    let exchange = start(&filter).request(Request::get("a", "/"));
    assert_eq!(exchange.local_reply().map(|reply| reply.status), Some(404));
}

#[test]
fn a_request_answered_locally_keeps_its_headers() {
    let mut filter = replier().import("proxy_get_header_map_value", "i32 i32 i32 i32 i32");
    let path = filter.text(":path");
    let read = format!("(drop (call $proxy_get_header_map_value {REQUEST} {path} {ADDRESS} {SIZE}))");
    let filter = filter.function(&format!(
        "(func (export \"proxy_on_done\") (param i32) (result i32) {read} (i32.const 1))"
    ));
    let exchange = start(&filter).request(Request::get("a", "/"));
    assert_eq!(
        exchange.calls_of("proxy_get_header_map_value").map(|call| call.answer).collect::<Vec<_>>(),
        [Some(0)]
    );
}
