//! Everything else that a filter can call.

use host_tests::proxy_wasm::{Headers, Metric, Plugin, Request, Settings, Status};

use crate::start;
use crate::support::{ADDRESS, Filter, SIZE};

#[test]
fn properties_come_from_the_test_and_end_with_the_request() {
    let mut filter = Filter::new().import("proxy_get_property", "i32 i32 i32 i32");
    let (listener, path) = (filter.text("xds\0listener_metadata\0name"), filter.text("request\0path"));
    let reads = [listener, path].map(|path| format!("(call $proxy_get_property {path} {ADDRESS} {SIZE})"));
    let mut plugin = start(&filter.on_request(&reads).on_response(&reads));
    let request = Request::get("a", "/")
        .property(&["xds", "listener_metadata", "name"], "http")
        .property(&["request", "path"], "/");
    let mut exchange = plugin.request(request);
    plugin.respond(&mut exchange, Headers::new()).expect("a response");
    let answers: Vec<_> = exchange.calls.iter().filter_map(|call| call.answer).collect();
    assert_eq!(answers, [0, 0, 0, Status::NotFound as u32]);
}

#[test]
fn a_property_that_the_filter_set_has_a_single_segment() {
    let mut filter = Filter::new()
        .import("proxy_set_property", "i32 i32 i32 i32")
        .import("proxy_get_property", "i32 i32 i32 i32");
    let paths = [filter.text("rule"), filter.text("rule\0name")];
    let calls: Vec<String> = paths
        .iter()
        .flat_map(|path| {
            [
                format!("(call $proxy_set_property {path} {path})"),
                format!("(call $proxy_get_property {path} {ADDRESS} {SIZE})"),
            ]
        })
        .collect();
    let exchange = start(&filter.on_request(&calls)).request(Request::get("a", "/"));
    let answers: Vec<_> = exchange.calls.iter().filter_map(|call| call.answer).collect();
    assert_eq!(answers, [0, 0, 0, Status::NotFound as u32]);
    assert_eq!(exchange.filter_state.len(), 2);
}

#[test]
fn metrics_keep_what_was_recorded() {
    let mut filter = Filter::new()
        .import("proxy_define_metric", "i32 i32 i32 i32")
        .import("proxy_increment_metric", "i32 i64")
        .import("proxy_record_metric", "i32 i64");
    let (requests, size) = (filter.text("requests"), filter.text("size"));
    let id = format!("(i32.load {ADDRESS})");
    let filter = filter.on_request(&[
        format!("(call $proxy_define_metric (i32.const 0) {requests} {ADDRESS})"),
        format!("(call $proxy_increment_metric {id} (i64.const 2))"),
        format!("(call $proxy_increment_metric {id} (i64.const -1))"),
        format!("(call $proxy_define_metric (i32.const 2) {size} {ADDRESS})"),
        format!("(call $proxy_record_metric {id} (i64.const 7))"),
        format!("(call $proxy_increment_metric {id} (i64.const 1))"),
    ]);
    let mut plugin = start(&filter);
    let exchange = plugin.request(Request::get("a", "/"));
    let bad = Status::BadArgument as u32;
    let answers: Vec<_> = exchange.calls.iter().filter_map(|call| call.answer).collect();
    assert_eq!(answers, [0, 0, bad, 0, 0, bad]);
    assert_eq!(
        plugin.metrics(),
        [
            Metric::Counter { name: "requests".to_owned(), value: 2 },
            Metric::Histogram { name: "size".to_owned(), values: vec![7] },
        ]
    );
}

#[test]
fn randomness_is_the_seeds_and_is_limited_as_in_envoy() {
    let filter =
        Filter::new().import("random_get", "i32 i32").import("proxy_set_property", "i32 i32 i32 i32");
    let filter = filter.on_request(&[
        "(call $random_get (i32.const 64) (i32.const 8))".to_owned(),
        "(call $random_get (i32.const 0) (i32.const 65537))".to_owned(),
        "(call $proxy_set_property (i32.const 0) (i32.const 0) (i32.const 64) (i32.const 8))".to_owned(),
    ]);
    let module = filter.module();
    let drawn = |seed| {
        let settings = Settings { seed, ..Settings::default() };
        let mut plugin = Plugin::start_with(&module, b"", settings).expect("the filter starts");
        let exchange = plugin.request(Request::get("a", "/"));
        assert_eq!(exchange.calls[1].answer, Some(28));
        exchange.filter_state[&Vec::new()].clone()
    };
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn clear_route_cache_is_a_foreign_function_and_others_are_not_found() {
    let mut filter = Filter::new().import("proxy_call_foreign_function", "i32 i32 i32 i32 i32 i32");
    let names = [filter.text("clear_route_cache"), filter.text("brew_coffee")];
    let calls = names.map(|name| {
        format!("(call $proxy_call_foreign_function {name} (i32.const 0) (i32.const 0) {ADDRESS} {SIZE})")
    });
    let exchange = start(&filter.on_request(&calls)).request(Request::get("a", "/"));
    let answers: Vec<_> = exchange.calls.iter().filter_map(|call| call.answer).collect();
    assert_eq!(answers, [0, Status::NotFound as u32]);
}

#[test]
fn an_http_call_needs_a_known_cluster() {
    let mut filter = Filter::new().import("proxy_http_call", "i32 i32 i32 i32 i32 i32 i32 i32 i32 i32");
    let none = "(i32.const 0) (i32.const 0)";
    let cluster = filter.text("auth");
    let mut pairs = String::from("\u{3}\0\0\0");
    let headers = [(":method", "GET"), (":path", "/"), (":authority", "a")];
    for (name, value) in headers {
        pairs.push(char::from(u8::try_from(name.len()).expect("short")));
        pairs.push_str("\0\0\0");
        pairs.push(char::from(u8::try_from(value.len()).expect("short")));
        pairs.push_str("\0\0\0");
    }
    for (name, value) in headers {
        pairs.push_str(&format!("{name}\0{value}\0"));
    }
    let pairs = filter.text(&pairs);
    let call = format!("(call $proxy_http_call {cluster} {pairs} {none} {none} (i32.const 100) {ADDRESS})");
    let module = filter.on_request(&[call]).module();
    let answer = |clusters: &[&str]| {
        let clusters = clusters.iter().map(ToString::to_string).collect();
        let settings = Settings { clusters, ..Settings::default() };
        let mut plugin = Plugin::start_with(&module, b"", settings).expect("the filter starts");
        plugin.request(Request::get("a", "/")).calls[0].answer
    };
    assert_eq!(answer(&["auth"]), Some(0));
    assert_eq!(answer(&["other"]), Some(Status::BadArgument as u32));
}
