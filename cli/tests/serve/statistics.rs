use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use host_tests::client::Connection;
use host_tests::envoy::Envoy;
use host_tests::{Loopback, PORT_OFFSET};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::UnixStream;

/// What an Envoy counts, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statistics(BTreeMap<String, u64>);

// === impl Statistics ===

impl Statistics {
    /// Asks the socket that rules Envoy.
    pub(crate) fn read(socket: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let text = runtime.block_on(async {
            let stream = UnixStream::connect(socket).await.unwrap();
            let (mut sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
            tokio::spawn(connection);
            let request = Request::get("/stats").header(header::HOST, "envoy").body(Empty::<Bytes>::new());
            let response = sender.send_request(request.unwrap()).await.unwrap();
            response.into_body().collect().await.unwrap().to_bytes()
        });
        let text = String::from_utf8(text.to_vec()).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once(": "));
        Self(lines.filter_map(|(name, count)| Some((name.to_owned(), count.parse().ok()?))).collect())
    }

    pub(crate) fn get(&self, name: &str) -> u64 {
        *self.0.get(name).unwrap_or_else(|| panic!("envoy does not count `{name}`"))
    }

    /// Counts that change when a VM of the filter dies, and when another takes its place.
    pub(crate) fn vms(&self) -> BTreeMap<&str, u64> {
        let all = self.0.iter().map(|(name, count)| (name.as_str(), *count));
        let vms: BTreeMap<_, _> =
            all.filter(|(name, _)| name.starts_with("wasm.") && !name.contains("remote_load")).collect();
        for part in [".created", ".active", ".vm_reload_success"] {
            assert!(vms.keys().any(|name| name.ends_with(part)), "envoy does not count `{part}`: {vms:?}");
        }
        vms
    }
}

const TYPES: &str = "type.googleapis.com/envoy.extensions.filters";

/// A filter that dies of every request.
const DYING: &str = r#"(module
    (memory (export "memory") 1)
    (func (export "proxy_abi_version_0_2_1"))
    (func (export "proxy_on_memory_allocate") (param i32) (result i32) i32.const 1024)
    (func (export "proxy_on_request_headers") (param i32 i32 i32) (result i32) unreachable))"#;

/// Else tests could not tell that none died.
#[test]
fn a_vm_that_dies_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("dying.wasm"), wat::parse_str(DYING).unwrap()).unwrap();
    let mut loopback = Loopback::reserve().unwrap();
    let address = SocketAddr::new(loopback.address().unwrap().into(), 80 + PORT_OFFSET);
    let bootstrap = json!({
        "admin": { "address": { "pipe": { "path": path("admin.sock") } } },
        "static_resources": { "listeners": [{
            "address": { "socket_address": { "address": address.ip(), "port_value": address.port() } },
            "filter_chains": [{ "filters": [{
                "name": "http",
                "typed_config": {
                    "@type": format!("{TYPES}.network.http_connection_manager.v3.HttpConnectionManager"),
                    "stat_prefix": "http",
                    "route_config": {},
                    "http_filters": [{
                        "name": "dying",
                        "typed_config": {
                            "@type": format!("{TYPES}.http.wasm.v3.Wasm"),
                            "config": {
                                "vm_config": {
                                    "runtime": "envoy.wasm.runtime.v8",
                                    "code": { "local": { "filename": path("dying.wasm") } },
                                },
                                "failure_policy": "FAIL_RELOAD",
                            },
                        },
                    }, {
                        "name": "router",
                        "typed_config": { "@type": format!("{TYPES}.http.router.v3.Router") },
                    }],
                },
            }] }],
        }] },
    });
    let mut envoy = Envoy::start(directory.path(), &bootstrap).unwrap();
    envoy.listens(address).unwrap();
    let before = Statistics::read(&path("admin.sock"));
    for _ in 0..2 {
        let mut connection = Connection::open(address).unwrap();
        connection.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        assert_eq!(connection.answer("GET").unwrap().unwrap().status, 503);
    }
    assert_ne!(Statistics::read(&path("admin.sock")).vms(), before.vms());
}
