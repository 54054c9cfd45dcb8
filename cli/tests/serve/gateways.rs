//! Several Gateways and ports side by side, and listeners that others add.

use std::net::SocketAddr;

use host_tests::{client, corpus::Request};
use serde_json::Value;

use crate::manifests::write;
use crate::pki::Identity;
use crate::running::Running;
use crate::tls_client::{Hello, get};

const CLASS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
";

/// A Gateway with ports for HTTP and one for HTTPS, to which its namespace may add listeners.
fn gateway(name: &str) -> String {
    format!(
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: {name}}}
spec:
  gatewayClassName: example
  allowedListeners: {{namespaces: {{from: Same}}}}
  listeners:
  - {{name: http, port: 80, protocol: HTTP}}
  - {{name: other, port: 8080, protocol: HTTP}}
  - {{name: https, port: 443, protocol: HTTPS, tls: {{certificateRefs: [{{name: {name}}}]}}}}
"
    )
}

fn route(name: &str, parent: &str) -> String {
    format!(
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: {name}}}
spec:
  parentRefs: [{parent}]
  rules: [{{backendRefs: [{{name: {name}, port: 80}}]}}]
---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{ports: [{{port: 80}}]}}
"
    )
}

async fn secure(address: SocketAddr, name: &str) -> (String, Vec<u8>) {
    let answer = get(address, Hello { name: Some(name), ..Hello::default() }).await.unwrap();
    (answer.echo["service"].as_str().unwrap().to_owned(), answer.certificate.to_vec())
}

fn plain(address: SocketAddr) -> String {
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: String::new(),
        authority: "any.example".to_owned(),
        path: "/".to_owned(),
        headers: Vec::new(),
    };
    let body = client::ask(address, &request).unwrap().body;
    serde_json::from_slice::<Value>(&body).unwrap()["service"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_gateway_has_an_address_with_all_its_ports() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) = (Identity::new(&["a.example"]), Identity::new(&["b.example"]));
    let manifests = [
        CLASS.to_owned(),
        gateway("a"),
        gateway("b"),
        a.secret("a"),
        b.secret("b"),
        route("a80", "{name: a, port: 80}"),
        route("a443", "{name: a, port: 443}"),
        route("a8080", "{name: a, port: 8080}"),
        route("b", "{name: b}"),
    ];
    write(directory.path(), &manifests);
    let mut running = Running::start(directory.path());

    assert_eq!(plain(running.socket("default/a", 80)), "default/a80");
    assert_eq!(plain(running.socket("default/a", 8080)), "default/a8080");
    assert_eq!(plain(running.socket("default/b", 80)), "default/b");
    let (at_a, at_b) = (running.socket("default/a", 443), running.socket("default/b", 443));
    assert_eq!(secure(at_a, "x.example").await, ("default/a443".to_owned(), a.certificate.to_vec()));
    assert_eq!(secure(at_b, "x.example").await, ("default/b".to_owned(), b.certificate.to_vec()));

    // One that goes takes nothing of the other along.
    let rest: Vec<_> = manifests.iter().filter(|it| !it.contains("name: b}")).cloned().collect();
    write(directory.path(), &rest);
    running.stderr.until("applied");
    assert_eq!(secure(at_a, "x.example").await.0, "default/a443");
}

#[tokio::test]
async fn a_listener_set_adds_a_name_with_a_certificate_to_a_port() {
    let directory = tempfile::tempdir().unwrap();
    let (own, added) = (Identity::new(&["own.example"]), Identity::new(&["added.example"]));
    let set = "\
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: team}
spec:
  parentRef: {name: a}
  listeners:
  - {name: added, port: 443, protocol: HTTPS, hostname: added.example, tls: {certificateRefs: [{name: added}]}}
";
    let manifests = [
        CLASS.to_owned(),
        gateway("a"),
        set.to_owned(),
        own.secret("a"),
        added.secret("added"),
        route("own", "{name: a}"),
        route("team", "{kind: ListenerSet, name: team}"),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());

    let address = running.socket("default/a", 443);
    assert_eq!(
        secure(address, "added.example").await,
        ("default/team".to_owned(), added.certificate.to_vec())
    );
    assert_eq!(secure(address, "own.example").await, ("default/own".to_owned(), own.certificate.to_vec()));
}
