use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;

use host_tests::client::{Connection, Response};
use serde_json::Value;
use tempfile::TempDir;

use crate::backend::Backend;
use crate::bystanders::Bystanders;
use crate::running::Running;
use crate::statistics::Statistics;

/// Anybody may come to `open.example.com`; its rule `/admin` wants a header and leads to the backend `admin`, as the
/// host `admin.example.com` does.
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
metadata: {name: open}
spec:
  parentRefs: [{name: web}]
  hostnames: [open.example.com]
  rules:
  - name: guarded
    matches: [{path: {type: PathPrefix, value: /admin}}]
    backendRefs: [{name: admin, port: 80}]
  - name: open
    backendRefs: [{name: open, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: admin}
spec:
  parentRefs: [{name: web}]
  hostnames: [admin.example.com]
  rules:
  - backendRefs: [{name: admin, port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: open}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: admin}
spec: {ports: [{port: 80}]}
";

pub(super) const OPEN: &str = "open.example.com";

/// The cluster that clients want to pick.
pub(super) const WANTED: &str = "default/admin:80";

/// A gateway, what is behind it, and those who use it while somebody means harm.
pub(super) struct Scene {
    pub(super) open: Backend,
    pub(super) admin: Backend,
    running: Running,
    bystanders: Bystanders,
    before: Statistics,
    _directory: TempDir,
}

// === impl Scene ===

impl Scene {
    pub(super) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("scene.yaml"), MANIFESTS).unwrap();
        let (open, admin) = (Backend::start("open"), Backend::start("admin"));
        let backends = [&open, &admin]
            .map(Backend::address)
            .into_iter()
            .zip(["default/open:80", WANTED])
            .map(|(address, service)| format!("{service}={address}"))
            .collect::<Vec<_>>();
        let running = Running::start_with(directory.path(), &backends);
        let bystanders = Bystanders::start(running.only_address(), OPEN, "open");
        let before = running.statistics();
        Self { open, admin, running, bystanders, before, _directory: directory }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.running.only_address()
    }

    pub(super) fn connect(&self) -> Connection {
        Connection::open(self.address()).unwrap()
    }

    /// Sends bytes over a connection of their own, and gives the first answer; none when Envoy just closes.
    pub(super) fn ask(&self, bytes: impl AsRef<[u8]>) -> Option<Response> {
        let mut connection = self.connect();
        // Envoy may refuse before it has read everything.
        let _ = connection.send(bytes.as_ref());
        connection.answer("GET").unwrap_or_default()
    }

    /// Gives what the backends were asked, apart from the bystanders' requests.
    pub(super) fn asked(&self) -> Vec<Value> {
        let all = self.open.received().into_iter().chain(self.admin.received());
        all.filter(|request| request["headers"]["x-bystander"].is_null()).collect()
    }

    /// How much more Envoy counts than at the beginning.
    pub(super) fn counted(&self, name: &str) -> u64 {
        self.running.statistics().get(name) - self.before.get(name)
    }

    /// Nothing happened to anybody else.
    pub(super) fn unharmed(self) {
        let served = self.bystanders.end();
        assert!(served.as_ref().is_ok_and(|served| *served > 0), "{served:?}");
        let after = self.running.statistics();
        let vms = |statistics: &Statistics| -> BTreeMap<String, u64> {
            statistics.vms().into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
        };
        assert_eq!(vms(&after), vms(&self.before));
    }
}

/// Which backend answered, and the path and the host that it saw; else the status.
pub(super) fn seen(response: Option<Response>) -> String {
    let Some(response) = response else { return "closed".to_owned() };
    if response.status != 200 {
        return response.status.to_string();
    }
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    format!("{} {} {}", text("service"), text("host"), text("path"))
}
