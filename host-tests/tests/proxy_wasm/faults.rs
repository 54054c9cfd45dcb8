//! Failures that a test asks for.

use host_tests::proxy_wasm::{Fault, Plugin, Request, Status};

use crate::{copier, start};

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
