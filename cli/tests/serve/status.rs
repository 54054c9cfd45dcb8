//! The status of what runs, in a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::manifests::{gateway, gateway_with, route, write};
use crate::running::{Running, command};

const HTTP: &str = "{name: http, port: 80, protocol: HTTP}";
/// Addresses of no other test: these have a block of 512 each, below 127.127.
const POOL: &str = "127.254.7.0/24";

const CLASS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
";

/// A field of the status of the object with this name.
fn status(file: &Path, name: &str, field: &str) -> Value {
    let list: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let mut items = list["items"].as_array().unwrap().iter();
    let item = items.find(|item| item["metadata"]["name"] == name).unwrap();
    item["status"].pointer(field).cloned().unwrap_or_default()
}

#[test]
fn it_says_where_a_gateway_listens_and_what_is_attached() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[gateway(&[HTTP])]);
    let mut running = Running::start_given(directory.path(), &["--status", file.to_str().unwrap()]);
    let address = running.address("default/web").ip().to_string();
    assert_eq!(status(&file, "web", "/addresses/0/value"), address);
    assert_eq!(status(&file, "web", "/listeners/0/attachedRoutes"), 0);

    write(directory.path(), &[gateway(&[HTTP]), route("HTTPRoute", "route", "http", "", &[("a", 1)])]);
    running.stderr.until("applied");
    assert_eq!(status(&file, "web", "/listeners/0/attachedRoutes"), 1);
    assert_eq!(status(&file, "route", "/parents/0/conditions/0/reason"), "Accepted");
}

#[test]
fn it_waits_for_the_first_gateway() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[CLASS.to_owned()]);
    let arguments = ["--status", file.to_str().unwrap(), "--address-pool", POOL];
    let mut running = Running::start_given(directory.path(), &arguments);
    assert_eq!(status(&file, "example", "/conditions/0/reason"), "Accepted");

    write(directory.path(), &[gateway(&[HTTP])]);
    running.stderr.until("applied");
    assert_eq!(status(&file, "web", "/addresses/0/value"), "127.254.7.1");
}

#[test]
fn a_gateway_gets_the_address_that_it_asks_for() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[CLASS.to_owned()]);
    let arguments = ["--status", file.to_str().unwrap(), "--address-pool", POOL];
    let mut running = Running::start_given(directory.path(), &arguments);

    write(directory.path(), &[gateway_with("  addresses: [{value: 127.254.8.9}]\n", &[HTTP])]);
    running.stderr.until("applied");
    running.stdout.until("http://127.254.8.9:");
    assert_eq!(status(&file, "web", "/addresses/0/value"), "127.254.8.9");
}

#[test]
fn it_is_no_manifest() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[gateway(&[HTTP])]);
    let file = directory.path().join("status.json");
    let ended = command(directory.path(), &BTreeMap::new()).arg("--status").arg(&file).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("from which manifests are read: name a file elsewhere"), "{said}");
    assert!(!file.exists());
}

#[test]
fn changes_are_applied_when_it_cannot_be_written() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[gateway(&[HTTP])]);
    let mut running = Running::start_given(directory.path(), &["--status", file.to_str().unwrap()]);
    other.close().unwrap();

    write(directory.path(), &[gateway(&[HTTP]), route("HTTPRoute", "route", "http", "", &[("a", 1)])]);
    running.stderr.until("cannot write");
    running.stderr.until("applied");
    fs::create_dir(file.parent().unwrap()).unwrap();
    write(directory.path(), &[gateway(&[HTTP])]);
    running.stderr.until("applied");
    assert_eq!(status(&file, "web", "/listeners/0/attachedRoutes"), 0);
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[test]
fn it_says_that_a_gateway_has_not_what_it_asks_for() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[CLASS.to_owned()]);
    let arguments = ["--status", file.to_str().unwrap(), "--address-pool", "127.254.9.0/24"];
    let mut running = Running::start_given(directory.path(), &arguments);

    write(directory.path(), &[gateway_with("  addresses: [{value: 10.255.255.1}]\n", &[HTTP])]);
    running.stderr.until("address `10.255.255.1` is not used: it is neither loopback nor in --address-pool");
    running.stdout.until("http://127.254.9.1:");
    let conditions = status(&file, "web", "/conditions");
    let of = |name: &str| conditions.as_array().unwrap().iter().find(|it| it["type"] == name).unwrap();
    assert_eq!(of("Accepted")["status"], "True");
    assert_eq!(of("Programmed")["status"], "False");
    assert_eq!(of("Programmed")["reason"], "AddressNotUsable");
    assert_eq!(status(&file, "web", "/addresses/0/value"), "127.254.9.1");
}

#[test]
fn a_gateway_listens_where_one_that_is_gone_did() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[CLASS.to_owned()]);
    let arguments = ["--status", file.to_str().unwrap(), "--address-pool", "127.254.10.2/32"];
    let mut running = Running::start_given(directory.path(), &arguments);
    for name in ["web", "shop", "blog"] {
        let manifest = gateway(&[HTTP]).replace("{name: web}", &format!("{{name: {name}}}"));
        write(directory.path(), &[manifest]);
        running.stderr.until("applied");
        running.stdout.until(&format!("Gateway default/{name}, listener http"));
        assert_eq!(status(&file, name, "/addresses/0/value"), "127.254.10.2");
    }
}

#[test]
fn a_gateway_makes_way_for_one_that_asks_for_its_address() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = other.path().join("status.json");
    write(directory.path(), &[CLASS.to_owned()]);
    let arguments = ["--status", file.to_str().unwrap(), "--address-pool", "127.254.11.0/24"];
    let mut running = Running::start_given(directory.path(), &arguments);
    write(directory.path(), &[gateway(&[HTTP])]);
    running.stderr.until("applied");
    assert_eq!(status(&file, "web", "/addresses/0/value"), "127.254.11.1");

    let asking = gateway_with("  addresses: [{value: 127.254.11.1}]\n", &[HTTP]);
    let asking = asking.replace("{name: web}", "{name: asking}");
    let web = gateway(&[HTTP]).replace(CLASS, "");
    write(directory.path(), &[asking, web]);
    running.stderr.until("applied");
    assert_eq!(status(&file, "asking", "/addresses/0/value"), "127.254.11.1");
    assert_eq!(status(&file, "web", "/addresses/0/value"), "127.254.11.2");
}
