//! The Envoy configuration that the README offers to paste, run as it stands but for addresses.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    thread,
};

use host_tests::{Loopback, PORT_OFFSET, envoy::Envoy, filters};

const MARK: &str = "<!-- tested: own-envoy -->\n```yaml\n";

fn pasted() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(path).expect("the README can be read");
    let (_, rest) = readme.split_once(MARK).expect("the README has the configuration");
    rest.split_once("```").expect("the fence ends").0.to_owned()
}

/// Replaces text that has to be there.
fn put(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the README's configuration has no `{from}`");
    text.replace(from, to)
}

fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("Envoy listens");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer is text");
    answer
}

/// A backend that answers every request with its head.
fn backend() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.push(byte[0]);
    }
    let start = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", head.len());
    let _ = stream.write_all(start.as_bytes()).and_then(|()| stream.write_all(&head));
}

#[test]
fn the_readmes_envoy_routes_by_its_manifests() {
    let mut loopback = Loopback::reserve().expect("an address block is free");
    let address = SocketAddr::from((loopback.address().expect("an address"), PORT_OFFSET + 80));
    let full = filters().unwrap_or_else(|error| panic!("{error}")).full;

    let text = put(&pasted(), "gatewright-full.wasm", &full.to_string_lossy());
    let text = put(
        &text,
        "{address: 127.0.0.1, port_value: 10080}",
        &format!("{{address: {}, port_value: {}}}", address.ip(), address.port()),
    );
    let text = put(&text, "port_value: 9000", &format!("port_value: {}", backend().port()));

    let directory = tempfile::tempdir().expect("a directory");
    let mut envoy = Envoy::start(directory.path(), &text).unwrap_or_else(|error| panic!("{error}"));
    envoy.listens(address).unwrap_or_else(|error| panic!("{error}"));

    let answer = exchange(
        address,
        "GET /cart HTTP/1.1\r\nhost: x\r\nx-gatewright-cluster: elsewhere\r\nconnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}\n{}", envoy.said());
    assert!(answer.contains("GET /cart HTTP/1.1"), "{answer}");
    assert!(!answer.contains("x-gatewright"), "the backend sees our header: {answer}");
}
