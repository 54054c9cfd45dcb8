//! Where Services are: EndpointSlices, names, and what a port speaks.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use host_tests::envoy::Envoy;
use host_tests::{Loopback, PORT_OFFSET};
use serde_json::Value;

use crate::backend::Backend;
use crate::bystanders::Bystanders;
use crate::one_route::ask;
use crate::running::{Running, wait_for};

const CHANGES: usize = 24;

const MANIFESTS: &str = "\
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
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: web}]
  rules: [{backendRefs: [{name: shop, port: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  ports: [{name: metrics, port: 9090, targetPort: 1}, {name: http, port: 80, targetPort: web}]
";

/// A slice of the Service, with the number of one port for all of its endpoints.
pub(crate) fn slice(name: &str, port: u16, endpoints: &[&str]) -> String {
    format!(
        "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n\
         metadata: {{name: {name}, labels: {{kubernetes.io/service-name: shop}}}}\naddressType: IPv4\n\
         endpoints: [{}]\nports: [{{name: metrics, port: 1}}, {{name: http, port: {port}}}]\n",
        endpoints.join(", ")
    )
}

pub(crate) const READY: &str = "{addresses: [127.0.0.1], conditions: {ready: true}}";
const NOT_READY: &str = "{addresses: [127.0.0.1], conditions: {ready: false}}";
const ENDING: &str = "{addresses: [127.0.0.1], conditions: {ready: false, serving: true, terminating: true}}";
const ELSEWHERE: &str = "{addresses: [192.0.2.1]}";

/// In one step, as an editor does.
pub(crate) fn write(directory: &Path, slices: &[String]) {
    let new = directory.join("web.new");
    fs::write(&new, MANIFESTS.to_owned() + &slices.concat()).unwrap();
    fs::rename(new, directory.join("web.yaml")).unwrap();
}

/// Who answers some requests, or with which status.
fn answers(address: SocketAddr) -> BTreeSet<String> {
    let answer = |_| {
        let response = ask(address, "GET", "/", &[]);
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        body["service"].as_str().map_or(response.status.to_string(), str::to_owned)
    };
    (0..12).map(answer).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_service_is_where_its_slices_say() {
    let (a, b, c) = (Backend::start("a"), Backend::start("b"), Backend::start("c"));
    let port = |backend: &Backend| backend.address().port();
    let directory = tempfile::tempdir().unwrap();
    let stories: [(&[String], &[&str]); 6] = [
        (&[slice("a", port(&a), &[READY]), slice("b", port(&b), &[READY])], &["a", "b"]),
        (&[slice("a", port(&a), &[READY]), slice("b", port(&b), &[NOT_READY])], &["a"]),
        // What ends serves as long as nobody else does.
        (&[slice("a", port(&a), &[ENDING]), slice("b", port(&b), &[READY])], &["b"]),
        (&[slice("a", port(&a), &[ENDING]), slice("b", port(&b), &[NOT_READY])], &["a"]),
        (&[slice("a", port(&a), &[NOT_READY])], &["503"]),
        // The address of a Pod is no place on this machine.
        (&[slice("a", port(&a), &[READY, ELSEWHERE])], &["default/shop"]),
    ];
    write(directory.path(), &[slice("c", port(&c), &[READY])]);
    let mut running = Running::start(directory.path());
    let address = running.only_address();
    assert_eq!(answers(address), set(&["c"]));
    for (slices, expected) in stories {
        write(directory.path(), slices);
        running.stderr.until("applied");
        assert_eq!(answers(address), set(expected), "{slices:?}");
    }
    assert!(running.stdout.said().iter().all(|line| !line.contains("no ready endpoint")));
    running.stdout.until("→ default/shop:80 (no ready endpoint)");
    running.stdout.until("→ default/shop:80 (echo)");
}

#[test]
fn the_command_line_outranks_slices() {
    let (a, b) = (Backend::start("a"), Backend::start("b"));
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[slice("a", a.address().port(), &[READY])]);
    let running = Running::start_with(directory.path(), &[format!("default/shop:80={}", b.address())]);
    assert_eq!(answers(running.only_address()), set(&["b"]));
}

#[test]
fn slices_are_followed_anywhere_when_asked_to() {
    let a = Backend::start("a");
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[slice("a", a.address().port(), &[READY, ELSEWHERE])]);
    let running = Running::start_given(directory.path(), &["--endpoints"]);
    // Half of the requests go where nobody is, and wait there.
    wait_for("the endpoint that is there is asked", || {
        ask(running.only_address(), "GET", "/", &[]).status == 200
    });
    assert!(!a.received().is_empty());
}

/// `gatewright envoy` has no echo to fall back on: a Service without an address of its own is where its
/// slices say, one with a name elsewhere is where that name leads.
#[test]
fn headless_services_and_names_elsewhere_are_reached() {
    let (headless, elsewhere) = (Backend::start("headless"), Backend::start("elsewhere"));
    let port = elsewhere.address().port();
    let directory = tempfile::tempdir().unwrap();
    let manifests = MANIFESTS.replace(
        "rules: [{backendRefs: [{name: shop, port: 80}]}]",
        &format!(
            "rules:
  - {{matches: [{{path: {{value: /elsewhere}}}}], backendRefs: [{{name: elsewhere, port: {port}}}]}}
  - {{backendRefs: [{{name: shop, port: 80}}]}}"
        ),
    );
    let manifests = manifests.replace("spec:\n  ports: [", "spec:\n  clusterIP: None\n  ports: [");
    let elsewhere_service = format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: elsewhere}}\n\
         spec: {{type: ExternalName, externalName: localhost, ports: [{{port: {port}}}]}}\n"
    );
    let slices = slice("a", headless.address().port(), &[READY]);
    fs::write(directory.path().join("web.yaml"), manifests + &elsewhere_service + &slices).unwrap();

    let mut loopback = Loopback::reserve().unwrap();
    let address = loopback.address().unwrap();
    let out = directory.path().join("out");
    let written = Command::new(env!("CARGO_BIN_EXE_gatewright"))
        .arg("envoy")
        .arg(directory.path().join("web.yaml"))
        .arg("--directory")
        .arg(&out)
        .arg("--filter")
        .arg(host_tests::filters().unwrap().small)
        .args(["--port-offset", &PORT_OFFSET.to_string(), "--address", &format!("default/web={address}")])
        .output()
        .unwrap();
    assert!(written.status.success(), "{written:?}");
    let bootstrap = fs::read_to_string(out.join("bootstrap.json")).unwrap();
    let mut envoy = Envoy::start(directory.path(), &bootstrap).unwrap();
    let address = SocketAddr::new(address.into(), 80 + PORT_OFFSET);
    envoy.listens(address).unwrap();
    for (path, service) in [("/", "headless"), ("/elsewhere", "elsewhere")] {
        let response = ask(address, "GET", path, &[]);
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        assert_eq!(
            (response.status, body["service"].as_str()),
            (200, Some(service)),
            "{path}: {}",
            envoy.said()
        );
    }
}

/// Endpoints come and go: one, both, the other, both.
#[test]
fn changing_endpoints_drop_no_request() {
    let (a, b) = (Backend::start("shop"), Backend::start("shop"));
    let of = |name: &str, backend: &Backend| slice(name, backend.address().port(), &[READY]);
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[of("a", &a), of("b", &b)]);
    let mut running = Running::start(directory.path());
    let clients = Bystanders::start(running.only_address(), "example.com", "shop");
    for change in 0..CHANGES {
        let slices = match change % 4 {
            0 => vec![of("a", &a)],
            2 => vec![of("b", &b)],
            _ => vec![of("a", &a), of("b", &b)],
        };
        write(directory.path(), &slices);
        running.stderr.until("applied");
        if change % 2 == 0 {
            let (used, unused) = if change % 4 == 0 { (&a, &b) } else { (&b, &a) };
            // What was on its way when the change was applied may still come.
            wait_for("the other one is left alone", || unused.received().is_empty());
            wait_for("the one is used", || !used.received().is_empty());
        }
    }
    assert_ne!(clients.end(), Ok(0));
}

/// The same port: a GRPCRoute's calls are HTTP/2, an HTTPRoute's requests HTTP/1.1, unless the port says HTTP/2.
#[test]
fn calls_are_http2_and_requests_what_the_port_says() {
    let backend = Backend::start("backend");
    let route = |kind: &str, name: &str, service: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: {kind}\nmetadata: {{name: {name}}}\n\
             spec: {{parentRefs: [{{name: web}}], hostnames: [{name}.example], rules: [{{backendRefs: [{{name: {service}, port: 80}}]}}]}}\n"
        )
    };
    let extra = [
        route("GRPCRoute", "calls", "shop"),
        route("HTTPRoute", "requests", "shop"),
        route("GRPCRoute", "calls-h2", "h2"),
        route("HTTPRoute", "requests-h2", "h2"),
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: h2}\nspec: {ports: [{port: 80, appProtocol: kubernetes.io/h2c}]}\n".to_owned(),
    ];
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &extra);
    let given = ["shop", "h2"].map(|name| format!("default/{name}:80={}", backend.address()));
    let running = Running::start_with(directory.path(), &given);
    let version = |host: &str| {
        let request = host_tests::corpus::Request {
            method: "POST".to_owned(),
            scheme: "http".to_owned(),
            connect: host.to_owned(),
            authority: host.to_owned(),
            path: "/shop.Orders/Place".to_owned(),
            headers: vec![("content-length".to_owned(), "0".to_owned())],
        };
        let response = host_tests::client::ask(running.only_address(), &request).unwrap();
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        body["version"].as_str().map_or(response.status.to_string(), str::to_owned)
    };
    let seen =
        ["calls", "requests", "calls-h2", "requests-h2"].map(|name| version(&format!("{name}.example")));
    assert_eq!(seen, ["HTTP/2.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2.0"]);
}
