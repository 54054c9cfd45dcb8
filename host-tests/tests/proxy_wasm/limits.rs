//! What a filter may not do, and how much of the rest.

use host_tests::proxy_wasm::{Module, Outcome, Plugin, Request, Settings, Status};

use crate::support::{ADDRESS, Filter, SIZE};
use crate::{REQUEST, copier, start};

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
fn an_address_outside_the_memory_is_answered_not_followed() {
    let filter = Filter::new().import("proxy_log", "i32 i32 i32");
    let filter =
        filter.on_request(&["(call $proxy_log (i32.const 2) (i32.const 65530) (i32.const 7))".to_owned()]);
    let exchange = start(&filter).request(Request::get("a", "/"));
    assert_eq!(exchange.calls[0].answer, Some(Status::InvalidMemoryAccess as u32));
}
