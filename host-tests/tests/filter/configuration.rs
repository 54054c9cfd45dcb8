//! Configurations that are none, and what goes on serving meanwhile.

use engine::table::{Settings as Tell, encode};
use host_tests::{
    proxy_wasm::{Module, Plugin, StartError},
    subject::Wasm,
};

use crate::shop::{CLUSTER, FULL, LEAN, MANIFESTS, bundle, get, native, run, start, start_full};

/// What the filter logs when it refuses.
fn refusal(module: &Module, configuration: &[u8]) -> String {
    match Plugin::start(module, configuration) {
        Err(StartError::Refused { logs }) => {
            logs.into_iter().map(|log| log.message).collect::<Vec<_>>().join("\n")
        }
        Err(trapped) => panic!("{trapped}"),
        Ok(_) => panic!("`{}` is taken", configuration.escape_ascii()),
    }
}

/// The manifests, with another backend for each rule.
fn others() -> String {
    MANIFESTS.replace("- name: stable\n      port", "- name: canary\n      port")
}

fn backend(plugin: &mut Plugin) -> Option<String> {
    let exchange = run(plugin, get("/plain"));
    exchange.forwarded().and_then(|headers| headers.text(CLUSTER)).map(str::to_owned)
}

const NO_BUNDLE: &str = "gatewright: configuration refused: not a bundle: write one with `gatewright bundle`";
const NEITHER: &str = "gatewright: configuration refused: neither a bundle nor manifests: give the output of `gatewright bundle`, a Struct or JSON";
const DAMAGED: &str =
    "gatewright: configuration refused: the bundle is damaged: write it again with `gatewright bundle`";

#[test]
fn what_is_no_bundle_is_refused() {
    for bytes in [b"".as_slice(), b"junk", b"\0", b"\xff\xfe", b"GATEWRIGHT-BUNDLE\n\x01"] {
        assert_eq!(refusal(&LEAN, bytes), NO_BUNDLE);
        assert_eq!(refusal(&FULL, bytes), NEITHER);
    }
}

#[test]
fn the_lean_filter_takes_no_manifests() {
    assert_eq!(refusal(&LEAN, &Wasm::manifests(&native(MANIFESTS).analysis)), NO_BUNDLE);
}

#[test]
fn a_bundle_of_another_version_says_which() {
    let mut bytes = bundle(MANIFESTS);
    let version = bytes.iter().position(|byte| *byte == b'\n').expect("a mark") + 1;
    bytes[version] = 200;
    let log = refusal(&LEAN, &bytes);
    assert!(log.contains("has format version 200 and this build reads"), "{log}");
}

#[test]
fn a_bundle_cut_anywhere_is_refused() {
    let bytes = bundle(MANIFESTS);
    let mark = bytes.iter().position(|byte| *byte == b'\n').expect("a mark") + 1;
    for length in 0..bytes.len() {
        let expected = if length < mark { NO_BUNDLE } else { DAMAGED };
        assert_eq!(refusal(&LEAN, &bytes[..length]), expected, "the first {length} bytes");
    }
}

#[test]
fn bytes_behind_a_bundle_are_refused() {
    let mut bytes = bundle(MANIFESTS);
    bytes.push(0);
    assert_eq!(refusal(&LEAN, &bytes), DAMAGED);
}

#[test]
fn a_flipped_bit_is_refused_or_serves_without_a_trap() {
    let bytes = bundle(MANIFESTS);
    let mut refused = 0;
    for bit in (0..bytes.len() * 8).step_by(3) {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut plugin = match Plugin::start(&LEAN, &bytes) {
            Ok(plugin) => plugin,
            Err(StartError::Refused { logs }) => {
                assert_eq!(logs.len(), 1, "bit {bit}: {logs:?}");
                refused += 1;
                continue;
            }
            Err(trapped) => panic!("bit {bit}: {trapped}"),
        };
        for path in ["/plain", "/rewrite/a", "/redirect", "/weighted", "/aa/b?q=1"] {
            let exchange = run(&mut plugin, get(path).header("x-pattern", "bb").header(CLUSTER, "secret"));
            match exchange.forwarded() {
                Some(headers) => {
                    let clusters: Vec<_> = headers.all(CLUSTER).collect();
                    assert!(clusters.len() == 1 && clusters != [b"secret"], "bit {bit}, {path}: {headers:?}");
                }
                None => {
                    assert!(exchange.local_reply().is_some(), "bit {bit}, {path}: {:?}", exchange.outcome)
                }
            }
        }
    }
    assert!(refused > 0, "some flips are noticed");
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let log = refusal(&FULL, b"{\"kind\": ");
    assert!(log.contains("this is not JSON") && log.contains("line 1"), "{log}");
    let log = refusal(&FULL, b"[\"\xff\"]");
    assert!(log.contains("not UTF-8"), "{log}");
    let log = refusal(&FULL, b"{}");
    assert!(log.contains("apiVersion"), "{log}");
}

#[test]
fn deep_json_is_refused() {
    let depth = 100_000;
    let log = refusal(&FULL, "[".repeat(depth).as_bytes());
    assert!(log.contains("this is not JSON"), "{log}");
}

/// A route whose path no API server would take.
fn refused_manifests() -> Vec<u8> {
    let manifests = Wasm::manifests(&native(MANIFESTS).analysis);
    let text = String::from_utf8(manifests).expect("JSON");
    text.replace("\"/plain\"", "\"plain\"").into_bytes()
}

#[test]
fn manifests_that_the_api_server_refuses_are_refused_with_object_and_field() {
    let log = refusal(&FULL, &refused_manifests());
    assert!(
        log.starts_with("gatewright: configuration refused: HTTPRoute shop: spec.rules[0].matches[0].path"),
        "{log}"
    );
}

#[test]
fn a_route_that_does_not_attach_is_a_warning_and_the_others_serve() {
    let manifests = others().replace("- name: idle\n      port: 80", "- name: gone\n      port: 80");
    let plugin = Plugin::start(&FULL, &Wasm::manifests(&native(&manifests).analysis)).expect("manifests");
    let warnings: Vec<_> = plugin.logs().iter().map(|log| log.message.as_str()).collect();
    assert!(
        matches!(warnings[..], [warning] if warning.starts_with("gatewright: HTTPRoute shop: spec.rules[3].backendRefs[2]")),
        "{warnings:?}"
    );
}

#[test]
fn a_refused_update_leaves_the_old_configuration_serving() {
    let mut plugin = start();
    let bytes = bundle(&others());
    for update in [b"".as_slice(), b"junk", &bytes[..bytes.len() / 2]] {
        assert!(matches!(plugin.reconfigure(update), Err(StartError::Refused { .. })));
        assert_eq!(backend(&mut plugin).as_deref(), Some("shop/stable:80"));
    }
}

#[test]
fn refused_manifests_leave_the_old_ones_serving() {
    let mut plugin = start_full();
    assert!(matches!(plugin.reconfigure(&refused_manifests()), Err(StartError::Refused { .. })));
    assert_eq!(backend(&mut plugin).as_deref(), Some("shop/stable:80"));
}

#[test]
fn an_update_is_what_the_next_request_meets() {
    let mut plugin = start();
    assert_eq!(backend(&mut plugin).as_deref(), Some("shop/stable:80"));
    plugin.reconfigure(&bundle(&others())).expect("a good bundle");
    assert_eq!(backend(&mut plugin).as_deref(), Some("shop/canary:80"));
}

#[test]
fn a_request_under_way_ends_with_the_configuration_that_it_began_with() {
    let mut plugin = start();
    let mut exchange = plugin.request(get("/rewrite/a"));
    plugin.reconfigure(&bundle(&MANIFESTS.replace("value: \"3\"", "value: \"4\""))).expect("a good bundle");
    let response = plugin.respond(&mut exchange, [(":status", "200")].into()).expect("a response");
    assert_eq!(response.text("x-response"), Some("3"));
}

#[test]
fn a_thousand_updates_do_not_pile_up() {
    let mut plugin = start();
    let bundles = [bundle(MANIFESTS), bundle(&others())];
    let update = |plugin: &mut Plugin, number: usize| {
        plugin.reconfigure(&bundles[number % 2]).expect("a good bundle");
        run(plugin, get("/plain"));
    };
    (0..100).for_each(|number| update(&mut plugin, number));
    let before = plugin.memory_bytes();
    (0..900).for_each(|number| update(&mut plugin, number));
    assert_eq!(plugin.memory_bytes(), before);
}

/// Of the size that 10,000 rules have.
#[test]
fn updates_of_a_large_table_do_not_pile_up() {
    let large = |more: u32| {
        let mut definition = native(MANIFESTS).analysis.definition;
        definition.clusters.extend((0..20_000 + more).map(|number| format!("shop/padding-{number:032}:80")));
        encode(&definition, Tell::default())
    };
    let bundles = [large(0), large(100)];
    let size = bundles[1].len();
    let mut plugin = Plugin::start(&LEAN, &bundles[0]).expect("a bundle");
    let mut update = |number: usize| {
        // Requests that are under way keep the table that they began with.
        let slow = plugin.request(get("/plain"));
        plugin.reconfigure(&bundles[number % 2]).expect("a good bundle");
        (0..20).for_each(|_| drop(run(&mut plugin, get("/plain"))));
        plugin.abandon(slow).expect("an end");
        plugin.memory_bytes()
    };
    let after_ten = (0..10).map(&mut update).last();
    let after_hundred = (10..100).map(&mut update).last();
    assert_eq!(after_hundred, after_ten);
    assert!(after_ten.is_some_and(|memory| memory < 5 * size), "{after_ten:?} for {size}");
}
