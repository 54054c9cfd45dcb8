//! Session persistence (GEP-1619) through Envoy's own session filter, which picks endpoints.

use std::collections::BTreeSet;
use std::fs;

use host_tests::client::Response;

use crate::one_route::ask;
use crate::running::Running;
use crate::scripted::{Answer, Scripted};

const GATEWAY: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners: [{name: http, protocol: HTTP, port: 80}]
";

/// Answers with its own name, and would like to be picked again.
fn endpoint(name: &'static [(&'static str, &'static str)]) -> Scripted {
    Scripted::start(move |_, _| Answer::With(200, name))
}

const NAMES: [&[(&str, &str)]; 4] = [
    &[("x-name", "a1"), ("x-gatewright-session", "forged")],
    &[("x-name", "a2"), ("x-gatewright-session", "forged")],
    &[("x-name", "b1"), ("x-gatewright-session", "forged")],
    &[("x-name", "b2"), ("x-gatewright-session", "forged")],
];

fn service(name: &str, endpoints: &[&Scripted]) -> String {
    let slice = |(number, endpoint): (usize, &&Scripted)| {
        format!(
            "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: {name}-{number}, labels: {{kubernetes.io/service-name: {name}}}}}\naddressType: IPv4\nendpoints: [{{addresses: [127.0.0.1]}}]\nports: [{{port: {}}}]\n",
            endpoint.address.port()
        )
    };
    let slices: String = endpoints.iter().enumerate().map(slice).collect();
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: 80}}]}}\n{slices}"
    )
}

fn route(rules: &str) -> String {
    format!(
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: route}}\nspec:\n  parentRefs: [{{name: web}}]\n  rules:\n{rules}"
    )
}

/// Two Services with two endpoints each behind rules.
fn serve(rules: &str) -> (Running, Vec<Scripted>) {
    let endpoints: Vec<_> = NAMES.into_iter().map(endpoint).collect();
    let [a1, a2, b1, b2] = &endpoints[..] else { unreachable!() };
    let directory = tempfile::tempdir().unwrap();
    let manifests = [GATEWAY.to_owned(), route(rules), service("a", &[a1, a2]), service("b", &[b1, b2])];
    fs::write(directory.path().join("sessions.yaml"), manifests.concat()).unwrap();
    (Running::start(directory.path()), endpoints)
}

fn name(response: &Response) -> String {
    response.headers.values("x-name").next().unwrap_or_default().to_owned()
}

#[test]
fn a_cookie_sticks_to_one_endpoint_of_one_backend() {
    let (running, endpoints) = serve(
        "  - sessionPersistence: {sessionName: cart}\n    backendRefs: [{name: a, port: 80}, {name: b, port: 80}]\n",
    );
    let get = |headers: &[(&str, &str)]| ask(running.only_address(), "GET", "/", headers);
    let mut names = BTreeSet::new();
    for _ in 0..30 {
        let first = get(&[]);
        let cookie = first.headers.values("set-cookie").next().expect("a cookie").to_owned();
        assert!(
            cookie.starts_with("cart=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
            "{cookie}"
        );
        assert_eq!(first.headers.values("x-gatewright-session").next(), None);
        names.insert(name(&first));
        for _ in 0..4 {
            let next = get(&[("cookie", cookie.split(';').next().unwrap())]);
            assert_eq!(name(&next), name(&first));
            assert_eq!(next.headers.values("set-cookie").next(), None);
            assert_eq!(next.headers.values("x-gatewright-session").next(), None);
        }
    }
    // New sessions are still spread.
    assert!(names.len() > 2, "{names:?}");
    let ours = |endpoint: &Scripted| {
        endpoint.seen().iter().any(|seen| seen.headers.iter().any(|(name, _)| name.contains("gatewright")))
    };
    assert!(!endpoints.iter().any(ours));
}

#[test]
fn a_header_sticks_and_other_rules_know_nothing_of_sessions() {
    let (running, _endpoints) = serve(
        "  - matches: [{path: {value: /sticky}}]\n    sessionPersistence: {type: Header, sessionName: x-cart}\n    backendRefs: [{name: a, port: 80}]\n  - backendRefs: [{name: a, port: 80}]\n",
    );
    let get = |path: &str, headers: &[(&str, &str)]| ask(running.only_address(), "GET", path, headers);
    let first = get("/sticky", &[]);
    let token = first.headers.values("x-cart").next().expect("a token").to_owned();
    for _ in 0..10 {
        assert_eq!(name(&get("/sticky", &[("x-cart", &token)])), name(&first));
    }
    let plain: BTreeSet<_> = (0..20)
        .map(|_| {
            let response = get("/", &[("x-cart", &token)]);
            assert_eq!(response.headers.values("x-cart").next(), None);
            assert_eq!(response.headers.values("x-gatewright-session").next(), None);
            name(&response)
        })
        .collect();
    assert_eq!(plain.len(), 2);
}

#[test]
fn an_endpoint_that_is_none_of_the_backends_is_not_picked() {
    let (running, endpoints) =
        serve("  - sessionPersistence: {sessionName: cart}\n    backendRefs: [{name: a, port: 80}]\n");
    let get = |headers: &[(&str, &str)]| ask(running.only_address(), "GET", "/", headers);
    let cookie = get(&[]).headers.values("set-cookie").next().expect("a cookie").to_owned();
    let pair = cookie.split(';').next().unwrap();
    let other = base64(&endpoints[2].address.to_string());
    let (names, _) = pair.rsplit_once('.').unwrap();
    for _ in 0..5 {
        let response = get(&[("cookie", &format!("{names}.{other}"))]);
        assert!(name(&response).starts_with('a'), "{response:?}");
        assert!(response.headers.values("set-cookie").next().is_some());
    }
    assert!(endpoints[2].seen().is_empty());
}

/// As Envoy writes an address.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let chunk = |chunk: &[u8]| {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let digit = |place: usize| match place > chunk.len() {
            true => '=',
            false => char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]),
        };
        (0..4).map(digit).collect::<String>()
    };
    text.as_bytes().chunks(3).map(chunk).collect()
}
