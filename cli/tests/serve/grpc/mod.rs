//! Calls of a real gRPC client to real servers.

mod client;
mod server;
mod text;

use std::fs;
use std::path::Path;

use tonic::Code;

use self::client::Client;
use self::server::Server;
use crate::backend::Backend;
use crate::running::{Running, wait_for};

const HOST: &str = "grpc.example.com";

/// Two servers, `red` and `blue`, and the rules between them.
struct Scene {
    running: Running,
    client: Client,
    directory: tempfile::TempDir,
    _servers: [Server; 2],
}

// === impl Scene ===

impl Scene {
    /// With the rules of a GRPCRoute.
    fn new(rules: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), rules);
        let servers = ["red", "blue"].map(Server::start);
        let backends = ["red", "blue"].map(|name| format!("default/{name}:50051="));
        let [red, blue] = [0, 1].map(|one| format!("{}{}", backends[one], servers[one].address()));
        let running = Running::start_with(directory.path(), &[red, blue]);
        let client = Client::connect(running.only_address(), HOST);
        Self { running, client, directory, _servers: servers }
    }
}

fn write(directory: &Path, rules: &str) {
    let new = directory.join("grpc.new");
    fs::write(&new, format!("{MANIFESTS}{rules}")).unwrap();
    fs::rename(new, directory.join("grpc.yaml")).unwrap();
}

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
apiVersion: v1
kind: Service
metadata: {name: red}
spec: {ports: [{port: 50051, appProtocol: kubernetes.io/h2c}]}
---
apiVersion: v1
kind: Service
metadata: {name: blue}
# It does not say that it speaks HTTP/2, as few Services do; calls are nothing else.
spec: {ports: [{port: 50051}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: calls}
spec:
  parentRefs: [{name: web}]
  hostnames: [grpc.example.com]
  rules:
";

#[test]
fn a_call_goes_where_the_rule_of_its_method_leads() {
    let scene = Scene::new(
        "
  - matches: [{method: {service: shop.Cart, method: Add}}]
    backendRefs: [{name: red, port: 50051}]
  - matches: [{method: {service: shop.Cart}}]
    backendRefs: [{name: blue, port: 50051}]
  - matches: [{method: {type: RegularExpression, service: 'shop[.]C.*', method: 'G.*'}}]
    backendRefs: [{name: red, port: 50051}]
  - matches: [{method: {method: Ping}, headers: [{name: x-team, value: red}]}]
    backendRefs: [{name: red, port: 50051}]
",
    );
    let says = |path: &str, headers: &[(&'static str, &str)]| scene.client.says(path, headers);
    for (path, headers, server) in [
        ("/shop.Cart/Add", &[][..], "red"),
        ("/shop.Cart/Remove", &[], "blue"),
        ("/shop.Catalog/Get", &[], "red"),
        ("/any.Service/Ping", &[("x-team", "red")], "red"),
    ] {
        assert_eq!(says(path, headers), Ok(format!("{server} {path} hello")));
    }
    for path in ["/shop.Catalog/List", "/any.Service/Ping", "/shop.cart/Add", "/"] {
        assert_eq!(says(path, &[]), Err(Code::Unimplemented), "{path}");
    }
    let elsewhere = Client::connect(scene.running.only_address(), "elsewhere.example.com");
    assert_eq!(elsewhere.says("/shop.Cart/Add", &[]), Err(Code::Unimplemented));
}

#[test]
fn a_mirror_sees_the_calls_and_nobody_waits_for_it() {
    let directory = tempfile::tempdir().unwrap();
    write(
        directory.path(),
        "
  - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: blue, port: 50051}}}]
    backendRefs: [{name: red, port: 50051}]
",
    );
    let (server, mirror) = (Server::start("red"), Backend::start("mirror"));
    let backends = [("red", server.address()), ("blue", mirror.address())]
        .map(|(name, at)| format!("default/{name}:50051={at}"));
    let running = Running::start_with(directory.path(), &backends);
    let client = Client::connect(running.only_address(), HOST);
    assert_eq!(client.says("/shop.Cart/Add", &[]), Ok("red /shop.Cart/Add hello".to_owned()));
    wait_for("the mirror is called", || {
        mirror.received().iter().any(|seen| seen["path"] == "/shop.Cart/Add" && seen["method"] == "POST")
    });
}

#[test]
fn filters_change_the_metadata_of_calls_and_answers() {
    let scene = Scene::new(
        "
  - filters:
    - type: RequestHeaderModifier
      requestHeaderModifier: {set: [{name: x-seen, value: -changed}]}
    - type: ResponseHeaderModifier
      responseHeaderModifier: {add: [{name: x-gateway, value: here}], remove: [x-server]}
    backendRefs: [{name: red, port: 50051}]
",
    );
    let answer = scene.client.ask("/a.B/C", &[("x-seen", "mine")]).unwrap();
    assert_eq!(answer.metadata().get("x-gateway").unwrap(), "here");
    assert_eq!(answer.metadata().get("x-server"), None);
    assert_eq!(answer.into_inner(), "red /a.B/C hello-changed");
}

#[test]
fn calls_are_shared_by_weight() {
    let scene = Scene::new(
        "
  - matches: [{method: {service: one.Sided}}]
    backendRefs: [{name: red, port: 50051, weight: 0}, {name: blue, port: 50051, weight: 1}]
  - matches: [{method: {service: both.Sides}}]
    backendRefs: [{name: red, port: 50051, weight: 1}, {name: blue, port: 50051, weight: 1}]
",
    );
    let count = |path: &str, server: &str| {
        let answers = (0..100).map(|_| scene.client.says(path, &[]).unwrap());
        answers.filter(|answer| answer.starts_with(server)).count()
    };
    assert_eq!(count("/one.Sided/Call", "blue"), 100);
    // Fewer than 10 or more than 90 of 100 come once in 10^17 runs.
    assert!((10..=90).contains(&count("/both.Sides/Call", "blue")));
}

#[test]
fn a_call_without_a_backend_is_unavailable() {
    let scene = Scene::new(
        "
  - matches: [{method: {service: lost.Backend}}]
    backendRefs: [{name: lost, port: 50051}]
  - matches: [{method: {service: without.Weight}}]
    backendRefs: [{name: red, port: 50051, weight: 0}]
  - matches: [{method: {service: there.Is}}]
    backendRefs: [{name: red, port: 50051}]
",
    );
    for path in ["/lost.Backend/Call", "/without.Weight/Call"] {
        assert_eq!(scene.client.says(path, &[]), Err(Code::Unavailable), "{path}");
    }
    assert_eq!(scene.client.says("/there.Is/Call", &[]), Ok("red /there.Is/Call hello".to_owned()));
}

#[test]
fn a_status_and_its_trailers_reach_the_client() {
    let scene = Scene::new("  - backendRefs: [{name: red, port: 50051}]\n");
    let status = scene.client.ask("/a.B/Fail", &[]).unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::ResourceExhausted, "no more of it"));
    assert_eq!(status.metadata().get("x-why").unwrap(), "trailers carry it");
}

#[test]
fn messages_stream_either_way_and_both_ways() {
    let scene = Scene::new("  - backendRefs: [{name: red, port: 50051}]\n");
    let counted = scene.client.count("/a.B/Count", 200).unwrap();
    assert_eq!(counted, (0..200).map(|number| format!("red {number}")).collect::<Vec<_>>());
    assert_eq!(scene.client.join("/a.B/Join", &["a", "b", "c"]).unwrap(), "red a b c");
    let mut chat = scene.client.chat("/a.B/Chat").unwrap();
    for word in ["one", "two", "three"] {
        assert_eq!(chat.say(word).unwrap(), format!("red {word}"));
    }
    assert!(chat.end().is_ok());
}

#[test]
fn a_stream_outlives_a_change_of_its_rule() {
    let mut scene = Scene::new("  - backendRefs: [{name: red, port: 50051}]\n");
    let mut chat = scene.client.chat("/a.B/Chat").unwrap();
    assert_eq!(chat.say("before").unwrap(), "red before");
    write(scene.directory.path(), "  - backendRefs: [{name: blue, port: 50051}]\n");
    scene.running.stderr.until("applied");
    assert_eq!(chat.say("after").unwrap(), "red after");
    assert_eq!(scene.client.says("/a.B/C", &[]), Ok("blue /a.B/C hello".to_owned()));
    assert!(chat.end().is_ok());
}
