//! The host against filters written as WebAssembly text: each test is one thing that Envoy does.

mod contexts;
mod faults;
mod headers;
mod hostcalls;
mod limits;
mod replies;
mod support;

use host_tests::proxy_wasm::Plugin;

use self::support::{ADDRESS, Filter, RESULT, SIZE};

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
