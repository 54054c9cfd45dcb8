//! The host against filters written as WebAssembly text: each test is one thing that Envoy does.

mod support;

use host_tests::proxy_wasm::{
    Fault, Headers, Log, Metric, Module, Outcome, Plugin, Request, Settings, StartError, Status,
};
use support::{ADDRESS, Filter, RESULT, SIZE};

const REQUEST: &str = "(i32.const 0)";
const RESPONSE: &str = "(i32.const 2)";

fn start(filter: &Filter) -> Plugin {
    Plugin::start(&filter.module(), b"").expect("the test filter starts")
}

/// A filter that copies the header `x-in` to `x-out`.
fn copier() -> Filter {
    let mut filter = Filter::new()
        .import("proxy_get_header_map_value", "i32 i32 i32 i32 i32")
        .import("proxy_replace_header_map_value", "i32 i32 i32 i32 i32");
    let (from, to) = (filter.text("X-In"), filter.text("x-out"));
    filter.on_request(&[
        format!("(call $proxy_get_header_map_value {REQUEST} {from} {ADDRESS} {SIZE})"),
        format!("(call $proxy_replace_header_map_value {REQUEST} {to} {RESULT})"),
    ])
}

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

/// A filter that answers 404 with a body, a detail and two cookies.
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

/// A filter that accepts any configuration but an empty one.
fn picky() -> Filter {
    let filter = Filter::new().import("proxy_get_buffer_bytes", "i32 i32 i32 i32 i32");
    let read = format!(
        "(call $proxy_get_buffer_bytes (i32.const 7) (i32.const 0) (i32.const 1000) {ADDRESS} {SIZE})"
    );
    filter.on_request(std::slice::from_ref(&read)).function(&format!(
        "(func (export \"proxy_on_configure\") (param i32 i32) (result i32) (drop {read}) (i32.load {SIZE}))"
    ))
}

#[test]
fn a_configuration_can_be_refused() {
    let refused = Plugin::start(&picky().module(), b"").expect_err("an empty configuration");
    assert_eq!(refused, StartError::Refused { logs: Vec::new() });
}

#[test]
fn the_plugin_configuration_is_there_only_while_configuring() {
    let mut plugin = Plugin::start(&picky().module(), b"{}").expect("a configuration");
    let exchange = plugin.request(Request::get("a", "/"));
    assert_eq!(exchange.calls[0].answer, Some(Status::NotFound as u32));
}

/// A filter that puts its root context's number and its own into properties `root` and `self`.
fn rooted() -> Filter {
    let mut filter = Filter::new().import("proxy_set_property", "i32 i32 i32 i32");
    let (root, own) = (filter.text("root"), filter.text("self"));
    let keep = |path: &str, value: &str| {
        format!(
            "(i32.store {ADDRESS} {value}) (drop (call $proxy_set_property {path} {ADDRESS} (i32.const 4)))"
        )
    };
    let create = keep(&root, "(local.get 1)") + &keep(&own, "(local.get 0)");
    let respond = keep(&own, "(local.get 0)");
    filter
        .function(&format!("(func (export \"proxy_on_context_create\") (param i32 i32) {create})"))
        .function("(func (export \"proxy_on_configure\") (param i32 i32) (result i32) (local.get 1))")
        .function(&format!(
            "(func (export \"proxy_on_response_headers\") (param i32 i32 i32) (result i32) {respond} (i32.const 0))"
        ))
}

#[test]
fn a_request_under_way_outlives_a_new_configuration() {
    let mut plugin = Plugin::start(&rooted().module(), b"1").expect("a configuration");
    let mut before = plugin.request(Request::get("a", "/"));
    plugin.reconfigure(b"2").expect("another configuration");
    let after = plugin.request(Request::get("a", "/"));
    assert_ne!(before.filter_state[b"root".as_slice()], after.filter_state[b"root".as_slice()]);
    let context = before.filter_state[b"self".as_slice()].clone();
    plugin.respond(&mut before, Headers::new()).expect("a response");
    assert_eq!(before.filter_state[b"self".as_slice()], context);
}

#[test]
fn a_refused_configuration_leaves_the_old_one_in_place() {
    let mut plugin = Plugin::start(&rooted().module(), b"1").expect("a configuration");
    let before = plugin.request(Request::get("a", "/"));
    assert!(matches!(plugin.reconfigure(b""), Err(StartError::Refused { .. })));
    let after = plugin.request(Request::get("a", "/"));
    assert_eq!(before.filter_state[b"root".as_slice()], after.filter_state[b"root".as_slice()]);
}

#[test]
fn the_nth_hostcall_can_be_made_to_fail_once() {
    let mut plugin = start(&copier());
    plugin.inject(Fault::nth(1, Status::InternalFailure));
    let statuses = |plugin: &mut Plugin| -> Vec<_> {
        let exchange = plugin.request(Request::get("a", "/").header("x-in", "value"));
        exchange.calls.iter().filter_map(|call| call.answer).collect()
    };
    assert_eq!(statuses(&mut plugin), [0, Status::InternalFailure as u32]);
    assert_eq!(statuses(&mut plugin), [0, 0]);
}

#[test]
fn every_call_of_a_function_can_be_made_to_fail_until_healed() {
    let mut plugin = start(&copier());
    plugin.inject(Fault::named("proxy_replace_header_map_value", Status::BadArgument));
    for _ in 0..2 {
        let exchange = plugin.request(Request::get("a", "/").header("x-in", "value"));
        assert_eq!(exchange.calls[1].answer, Some(Status::BadArgument as u32));
        assert_eq!(exchange.forwarded().and_then(|headers| headers.get("x-out")), None);
    }
    plugin.heal();
    let exchange = plugin.request(Request::get("a", "/").header("x-in", "value"));
    assert_eq!(exchange.forwarded().and_then(|headers| headers.text("x-out")), Some("value"));
}

#[test]
fn unknown_imports_are_named() {
    let filter = Filter::new().import("proxy_log", "i32 i32 i32").import("proxy_brew_coffee", "i32");
    let error = Module::compile(filter.wat().as_bytes()).expect_err("an import that nobody offers");
    assert_eq!(
        error.to_string(),
        "the module imports `env.proxy_brew_coffee`, which this host does not offer"
    );
}

#[test]
fn an_endless_loop_is_stopped_and_the_vm_is_gone() {
    let filter = Filter::new().function(
        "(func (export \"proxy_on_request_headers\") (param i32 i32 i32) (result i32) (loop (br 0)) (unreachable))",
    );
    let settings = Settings { fuel: 100_000, ..Settings::default() };
    let mut plugin = Plugin::start_with(&filter.module(), b"", settings).expect("the filter starts");
    let Outcome::Trapped { message } = plugin.request(Request::get("a", "/")).outcome else {
        panic!("the loop ends");
    };
    assert!(message.contains("all fuel consumed"), "{message}");
    let Outcome::Trapped { message } = plugin.request(Request::get("a", "/")).outcome else {
        panic!("nothing runs in a VM that trapped");
    };
    assert!(message.starts_with("the VM is gone"), "{message}");
}

#[test]
fn fuel_is_counted_for_each_exchange() {
    let mut plugin = start(&copier());
    let mut fuel = || plugin.request(Request::get("a", "/").header("x-in", "value")).fuel;
    let first = fuel();
    assert!(first > 0);
    assert_eq!(fuel(), first);
}

#[test]
fn memory_growth_shows_and_ends_at_the_limit() {
    let filter = Filter::new().on_request(&["(memory.grow (i32.const 1))".to_owned()]);
    let settings = Settings { memory_bytes: 2 * 65536, ..Settings::default() };
    let mut plugin = Plugin::start_with(&filter.module(), b"", settings).expect("the filter starts");
    assert_eq!(plugin.memory_bytes(), 65536);
    for _ in 0..3 {
        plugin.request(Request::get("a", "/"));
    }
    assert_eq!(plugin.memory_bytes(), 2 * 65536);
}

#[test]
fn the_allocator_may_make_no_hostcall_but_a_log() {
    let mut filter = Filter::new()
        .import("proxy_get_header_map_value", "i32 i32 i32 i32 i32")
        .import("proxy_set_tick_period_milliseconds", "i32");
    let name = filter.text(":path");
    let wat = filter
        .on_request(&[format!("(call $proxy_get_header_map_value {REQUEST} {name} {ADDRESS} {SIZE})")])
        .wat()
        .replace(
            "(global.get $top)\n",
            "(drop (call $proxy_set_tick_period_milliseconds (i32.const 1))) (global.get $top)\n",
        );
    let module = Module::compile(wat.as_bytes()).expect("a valid test filter");
    let mut plugin = Plugin::start(&module, b"").expect("the filter starts");
    let Outcome::Trapped { message } = plugin.request(Request::get("a", "/")).outcome else {
        panic!("the filter calls out of its allocator");
    };
    assert!(message.contains("`proxy_set_tick_period_milliseconds` inside its allocator"), "{message}");
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
fn an_address_outside_the_memory_is_answered_not_followed() {
    let filter = Filter::new().import("proxy_log", "i32 i32 i32");
    let filter =
        filter.on_request(&["(call $proxy_log (i32.const 2) (i32.const 65530) (i32.const 7))".to_owned()]);
    let exchange = start(&filter).request(Request::get("a", "/"));
    assert_eq!(exchange.calls[0].answer, Some(Status::InvalidMemoryAccess as u32));
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

/// A filter that logs `log`, `done` and `delete` when a context ends.
fn mourner() -> Filter {
    let mut filter = Filter::new().import("proxy_log", "i32 i32 i32");
    let ends = [
        ("proxy_on_log", "log", ""),
        ("proxy_on_done", "done", "(result i32)"),
        ("proxy_on_delete", "delete", ""),
    ];
    for (export, message, result) in ends {
        let message = filter.text(message);
        let answer = if result.is_empty() { "" } else { "(i32.const 1)" };
        filter = filter.function(&format!(
            "(func (export \"{export}\") (param i32) {result}
               (drop (call $proxy_log (i32.const 2) {message})) {answer})\n"
        ));
    }
    filter
}

fn messages(logs: &[Log]) -> Vec<&str> {
    logs.iter().map(|log| log.message.as_str()).collect()
}

#[test]
fn a_request_is_logged_before_it_is_done_and_deleted() {
    let mut plugin = start(&mourner());
    let mut exchange = plugin.request(Request::get("a", "/"));
    plugin.respond(&mut exchange, Headers::new()).expect("a response");
    assert_eq!(messages(&exchange.logs), ["log", "done", "delete"]);
}

#[test]
fn an_old_configuration_is_deleted_after_its_last_request() {
    let mut plugin = start(&mourner());
    let mut exchange = plugin.request(Request::get("a", "/"));
    plugin.reconfigure(b"").expect("another configuration");
    assert_eq!(messages(plugin.logs()), [""; 0]);
    plugin.respond(&mut exchange, Headers::new()).expect("a response");
    assert_eq!(messages(&exchange.logs), ["log", "done", "delete", "done", "delete"]);
}

#[test]
fn a_configuration_that_traps_ends_a_throw_away_vm_only() {
    let filter = Filter::new().function(
        "(func (export \"proxy_on_configure\") (param i32 i32) (result i32)
           (if (i32.eqz (local.get 1)) (then unreachable)) (i32.const 1))",
    );
    let mut plugin = Plugin::start(&filter.module(), b"1").expect("a configuration");
    let error = plugin.reconfigure(b"").expect_err("a configuration that traps");
    assert_eq!(
        error.to_string(),
        "the filter ended abnormally: `proxy_on_configure`: wasm trap: wasm `unreachable` instruction executed"
    );
    assert!(plugin.request(Request::get("a", "/")).forwarded().is_some());
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
