//! Maps of headers, as they cross the boundary.

use host_tests::proxy_wasm::{Headers, Request, Status};

use crate::support::{ADDRESS, Filter, RESULT, SIZE};
use crate::{REQUEST, RESPONSE, copier, start};

#[test]
fn a_header_read_through_the_guests_allocator_is_forwarded_under_another_name() {
    let exchange =
        start(&copier()).request(Request::get("a", "/").header("x-in", "value").header("x-out", "old"));
    let headers = exchange.forwarded().expect("the request continues");
    assert_eq!(headers.all("x-out").collect::<Vec<_>>(), [b"value"]);
}

#[test]
fn calls_are_recorded_with_the_bytes_passed_and_the_status_answered() {
    let exchange = start(&copier()).request(Request::get("a", "/"));
    let calls: Vec<String> = exchange.calls.iter().map(|call| format!("{call:?}")).collect();
    assert_eq!(
        calls,
        ["proxy_get_header_map_value(`X-In`) = 1", "proxy_replace_header_map_value(`x-out`, ``) = 0",]
    );
}

#[test]
fn the_response_map_cannot_be_written_before_there_is_a_response() {
    let mut filter = Filter::new().import("proxy_replace_header_map_value", "i32 i32 i32 i32 i32");
    let (name, value) = (filter.text("x"), filter.text("y"));
    let set = |map: &str| format!("(call $proxy_replace_header_map_value {map} {name} {value})");
    let filter = filter.on_request(&[set(RESPONSE)]).on_response(&[set(RESPONSE), set(REQUEST)]);
    let mut plugin = start(&filter);
    let mut exchange = plugin.request(Request::get("a", "/"));
    let response = plugin.respond(&mut exchange, [(":status", "200")].into()).expect("a response");

    let answers: Vec<_> = exchange.calls.iter().map(|call| call.answer).collect();
    assert_eq!(answers, [Some(Status::BadArgument as u32), Some(0), Some(Status::BadArgument as u32)]);
    assert_eq!(response.text("x"), Some("y"));
}

#[test]
fn the_request_map_has_no_pairs_in_the_response_phase() {
    let filter = Filter::new()
        .import("proxy_get_header_map_pairs", "i32 i32 i32")
        .import("proxy_set_property", "i32 i32 i32 i32");
    let read = format!("(call $proxy_get_header_map_pairs {REQUEST} {ADDRESS} {SIZE})");
    let keep = format!("(call $proxy_set_property (i32.const 0) (i32.const 0) {RESULT})");
    let filter = filter.on_request(&[read.clone(), keep.clone()]).on_response(&[read, keep]);
    let mut plugin = start(&filter);
    let mut exchange = plugin.request(Headers::from([("a", "b")]).into());
    let pairs = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, b'a', 0, b'b', 0];
    assert_eq!(exchange.filter_state[&Vec::new()], pairs);
    plugin.respond(&mut exchange, [(":status", "200")].into()).expect("a response");
    assert_eq!(exchange.filter_state[&Vec::new()], b"");
    assert!(exchange.calls.iter().all(|call| call.answer == Some(0)));
}
