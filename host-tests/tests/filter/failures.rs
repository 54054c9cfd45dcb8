//! Every hostcall that a request makes fails in every way.

use engine::{
    actions::ReplyReason,
    table::{Settings as Tell, encode},
};
use host_tests::{
    proxy_wasm::{Fault, Outcome, Plugin, Request, Settings, StartError, Status},
    subject::SOCKET,
};

use crate::shop::{
    CLUSTER, LEAN, MANIFESTS, assert_answered, assert_safe, at_shop, bundle, get, native, run, start,
    two_sockets,
};

const PATHS: [&str; 4] = ["/plain", "/rewrite/a", "/redirect", "/nowhere"];
/// The one call after whose failure nobody is left to answer the client.
const REPLY: &str = "proxy_send_local_response";

/// From a client that would like to choose.
fn spoofed(path: &str) -> Request {
    get(path).header(CLUSTER, "secret/admin:80").header("x-remove", "me")
}

/// The response phase of what goes on also meets the fault, and does not trap.
fn finish(plugin: &mut Plugin, path: &str, fault: &Fault) {
    plugin.heal();
    plugin.inject(fault.clone());
    let mut exchange = plugin.request(spoofed(path));
    let replies = exchange.calls_of(REPLY).filter(|call| call.answer != Some(0)).count();
    if replies > 0 {
        assert_safe(&exchange, &(path, fault));
    } else {
        assert_answered(&exchange, &(path, fault));
    }
    if exchange.forwarded().is_some() {
        plugin
            .respond(&mut exchange, [(":status", "200")].into())
            .unwrap_or_else(|trap| panic!("{path}, {fault:?}: {trap}"));
    } else if exchange.outcome == Outcome::Paused {
        plugin.abandon(exchange).unwrap_or_else(|trap| panic!("{path}, {fault:?}: {trap}"));
    }
    plugin.heal();
}

/// What a request calls when nothing fails, in both phases.
fn calls(plugin: &mut Plugin, path: &str) -> Vec<&'static str> {
    let exchange = run(plugin, spoofed(path));
    exchange.calls.iter().map(|call| call.name).collect()
}

/// The ABI's failures, and numbers that it does not know.
fn every(fault: impl Fn(Status) -> Fault) -> impl Iterator<Item = Fault> {
    let unknown = [13, 255, u32::MAX].map(|code| fault(Status::InternalFailure).with_code(code));
    Status::FAILURES.map(fault).into_iter().chain(unknown)
}

#[test]
fn a_hostcall_that_always_fails_lets_nobody_choose_a_backend() {
    let mut plugin = start();
    for path in PATHS {
        for name in calls(&mut plugin, path) {
            every(|status| Fault::named(name, status)).for_each(|fault| finish(&mut plugin, path, &fault));
        }
    }
}

#[test]
fn a_hostcall_that_fails_once_lets_nobody_choose_a_backend() {
    let mut plugin = start();
    for path in PATHS {
        for n in 0..=calls(&mut plugin, path).len() {
            every(|status| Fault::nth(n, status)).for_each(|fault| finish(&mut plugin, path, &fault));
        }
    }
}

#[test]
fn two_hostcalls_that_fail_let_nobody_choose_a_backend() {
    let mut plugin = start();
    for path in PATHS {
        let names = calls(&mut plugin, path);
        for first in &names {
            plugin.heal();
            for second in names.iter().filter(|second| *second != first) {
                plugin.inject(Fault::named(second, Status::InternalFailure));
                plugin.inject(Fault::named(first, Status::BadArgument));
                let exchange = plugin.request(spoofed(path));
                assert_safe(&exchange, &(path, first, second));
                plugin.abandon(exchange).unwrap_or_else(|trap| panic!("{path}, {first}, {second}: {trap}"));
                plugin.heal();
            }
        }
    }
}

#[test]
fn a_cluster_that_cannot_be_set_is_a_500() {
    let mut plugin = start();
    plugin.inject(Fault::named("proxy_replace_header_map_value", Status::InternalFailure));
    let exchange = plugin.request(spoofed("/plain"));
    let reply = exchange.local_reply().expect("the filter answers");
    assert_eq!((reply.status, reply.details.as_slice()), (500, b"gatewright_hostcall_failed".as_slice()));
}

#[test]
fn a_rule_that_cannot_be_logged_is_forwarded_all_the_same() {
    let mut plugin = start();
    plugin.inject(Fault::named("proxy_set_property", Status::InternalFailure));
    let exchange = plugin.request(spoofed("/plain"));
    assert_eq!(exchange.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
}

/// Ports are 8 bytes, little-endian, as Envoy gives integers.
fn port(number: i64) -> Request {
    Request::get("shop.example.com", "/plain").property(&["destination", "port"], number.to_le_bytes())
}

#[test]
fn without_listener_metadata_the_port_names_the_socket() {
    let mut plugin = two_sockets();
    let exchange = run(&mut plugin, port(80));
    assert_eq!(exchange.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
}

#[test]
fn a_request_whose_socket_nobody_knows_is_answered() {
    let mut plugin = two_sockets();
    let get = || Request::get("shop.example.com", "/plain").header(CLUSTER, "secret/admin:80");
    let named = |name: &[u8]| get().property(&SOCKET, name);
    let short_port = get().property(&["destination", "port"], [80, 0]);
    for request in [
        get(),
        port(81),
        port(-1),
        port(i64::MAX),
        short_port,
        named(b"\xff"),
        named(b"elsewhere"),
        named(b"\0"),
    ] {
        let shown = format!("{request:?}");
        let exchange = plugin.request(request);
        assert_answered(&exchange, &shown);
        let reply = exchange.local_reply().map(|reply| reply.details.as_slice());
        assert_eq!(reply, Some(ReplyReason::UnknownSocket.details().as_bytes()), "{shown}");
    }
}

#[test]
fn our_own_envoy_names_the_socket_in_a_header() {
    let definition = native(MANIFESTS).analysis.definition;
    let settings = Tell { socket_in_header: true, ..Tell::default() };
    let mut plugin = Plugin::start(&LEAN, &encode(&definition, settings)).expect("a bundle");
    let plain = || Request::get("shop.example.com", "/plain");
    let named = run(&mut plugin, plain().header("x-gatewright-socket", &definition.sockets[0].name));
    assert_eq!(named.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
    assert_eq!(named.calls_of("proxy_get_property").count(), 0);
    // A listener from before an upgrade has the property alone while it drains.
    let drained = run(&mut plugin, at_shop(plain()));
    assert_eq!(drained.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
    let unknown = run(&mut plugin, plain().header("x-gatewright-socket", "elsewhere"));
    let reply = unknown.local_reply().map(|reply| reply.details.as_slice());
    assert_eq!(reply, Some(ReplyReason::UnknownSocket.details().as_bytes()));
}

#[test]
fn properties_that_fail_leave_the_socket_unknown() {
    let mut plugin = two_sockets();
    for fault in every(|status| Fault::named("proxy_get_property", status)) {
        plugin.heal();
        plugin.inject(fault.clone());
        let exchange = plugin.request(spoofed("/plain"));
        assert_answered(&exchange, &fault);
        assert!(exchange.local_reply().is_some(), "{fault:?}");
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_refused() {
    for fault in every(|status| Fault::named("proxy_get_buffer_bytes", status)) {
        let settings = Settings { faults: vec![fault.clone()], ..Settings::default() };
        let refused = Plugin::start_with(&LEAN, &bundle(MANIFESTS), settings).expect_err("no configuration");
        assert!(matches!(refused, StartError::Refused { .. }), "{fault:?}: {refused}");
    }
}
