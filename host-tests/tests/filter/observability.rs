//! What the filter tells about its decisions.

use engine::{
    actions::ReplyReason,
    table::{Settings as Tell, encode},
};
use host_tests::{
    proxy_wasm::{Fault, Headers, Metric, Plugin, Settings, Status},
    subject::Wasm,
};

use crate::shop::{FULL, LEAN, MANIFESTS, bundle, get, native, run, start};

const DECISION: &str = "x-gatewright-decision";

fn telling(settings: Tell) -> Plugin {
    let bundle = encode(&native(MANIFESTS).analysis.definition, settings);
    Plugin::start(&LEAN, &bundle).unwrap_or_else(|error| panic!("{error}"))
}

fn count(plugin: &Plugin, name: &str) -> Option<u64> {
    plugin.metrics().iter().find_map(|metric| match metric {
        Metric::Counter { name: known, value } if known == name => Some(*value),
        _ => None,
    })
}

#[test]
fn every_request_counts_once() {
    let mut plugin = start();
    for path in ["/plain", "/rewrite/a", "/redirect", "/nowhere", "/nowhere/else"] {
        run(&mut plugin, get(path));
    }
    assert_eq!(count(&plugin, "gatewright.forward"), Some(2));
    assert_eq!(count(&plugin, "gatewright.request_redirect"), Some(1));
    assert_eq!(count(&plugin, "gatewright.no_route"), Some(2));
    let all = plugin.metrics().iter().map(|metric| match metric {
        Metric::Counter { value, .. } => *value,
        other => panic!("{other:?}"),
    });
    assert_eq!(all.sum::<u64>(), 5);
}

/// Whoever draws a graph finds all names from the start.
#[test]
fn counters_are_there_before_anything_happens() {
    let plugin = start();
    for reason in ReplyReason::ALL {
        let word = reason.details();
        let name = format!("gatewright.{}", word.strip_prefix("gatewright_").unwrap_or(word));
        assert_eq!(count(&plugin, &name), Some(0), "{name}");
    }
    assert_eq!(count(&plugin, "gatewright.hostcall_failed"), Some(0));
}

#[test]
fn a_decision_that_cannot_be_carried_out_counts_as_failed() {
    let mut plugin = start();
    plugin.inject(Fault::named("proxy_add_header_map_value", Status::InternalFailure));
    run(&mut plugin, get("/plain"));
    assert_eq!(count(&plugin, "gatewright.hostcall_failed"), Some(1));
    assert_eq!(count(&plugin, "gatewright.forward"), Some(0));
}

/// A proxy never forgets a metric.
#[test]
fn an_update_defines_no_counter_again() {
    let mut plugin = start();
    plugin.inject(Fault::named("proxy_define_metric", Status::InternalFailure));
    plugin.reconfigure(&bundle(MANIFESTS)).expect("a good bundle");
    run(&mut plugin, get("/plain"));
    assert_eq!(count(&plugin, "gatewright.forward"), Some(1));
}

#[test]
fn a_host_without_metrics_is_served_all_the_same() {
    let faults = vec![Fault::named("proxy_define_metric", Status::Unimplemented)];
    let settings = Settings { faults, ..Settings::default() };
    let mut plugin = Plugin::start_with(&LEAN, &bundle(MANIFESTS), settings).expect("a good bundle");
    let exchange = run(&mut plugin, get("/plain"));
    assert!(exchange.forwarded().is_some());
    assert_eq!(exchange.calls_of("proxy_increment_metric").count(), 0);
}

#[test]
fn the_log_is_told_names_only_where_it_is_on() {
    let state = |plugin: &mut Plugin, path: &str| {
        let exchange = run(plugin, get(path));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        exchange.filter_state.into_iter().map(|(name, value)| (text(name), text(value))).collect::<Vec<_>>()
    };
    let pair = |name: &str, value: &str| (format!("gatewright.{name}"), value.to_owned());
    let rule = || pair("rule", "shop/shop/plain");
    assert!(state(&mut telling(Tell::default()), "/plain").is_empty());

    let mut plugin = telling(Tell { log: true, ..Tell::default() });
    let listener = || pair("listener", "shop/web/http");
    let backend = pair("backend", "shop/stable:80");
    assert_eq!(state(&mut plugin, "/plain"), [backend, listener(), pair("route", "shop/shop"), rule()]);
    assert_eq!(state(&mut plugin, "/nowhere"), [listener()]);
}

#[test]
fn the_response_names_the_decision_only_when_asked_to() {
    let decision = |plugin: &mut Plugin, path: &str| {
        let response = run(plugin, get(path)).response.expect("a response");
        response.text(DECISION).map(str::to_owned)
    };
    assert_eq!(decision(&mut start(), "/plain"), None);

    let mut plugin = telling(Tell { debug: true, ..Tell::default() });
    for (path, expected) in [
        (
            "/plain",
            "listener=shop/web/http; route=shop/shop; rule=shop/shop/plain; backend=shop/stable:80; reason=forward",
        ),
        ("/nowhere", "listener=shop/web/http; reason=no_route"),
    ] {
        assert_eq!(decision(&mut plugin, path).as_deref(), Some(expected), "{path}");
    }
}

#[test]
fn a_backend_cannot_name_the_decision() {
    let mut plugin = telling(Tell { debug: true, ..Tell::default() });
    let mut exchange = plugin.request(get("/plain"));
    let response: Headers = [(":status", "200"), (DECISION, "forged"), (DECISION, "twice")].into();
    let response = plugin.respond(&mut exchange, response).expect("a response");
    let values: Vec<_> = response.all(DECISION).collect();
    assert!(matches!(values[..], [one] if one.ends_with(b"; reason=forward")), "{response:?}");
}

/// Manifests with settings beside their items.
fn manifests(settings: &str) -> Vec<u8> {
    let list = String::from_utf8(Wasm::manifests(&native(MANIFESTS).analysis)).expect("JSON");
    let given = list.replacen(r#"{"accessLog":true}"#, settings, 1);
    assert_ne!(given, list, "the settings are elsewhere");
    given.into_bytes()
}

#[test]
fn settings_stand_beside_manifests() {
    let mut plugin = Plugin::start(&FULL, &manifests(r#"{"debugHeader": true, "accessLog": true}"#))
        .unwrap_or_else(|error| panic!("{error}"));
    let exchange = run(&mut plugin, get("/plain"));
    assert!(exchange.response.expect("a response").get(DECISION).is_some());
    assert!(exchange.filter_state.contains_key(b"gatewright.listener".as_slice()));
}

#[test]
fn settings_that_are_none_are_refused() {
    for (settings, reason) in [
        (r#"{"debug": true}"#, "setting `debug` is not known"),
        (r#"{"accessLog": "yes"}"#, "setting `accessLog` has to be true or false"),
        ("true", "`gatewright` is no object"),
    ] {
        let refused = Plugin::start(&FULL, &manifests(settings)).expect_err(settings);
        let log = format!("{refused:?}");
        assert!(log.contains(reason), "{log}");
    }
}
