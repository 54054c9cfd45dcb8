//! Configurations and requests: how they begin, outlive each other and end.

use host_tests::proxy_wasm::{Headers, Log, Plugin, Request, StartError, Status};

use crate::start;
use crate::support::{ADDRESS, Filter, SIZE};

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
