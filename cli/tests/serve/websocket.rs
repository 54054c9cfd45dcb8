//! WebSockets (RFC 6455): a real client, a real server, and a gateway between them.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

use tungstenite::{Error, HandshakeError, Message, WebSocket};

use crate::running::Running;

const HOST: &str = "chat.example.com";

/// Nobody takes that long; it only keeps a test from hanging.
const PATIENCE: Duration = Duration::from_secs(30);

/// The time that a rule gives its requests.
const TIMEOUT: Duration = Duration::from_millis(300);

fn write(directory: &Path, rules: &str) {
    let manifests = format!(
        "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {{name: example}}
spec: {{controllerName: example.com/gateway-controller}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: web}}
spec:
  gatewayClassName: example
  listeners: [{{name: http, protocol: HTTP, port: 80}}]
---
apiVersion: v1
kind: Service
metadata: {{name: chat}}
spec: {{ports: [{{port: 80, appProtocol: kubernetes.io/ws}}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: chat}}
spec:
  parentRefs: [{{name: web}}]
  hostnames: [{HOST}]
  rules:
{rules}"
    );
    let new = directory.join("chat.new");
    fs::write(&new, manifests).unwrap();
    fs::rename(new, directory.join("chat.yaml")).unwrap();
}

/// A server that sends every message back.
fn server() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let Ok(mut socket) = tungstenite::accept(stream) else { return };
                while let Ok(message) = socket.read() {
                    if (message.is_text() || message.is_binary()) && socket.send(message).is_err() {
                        break;
                    }
                }
            });
        }
    });
    address
}

fn start(directory: &Path) -> Running {
    Running::start_with(directory, &[format!("default/chat:80={}", server())])
}

/// The socket, else the status of the answer.
fn connect(address: SocketAddr, path: &str) -> Result<WebSocket<TcpStream>, u16> {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    match tungstenite::client(format!("ws://{HOST}{path}"), stream) {
        Ok((socket, _)) => Ok(socket),
        Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status().as_u16()),
        Err(error) => panic!("{path}: {error}"),
    }
}

fn comes_back(socket: &mut WebSocket<TcpStream>, message: Message) {
    socket.send(message.clone()).unwrap();
    assert_eq!(socket.read().unwrap(), message);
}

#[test]
fn messages_pass_both_ways_until_somebody_closes() {
    let directory = tempfile::tempdir().unwrap();
    write(
        directory.path(),
        "  - matches: [{path: {value: /chat}}]\n    backendRefs: [{name: chat, port: 80}]\n",
    );
    let running = start(directory.path());
    let mut socket = connect(running.only_address(), "/chat/room?id=7").unwrap();
    for message in
        [Message::text("hello"), Message::binary(vec![0, 255, 1]), Message::text("a".repeat(200_000))]
    {
        comes_back(&mut socket, message);
    }
    socket.close(None).unwrap();
    assert!(matches!(socket.read(), Ok(Message::Close(_))));
    assert_eq!(connect(running.only_address(), "/elsewhere").err(), Some(404));
}

#[test]
fn a_socket_outlives_the_time_of_its_request_and_the_rule_itself() {
    let directory = tempfile::tempdir().unwrap();
    let limited = format!("  - timeouts: {{request: {}ms}}\n", TIMEOUT.as_millis());
    write(directory.path(), &format!("{limited}    backendRefs: [{{name: chat, port: 80}}]\n"));
    let mut running = start(directory.path());
    let mut socket = connect(running.only_address(), "/").unwrap();
    comes_back(&mut socket, Message::text("before"));
    thread::sleep(TIMEOUT * 3);
    comes_back(&mut socket, Message::text("later"));
    write(directory.path(), "  - {name: nowhere}\n");
    running.stderr.until("applied");
    assert_eq!(connect(running.only_address(), "/").err(), Some(500));
    comes_back(&mut socket, Message::text("after"));
}
