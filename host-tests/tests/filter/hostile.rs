//! Requests that no honest client sends: each gets an answer, and none of them a backend of its choice.

use std::cell::RefCell;

use host_tests::proxy_wasm::{Headers, Plugin, Request};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::Config};

use crate::shop::{CLUSTER, assert_answered, at_shop, get, run, start, start_full};

/// Sends it, checks that it is answered, and gives the status: 200 for what is forwarded.
fn status(plugin: &mut Plugin, request: Request) -> u32 {
    let shown = format!("{:.300}", format!("{:?}", request.headers));
    let exchange = run(plugin, request);
    assert_answered(&exchange, &shown);
    exchange.local_reply().map_or(200, |reply| reply.status)
}

fn from(host: &[u8]) -> Request {
    let headers = [(":method", b"GET".as_slice()), (":path", b"/plain"), (":authority", host)];
    at_shop(Headers::from(headers).into())
}

fn to(path: &[u8]) -> Request {
    let headers = [(":method", b"GET".as_slice()), (":path", path), (":authority", b"shop.example.com")];
    at_shop(Headers::from(headers).into())
}

#[test]
fn a_host_that_is_none_is_a_400() {
    let mut plugin = start();
    for host in [b"a,b".as_slice(), b"\xff", b"a b", b"a\0b", b"a/b", b"user@host", &[b'a'; 60_000]] {
        assert_eq!(status(&mut plugin, from(host)), 400, "{:.40}", host.escape_ascii().to_string());
    }
}

#[test]
fn two_host_headers_are_a_400() {
    let request = get("/plain").header("host", "other.example.com");
    assert_eq!(status(&mut start(), request), 400);
}

#[test]
fn a_target_that_is_no_text_is_a_400() {
    let mut plugin = start();
    for path in [b"/plain\xff".as_slice(), b"\xff", b"/plain?q=\xff", b"/\xc0\xaf"] {
        assert_eq!(status(&mut plugin, to(path)), 400, "{}", path.escape_ascii());
    }
}

#[test]
fn absurd_targets_are_answered() {
    let mut plugin = start();
    for path in [
        "a".repeat(60_000),
        format!("/plain/{}", "a".repeat(60_000)),
        "/".repeat(10_000),
        "/a".repeat(10_000),
        "/%2e%2e".repeat(5_000),
        "/..".repeat(10_000),
        "/.".repeat(10_000),
        "%".repeat(10_000),
        format!("/{}", "%41".repeat(10_000)),
        format!("/rewrite/{}", "%2F".repeat(10_000)),
        format!("/redirect/{}", "?".repeat(10_000)),
        format!("/redirect?{}", "&q=1".repeat(10_000)),
        format!("/plain?{}", "q".repeat(60_000)),
        format!("/{}/b?q=1", "a".repeat(10_000)),
        "\0".to_owned(),
        "/plain\0".to_owned(),
        "?".to_owned(),
        "#".to_owned(),
        "http://elsewhere.example.com/plain".to_owned(),
        "*".to_owned(),
        String::new(),
    ] {
        status(&mut plugin, to(path.as_bytes()).header("x-pattern", "b".repeat(1_000)));
    }
}

#[test]
fn other_methods_are_answered() {
    let mut plugin = start();
    let connect = [(":method", "CONNECT"), (":authority", "shop.example.com:443")];
    assert_eq!(status(&mut plugin, at_shop(Headers::from(connect).into())), 404);
    assert_eq!(status(&mut plugin, at_shop(Request::new("OPTIONS", "shop.example.com", "*"))), 404);
    for method in ["", "get", "M\0", "\u{fffd}", &"A".repeat(60_000)] {
        assert_eq!(status(&mut plugin, at_shop(Request::new(method, "shop.example.com", "/plain"))), 200);
    }
}

#[test]
fn a_method_that_is_no_text_is_a_400() {
    let headers =
        [(":method", b"\xff".as_slice()), (":path", b"/plain"), (":authority", b"shop.example.com")];
    assert_eq!(status(&mut start(), at_shop(Headers::from(headers).into())), 400);
}

#[test]
fn a_request_without_pseudo_headers_is_answered() {
    let mut plugin = start();
    let all = [(":method", "GET"), (":path", "/plain"), (":authority", "shop.example.com")];
    for missing in 0..all.len() {
        let kept = all.iter().enumerate().filter(|(number, _)| *number != missing).map(|(_, pair)| *pair);
        status(&mut plugin, at_shop(kept.collect::<Headers>().into()));
        let mut emptied = all;
        emptied[missing].1 = "";
        status(&mut plugin, at_shop(Headers::from(emptied).into()));
    }
    status(&mut plugin, at_shop(Headers::new().into()));
}

#[test]
fn header_lines_may_be_any_bytes_any_number_and_any_size() {
    let mut plugin = start();
    for request in [
        get("/plain").header(b"\xff\xfe", b"\xff"),
        get("/plain").header("", ""),
        get("/plain").header("x\0y", "a\0b\r\nc: d"),
        get("/plain").header("x-long", "v".repeat(60_000)),
        get("/plain").header("n".repeat(60_000), ""),
        (0..1_000).fold(get("/plain"), |request, number| request.header(format!("x-{number}"), "v")),
        (0..1_000).fold(get("/plain"), |request, _| request.header("x-same", "v")),
    ] {
        assert_eq!(status(&mut plugin, request), 200);
    }
}

#[test]
fn a_client_does_not_choose_its_backend() {
    let mut plugin = start();
    for name in [CLUSTER, "X-Gatewright-Cluster", "x-GATEWRIGHT-cluster"] {
        for path in ["/plain", "/rewrite", "/weighted"] {
            let request = get(path).header(name, "secret/admin:80").header(name, "secret/other:80");
            assert_eq!(status(&mut plugin, request), 200);
        }
    }
}

#[test]
fn a_manifest_writes_none_of_our_headers() {
    let mut exchange = run(&mut start(), get("/rewrite/a"));
    let response = exchange.response.take().expect("a response");
    let forwarded = exchange.forwarded().expect("a backend");
    assert_eq!((forwarded.text("x-set"), response.text("x-response")), (Some("1"), Some("3")));
    let ours = forwarded.iter().chain(response.iter()).map(|(name, _)| name);
    let ours: Vec<_> = ours.filter(|name| name.starts_with(b"x-gatewright-")).collect();
    assert_eq!(ours, [CLUSTER.as_bytes()]);
}

#[test]
fn a_client_cannot_say_which_socket_it_came_in_on() {
    let request = Request::get("shop.example.com", "/plain")
        .header("xds.listener_metadata.filter_metadata.gatewright.socket", "x")
        .header("x-gatewright-socket", "x")
        .header("x-gatewright-rule", "x");
    let exchange = run(&mut start(), request);
    assert_answered(&exchange, &"spoofed socket");
    let label = exchange.filter_state.get(b"gatewright.rule".as_slice()).map(Vec::as_slice);
    assert_eq!(label, Some(b"shop/shop/plain".as_slice()));
}

#[test]
fn the_cost_of_a_target_grows_with_its_length_and_no_faster() {
    let mut plugin = start();
    let unit = |piece: &'static str| move |count: usize| piece.repeat(count);
    for target in
        ["/", "/a", "/.", "/..", "/a/..", "/%2e%2e", "%", "a", "/plain?q=1&", "/redirect/"].map(unit)
    {
        let mut fuel = |count| run(&mut plugin, to(target(count).as_bytes())).fuel;
        let (half, whole) = (fuel(4_000), fuel(8_000));
        assert!(whole < half * 5 / 2, "`{}`: {half}, then {whole}", target(1));
    }
}

#[test]
fn the_cost_of_a_regular_expression_grows_with_the_value_and_no_faster() {
    let mut plugin = start();
    let mut fuel = |count| run(&mut plugin, to(format!("/{}!", "a".repeat(count)).as_bytes())).fuel;
    let (half, whole) = (fuel(4_000), fuel(8_000));
    assert!(whole < half * 5 / 2, "{half}, then {whole}");
}

#[test]
fn memory_does_not_grow_with_requests() {
    let mut plugin = start();
    let round = |plugin: &mut Plugin, number: usize| {
        let request = match number % 5 {
            0 => get("/plain"),
            1 => get("/rewrite/a").header("x-long", "v".repeat(number % 4_000)),
            2 => get("/redirect"),
            3 => (0..number % 100).fold(get("/nowhere"), |request, _| request.header("x", "y")),
            _ => to(&b"/%2e%2e".repeat(number % 300)),
        };
        run(plugin, request);
    };
    (0..4_000).for_each(|number| round(&mut plugin, number));
    let before = plugin.memory_bytes();
    (0..20_000).for_each(|number| round(&mut plugin, number));
    assert_eq!(plugin.memory_bytes(), before);
}

fn name() -> impl Strategy<Value = Vec<u8>> {
    const KNOWN: &[&str] = &[
        ":method",
        ":path",
        ":authority",
        ":scheme",
        "host",
        CLUSTER,
        "x-pattern",
        "x-gatewright-rule",
        "x-remove",
        "x-set",
        "x-add",
        "content-type",
    ];
    prop_oneof![
        3 => select(KNOWN).prop_map(|name| name.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..20),
    ]
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    const KNOWN: &[&str] = &[
        "GET",
        "/plain",
        "/rewrite/../redirect",
        "/redirect/%2e",
        "/weighted?q=1",
        "/aaa/b?q=1",
        "shop.example.com",
        "shop/stable:80",
        "bb",
        "application/grpc",
        "",
    ];
    prop_oneof![
        3 => select(KNOWN).prop_map(|value| value.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..60),
        1 => vec(select(&b"/.%2eF?&=#;:\\\0a"[..]), 0..60),
    ]
}

#[test]
fn any_bytes_as_headers_are_answered() {
    for plugin in [start(), start_full()] {
        let plugin = RefCell::new(plugin);
        let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
        proptest!(config, |(headers in vec((name(), value()), 0..80))| {
            let pairs = headers.iter().map(|(name, value)| (name, value));
            let request = at_shop(pairs.collect::<Headers>().into());
            assert_answered(&run(&mut plugin.borrow_mut(), request), &headers);
        });
    }
}
