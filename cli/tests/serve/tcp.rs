//! Listeners of protocol TCP, and TCPRoutes.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use host_tests::{client, corpus::Request};
use serde_json::Value;

use crate::manifests::{gateway, route, write};
use crate::running::{Running, wait_for};

const GATEWAY: &str = "default/web";
const LISTENER: &str = "{name: tcp, port: 9000, protocol: TCP}";

/// The Service at the other end: an echo answers requests over any protocol. Nothing for a connection that is closed.
fn asked(address: SocketAddr) -> Option<String> {
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: String::new(),
        authority: "tcp.example".to_owned(),
        path: "/".to_owned(),
        headers: Vec::new(),
    };
    let response = client::ask(address, &request).ok()?;
    let echo: Value = serde_json::from_slice(&response.body).unwrap();
    Some(echo["service"].as_str().unwrap().to_owned())
}

#[test]
fn bytes_go_both_ways_until_either_side_has_said_all() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[gateway(&[LISTENER]), route("TCPRoute", "a", "tcp", "", &[("a", 1)])]);
    let running = Running::start(directory.path());

    let sent: Vec<u8> = (0..200_000u32).map(|number| number.to_le_bytes()[0]).collect();
    let mut stream = TcpStream::connect(running.socket(GATEWAY, 9000)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut writing = stream.try_clone().unwrap();
    let text = sent.clone();
    let writer = std::thread::spawn(move || -> io::Result<()> {
        writing.write_all(&text)?;
        writing.shutdown(Shutdown::Write)
    });
    let mut back = Vec::new();
    stream.read_to_end(&mut back).unwrap();
    writer.join().unwrap().unwrap();
    assert!(back == sent);
}

#[test]
fn connections_are_shared_by_weight_and_a_missing_backend_keeps_its_share() {
    let directory = tempfile::tempdir().unwrap();
    let backends = [("a", 3), ("b", 1), ("missing", 2), ("never", 0)];
    write(directory.path(), &[gateway(&[LISTENER]), route("TCPRoute", "a", "tcp", "", &backends)]);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 9000);

    let mut seen: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for _ in 0..600 {
        *seen.entry(asked(address)).or_default() += 1;
    }
    let expected = [(None, 200), (Some("default/a"), 300), (Some("default/b"), 100)];
    assert_eq!(seen.len(), expected.len(), "{seen:?}");
    for (service, count) in expected {
        // Five standard deviations are 61 at most.
        assert!(seen[&service.map(str::to_owned)].abs_diff(count) < 62, "{seen:?}");
    }
}

#[test]
fn without_a_route_or_a_backend_connections_are_closed() {
    let directory = tempfile::tempdir().unwrap();
    let other = "{name: other, port: 9001, protocol: TCP}";
    let manifests = [gateway(&[LISTENER, other]), route("TCPRoute", "a", "tcp", "", &[("a", 0)])];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());

    for port in [9000, 9001] {
        let mut stream = TcpStream::connect(running.socket(GATEWAY, port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let end = stream.read(&mut [0]);
        assert!(matches!(end, Ok(0)) || end.is_err_and(|it| it.kind() == io::ErrorKind::ConnectionReset));
    }
}

#[test]
fn the_older_of_two_routes_is_served_and_the_other_when_it_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) =
        (route("TCPRoute", "a", "tcp", "", &[("a", 1)]), route("TCPRoute", "b", "tcp", "", &[("b", 1)]));
    write(directory.path(), &[gateway(&[LISTENER]), b.clone(), a]);
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 9000);
    assert_eq!(asked(address).as_deref(), Some("default/a"));
    let mut kept = TcpStream::connect(address).unwrap();
    kept.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    kept.write_all(b"one").unwrap();
    kept.read_exact(&mut [0; 3]).unwrap();

    write(directory.path(), &[gateway(&[LISTENER]), b]);
    running.stderr.until("applied");
    wait_for("the other route serves", || asked(address).as_deref() == Some("default/b"));
    // A connection stays with the backend that it has.
    kept.write_all(b"two").unwrap();
    let mut back = [0; 3];
    kept.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"two");
}

#[test]
fn the_access_log_names_the_listener_and_the_rule() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[gateway(&[LISTENER]), route("TCPRoute", "a", "tcp", "", &[("a", 1)])]);
    let mut running = Running::start_given(directory.path(), &["--access-log"]);
    assert_eq!(asked(running.socket(GATEWAY, 9000)).as_deref(), Some("default/a"));

    let line: Value = serde_json::from_str(&running.stdout.until("\"serverName\"")).unwrap();
    assert_eq!(line["socket"], "default/web:9000");
    assert_eq!(line["listener"], "default/web/tcp");
    assert_eq!(line["rule"], "default/a/0");
    assert_eq!(line["cluster"], "default/a:80");
}
