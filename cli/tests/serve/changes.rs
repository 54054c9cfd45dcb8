//! What becomes of an edit.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use host_tests::{client, corpus::Request};

use crate::running::{Running, command};
use crate::shop::{GATEWAY, generation, write};

#[test]
fn an_edit_is_applied() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), 1);
    let mut running = Running::start(directory.path());
    let address = running.address(GATEWAY);
    assert_eq!(seen(address), 1);
    write(directory.path(), 2);
    running.stderr.until("applied");
    assert_eq!(seen(address), 2);
    running.stdout.until("→ default/a-2:8080 (echo)");
}

#[test]
fn a_bad_edit_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), 1);
    let mut running = Running::start(directory.path());
    let address = running.address(GATEWAY);
    let file = directory.path().join("shop.yaml");
    let good = fs::read_to_string(&file).unwrap();
    let no_yaml = "spec: [".to_owned();
    let no_match = good.replace("value: /a", "value: a");
    let no_gateway = good.replace("kind: Gateway\n", "kind: Gatevay\n");
    for bad in [no_yaml, no_match, no_gateway] {
        assert_ne!(bad, good);
        fs::write(&file, bad).unwrap();
        running.stderr.until("kept the last good state: ");
        assert_eq!(seen(address), 1);
    }
    write(directory.path(), 2);
    running.stderr.until("applied");
    assert_eq!(seen(address), 2);
}

#[test]
fn without_its_gatewayclass_nothing_is_served() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/missing-gatewayclass");
    let output = command(&directory, &BTreeMap::new()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("GatewayClass `cilium` does not exist"), "{said}");
    assert!(said.contains("nothing is served: no Gateway has a listener that can be used"), "{said}");
}

fn seen(address: SocketAddr) -> u32 {
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: "example.com".to_owned(),
        authority: "example.com".to_owned(),
        path: "/a/x".to_owned(),
        headers: Vec::new(),
    };
    let response = client::ask(address, &request).unwrap();
    generation("a", response.headers.values("x-generation").next(), &response.body).unwrap()
}
