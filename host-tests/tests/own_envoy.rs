//! The examples of the filter in other people's Envoys: `examples/envoy` runs here, the manifests in
//! `examples/istio` and `examples/envoy-gateway` are read.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::{Router, extract::Request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use engine::analysis::{Analysis, Options};
use engine::source::{Input, Severity, read, read_value};
use engine::table::{Settings, encode};
use envoy_config::targets;
use host_tests::envoy::Envoy;
use host_tests::subject::Native;
use host_tests::{Loopback, PORT_OFFSET, client, corpus, filters};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Replaces text that has to be there.
fn put(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the bootstrap has no `{from}`");
    text.replace(from, to)
}

/// A backend that answers with its name and the path it saw.
fn backend(runtime: &Runtime, name: &'static str) -> u16 {
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let port = listener.local_addr().unwrap().port();
    let app = Router::new()
        .fallback(move |request: Request| async move { format!("{name} {}", request.uri().path()) });
    runtime.spawn(async move { axum::serve(listener, app).await });
    port
}

/// Runs a bootstrap, and asks what its README tells.
fn answers_as_told(bootstrap: &str) {
    let runtime = Runtime::new().unwrap();
    let mut loopback = Loopback::reserve().unwrap();
    let address = SocketAddr::from((loopback.address().unwrap(), 80 + PORT_OFFSET));
    let own = format!("{{address: {}, port_value: {}}}", address.ip(), address.port());
    let bootstrap = put(bootstrap, "{address: 127.0.0.1, port_value: 10080}", &own);
    let bootstrap =
        put(&bootstrap, "port_value: 9001", &format!("port_value: {}", backend(&runtime, "cart")));
    let bootstrap =
        put(&bootstrap, "port_value: 9002", &format!("port_value: {}", backend(&runtime, "shop")));
    let directory = tempfile::tempdir().unwrap();
    let mut envoy = Envoy::start(directory.path(), &bootstrap).unwrap();
    envoy.listens(address).unwrap_or_else(|error| panic!("{error}"));
    for (host, path, expected) in [
        ("shop.example.com", "/cart/7", "cart /v2/cart/7"),
        ("shop.example.com", "/", "shop /"),
        ("old.example.com", "/a", "301 http://shop.example.com/a"),
        ("other.example.com", "/", "404"),
    ] {
        let request = corpus::Request {
            method: "GET".to_owned(),
            scheme: "http".to_owned(),
            connect: host.to_owned(),
            authority: host.to_owned(),
            path: path.to_owned(),
            // What no client may say.
            headers: vec![("x-gatewright-cluster".to_owned(), "default/cart:8080".to_owned())],
        };
        let response = client::ask(address, &request).unwrap();
        let got = match response.status {
            200 => String::from_utf8(response.body).unwrap(),
            status => {
                let location = response.headers.values("location").map(|location| format!(" {location}"));
                status.to_string() + &location.collect::<String>()
            }
        };
        assert_eq!(got, expected, "{host}{path}\n{}", envoy.said());
    }
}

#[test]
fn an_envoy_with_manifests_answers_as_its_readme_tells() {
    let full = filters().unwrap_or_else(|error| panic!("{error}")).full;
    let bootstrap = text(&example("envoy/manifests.yaml"));
    answers_as_told(&put(&bootstrap, "gatewright-full.wasm", &full.to_string_lossy()));
}

#[test]
fn an_envoy_with_a_bundle_answers_as_its_readme_tells() {
    let lean = filters().unwrap_or_else(|error| panic!("{error}")).small;
    let analysis = Native::of(&text(&example("envoy/shop.yaml"))).unwrap().analysis;
    let bundle = STANDARD.encode(encode(&analysis.definition, Settings::default()));
    let bootstrap = put(&text(&example("envoy/bundle.yaml")), "value: BUNDLE", &format!("value: {bundle}"));
    answers_as_told(&put(&bootstrap, "gatewright.wasm", &lean.to_string_lossy()));
}

#[test]
fn the_bootstrap_has_the_manifests_of_the_example() {
    let manifests = text(&example("envoy/shop.yaml"));
    let bootstrap = text(&example("envoy/manifests.yaml"));
    let mut lines = bootstrap.lines().map(|line| line.trim_start().trim_start_matches("- "));
    for line in manifests.lines().filter(|line| !line.starts_with('#') && *line != "---") {
        let line = line.trim_start().trim_start_matches("- ");
        assert!(lines.any(|own| own == line), "`{line}` is not there, or elsewhere");
    }
}

/// The objects of an example, by kind.
fn objects(name: &str) -> Vec<Value> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(example(name)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            inputs.push(Input { path: path.display().to_string(), bytes: fs::read(&path).unwrap() });
        }
    }
    let (sources, problems) = read(inputs);
    assert!(problems.is_empty(), "{name}: {problems:?}");
    sources.values().collect()
}

fn of_kind(objects: &[Value], kind: &str) -> Value {
    let found = objects.iter().find(|object| object["kind"] == kind);
    found.unwrap_or_else(|| panic!("the example has no {kind}")).clone()
}

/// Manifests that a plugin is configured with have no problem, and each backend of theirs is a cluster that the
/// example adds.
fn all_is_there(manifests: Value, clusters: &[Value]) {
    let (sources, problems) = read_value("plugin", manifests);
    let analysis = Analysis::of(sources, problems, &Options::default());
    let problems: Vec<_> = analysis.problems.iter().filter(|it| it.severity != Severity::Note).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let named: Vec<_> = clusters.iter().map(|cluster| cluster["name"].as_str().unwrap_or_default()).collect();
    let wanted: Vec<_> = targets(&analysis).iter().map(|target| target.label()).collect();
    assert_eq!(named, wanted);
    for cluster in clusters {
        assert_eq!(cluster["load_assignment"]["cluster_name"], cluster["name"]);
    }
}

#[test]
fn istio_gets_manifests_without_problems_and_their_clusters() {
    let objects = objects("istio");
    let patches = of_kind(&objects, "EnvoyFilter")["spec"]["configPatches"].clone();
    let patches = patches.as_array().unwrap().iter();
    let clusters =
        patches.filter(|patch| patch["applyTo"] == "CLUSTER").map(|it| it["patch"]["value"].clone());
    let plugin = of_kind(&objects, "WasmPlugin");
    all_is_there(plugin["spec"]["pluginConfig"].clone(), &clusters.collect::<Vec<_>>());
}

#[test]
fn envoy_gateway_gets_manifests_without_problems_and_their_clusters() {
    let objects = objects("envoy-gateway");
    let patches = of_kind(&objects, "EnvoyPatchPolicy")["spec"]["jsonPatches"].clone();
    let patches = patches.as_array().unwrap().iter();
    let clusters = patches
        .filter(|patch| patch["type"].as_str().is_some_and(|kind| kind.ends_with(".Cluster")))
        .map(|patch| patch["operation"]["value"].clone());
    let policy = of_kind(&objects, "EnvoyExtensionPolicy");
    all_is_there(policy["spec"]["wasm"][0]["config"].clone(), &clusters.collect::<Vec<_>>());
}
