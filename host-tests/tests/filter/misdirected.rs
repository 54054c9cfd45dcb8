//! Connections that are used for another listener's host (`GatewaySpec.listeners`).

use host_tests::{
    proxy_wasm::{Fault, Plugin, Request, Status},
    subject::{SOCKET, Wasm},
};

use crate::shop::{CLUSTER, LEAN, native, run};

const SERVER_NAME: [&str; 2] = ["connection", "requested_server_name"];

/// The Gateway of upstream's conformance test: any host, two full names and a wildcard.
fn start() -> Plugin {
    let listeners = [
        ("https", ""),
        ("named", "hostname: second-example.org"),
        ("wildcard", "hostname: \"*.wildcard.org\""),
        ("within", "hostname: fourth-example.wildcard.org"),
    ];
    let listener = |(name, hostname): &(&str, &str)| {
        format!(
            "  - name: {name}\n    port: 443\n    protocol: HTTPS\n    tls: {{certificateRefs: [{{name: c}}]}}\n    {hostname}\n"
        )
    };
    let route = |name: &str, more: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: {name}, namespace: d}}\nspec:\n  parentRefs: [{{name: g, sectionName: {name}}}]\n  {more}\n  rules: [{{backendRefs: [{{name: {name}, port: 80}}]}}]\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: d}}\nspec: {{ports: [{{port: 80}}]}}\n"
        )
    };
    let manifests = [
        "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: c}\nspec: {controllerName: example.com/c}\n".to_owned(),
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: d}\nspec:\n  gatewayClassName: c\n  listeners:\n".to_owned(),
        listeners.iter().map(listener).collect(),
        route("https", "hostnames: [example.org]"),
        route("named", ""),
        route("wildcard", ""),
        route("within", ""),
    ];
    let bundle = Wasm::bundle(&native(&manifests.concat()).analysis);
    Plugin::start(&LEAN, &bundle).unwrap_or_else(|error| panic!("{error}"))
}

fn ask(server_name: &str, host: &str) -> Request {
    Request::get(host, "/").property(&SOCKET, "d/g:443").property(&SERVER_NAME, server_name)
}

/// The backend, or the status and details of the answer.
fn outcome(plugin: &mut Plugin, request: Request) -> String {
    let exchange = run(plugin, request);
    match (exchange.forwarded(), exchange.local_reply()) {
        (Some(headers), _) => headers.text(CLUSTER).unwrap_or_default().to_owned(),
        (_, Some(reply)) => format!("{} {}", reply.status, reply.details.escape_ascii()),
        _ => format!("{:?}", exchange.outcome),
    }
}

const MISDIRECTED: &str = "421 misdirected_request";

#[test]
fn a_host_of_another_listener_is_misdirected() {
    let mut plugin = start();
    for (server_name, host, expected) in [
        ("example.org", "example.org", "d/https:80"),
        ("example.org", "second-example.org", MISDIRECTED),
        ("example.org", "unknown-example.org", "404 no_route"),
        ("second-example.org", "second-example.org", "d/named:80"),
        ("second-example.org", "example.org", MISDIRECTED),
        ("second-example.org", "unknown-example.org", MISDIRECTED),
        ("third-example.wildcard.org", "third-example.wildcard.org", "d/wildcard:80"),
        ("third-example.wildcard.org", "fith-example.wildcard.org", "d/wildcard:80"),
        ("third-example.wildcard.org", "fourth-example.wildcard.org", MISDIRECTED),
        ("third-example.wildcard.org", "second-example.org", MISDIRECTED),
        ("third-example.wildcard.org", "unknown-example.org", MISDIRECTED),
        ("fourth-example.wildcard.org", "fourth-example.wildcard.org", "d/within:80"),
        ("fourth-example.wildcard.org", "fith-example.wildcard.org", MISDIRECTED),
        ("unknown-example.org", "example.org", "d/https:80"),
        ("unknown-example.org", "unknown-example.org", "404 no_route"),
    ] {
        assert_eq!(outcome(&mut plugin, ask(server_name, host)), expected, "{server_name} {host}");
    }
}

/// The catch-all listener took the connection; another one may demand a certificate of its clients.
#[test]
fn without_a_server_name_the_connection_is_the_catch_alls() {
    let mut plugin = start();
    assert_eq!(outcome(&mut plugin, ask("", "example.org")), "d/https:80");
    assert_eq!(outcome(&mut plugin, ask("", "second-example.org")), MISDIRECTED);
    let unknown = Request::get("second-example.org", "/").property(&SOCKET, "d/g:443");
    assert_eq!(outcome(&mut plugin, unknown), MISDIRECTED);
}

#[test]
fn case_and_port_make_no_other_host() {
    let mut plugin = start();
    assert_eq!(outcome(&mut plugin, ask("Second-Example.org", "second-example.ORG:443")), "d/named:80");
}

#[test]
fn a_server_name_that_is_none_directs_nothing() {
    let mut plugin = start();
    for name in ["a b", "\u{e9}.example", &"x".repeat(70_000)] {
        assert_eq!(outcome(&mut plugin, ask(name, "second-example.org")), MISDIRECTED);
    }
}

/// An Envoy that somebody else configured, with TLS in front of it: what it does not know is no reason.
#[test]
fn without_any_property_nothing_is_misdirected() {
    let mut plugin = start();
    plugin.inject(Fault::named("proxy_get_property", Status::InternalFailure));
    assert_eq!(outcome(&mut plugin, ask("", "second-example.org")), "d/named:80");
}
