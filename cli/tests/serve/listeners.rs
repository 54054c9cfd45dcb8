//! Listeners that come and go under load.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use host_tests::client::Connection;

use crate::bystanders::Bystanders;
use crate::running::{Running, wait_for};

const CHANGES: u32 = 12;

const MANIFESTS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
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
spec: {ports: [{port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners:
  - {name: http, protocol: HTTP, port: 80}
";

const SECOND_PORT: &str = "  - {name: other, protocol: HTTP, port: 8080}\n";
/// It takes its host away from the first listener, whose routes then do not serve it.
const SECOND_HOST: &str = "  - {name: host, protocol: HTTP, port: 80, hostname: own.example.com, allowedRoutes: {kinds: [{kind: GRPCRoute}]}}\n";

fn write(directory: &Path, listeners: &str) {
    let new = directory.join("web.new");
    fs::write(&new, format!("{MANIFESTS}{listeners}")).unwrap();
    fs::rename(new, directory.join("web.yaml")).unwrap();
}

fn status(address: SocketAddr, host: &str) -> u16 {
    let mut connection = Connection::open(address).unwrap();
    connection.send(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
    connection.answer("GET").unwrap().unwrap().status
}

#[test]
fn who_uses_one_listener_does_not_notice_the_others() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "");
    let mut running = Running::start(directory.path());
    let (first, second) = (running.socket("default/web", 80), running.socket("default/web", 8080));
    let bystanders = Bystanders::start(first, "shop.example.com", "default/shop");
    for change in 1..=CHANGES {
        let (port, host) = (change % 2 == 1, change % 4 >= 2);
        let listeners = [(port, SECOND_PORT), (host, SECOND_HOST)];
        let listeners: String = listeners.iter().filter(|(there, _)| *there).map(|(_, text)| *text).collect();
        write(directory.path(), &listeners);
        running.stderr.until("applied");
        assert_eq!(status(first, "own.example.com"), if host { 404 } else { 200 }, "change {change}");
        if port {
            assert_eq!(status(second, "own.example.com"), 200, "change {change}");
        } else {
            wait_for("the port is closed", || TcpStream::connect(second).is_err());
        }
    }
    let served = bystanders.end();
    assert!(served.as_ref().is_ok_and(|served| *served > u64::from(CHANGES)), "{served:?}");
}
