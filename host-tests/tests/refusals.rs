//! A configuration that the filter does not take.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use envoy_config::{
    Bootstrap, Filter, Layout, Part, Plan, PluginConfiguration, Serves, Socket, bootstrap, resources,
    static_bootstrap,
};
use host_tests::corpus::Request;
use host_tests::envoy::Envoy;
use host_tests::subject::{Native, Wasm};
use host_tests::{Loopback, PORT_OFFSET, client, filters};

const REDIRECT: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec: {gatewayClassName: example, listeners: [{name: http, protocol: HTTP, port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: moved}
spec:
  parentRefs: [{name: web}]
  rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]
";

const REFUSED: &str = "gatewright: configuration refused: ";

#[test]
fn envoy_does_not_start_with_a_wrong_bundle() {
    let directory = tempfile::tempdir().unwrap();
    let mut loopback = Loopback::reserve().unwrap();
    let plan = plan(b"no bundle".to_vec(), &mut loopback);
    let mut envoy = Envoy::start(directory.path(), &static_bootstrap(&options(), &plan)).unwrap();
    assert!(!envoy.ends().unwrap().success());
    assert!(envoy.said().contains(REFUSED), "{}", envoy.said());
}

#[test]
fn a_wrong_bundle_later_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut loopback = Loopback::reserve().unwrap();
    let bundle = Wasm::bundle(&Native::of(REDIRECT).unwrap().analysis);
    let mut plan = plan(bundle, &mut loopback);
    let address = SocketAddr::new(plan.sockets[0].address, plan.sockets[0].port);
    let layout = Layout::new(directory.path());
    let files = resources(&plan, &layout);
    for part in Part::ORDER {
        replace(&layout.part(part), &files.part(part).bytes());
    }
    let mut envoy = Envoy::start(directory.path(), &bootstrap(&options(), &layout)).unwrap();
    envoy.listens(address).unwrap();
    assert_eq!(status(address), 302);

    plan.filter.configuration = PluginConfiguration::Bundle(b"no bundle".to_vec());
    replace(&layout.part(Part::Filter), &resources(&plan, &layout).filter.bytes());
    envoy.says(REFUSED).unwrap();
    assert_eq!(status(address), 302);
}

fn plan(bundle: Vec<u8>, loopback: &mut Loopback) -> Plan {
    Plan {
        sockets: vec![Socket {
            name: "default/web:80".to_owned(),
            address: loopback.address().unwrap().into(),
            port: 80 + PORT_OFFSET,
            serves: Serves::Http,
        }],
        clusters: vec![],
        secrets: vec![],
        routes: Default::default(),
        filter: Filter {
            module: filters().unwrap_or_else(|error| panic!("{error}")).small,
            configuration: PluginConfiguration::Bundle(bundle),
        },
        access_log: None,
    }
}

fn options() -> Bootstrap {
    Bootstrap { node_id: "test".to_owned(), admin: None }
}

/// In one step, which is what Envoy watches for.
fn replace(path: &Path, document: &[u8]) {
    let new = path.with_extension("new");
    fs::write(&new, document).unwrap();
    fs::rename(new, path).unwrap();
}

fn status(address: SocketAddr) -> u16 {
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: "example.com".to_owned(),
        authority: "example.com".to_owned(),
        path: "/".to_owned(),
        headers: Vec::new(),
    };
    client::ask(address, &request).unwrap().status
}
