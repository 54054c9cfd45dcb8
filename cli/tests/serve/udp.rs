//! Listeners of protocol UDP, and UDPRoutes.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use crate::manifests::{gateway, route, write};
use crate::running::Running;

const GATEWAY: &str = "default/web";
const LISTENER: &str = "{name: udp, port: 5300, protocol: UDP}";

/// A client with a port of its own, and so a session of its own.
fn client(address: SocketAddr) -> UdpSocket {
    let client = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    client.connect(address).unwrap();
    client
}

/// What comes back; a loopback loses nothing, so that silence for so long means that nothing does.
fn answer(client: &UdpSocket, patience: Duration) -> io::Result<Vec<u8>> {
    client.set_read_timeout(Some(patience))?;
    client.send(b"hello")?;
    let mut buffer = vec![0; 100];
    let size = client.recv(&mut buffer)?;
    buffer.truncate(size);
    Ok(buffer)
}

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

/// A backend that answers each datagram with its name.
fn named(name: &'static str) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        while let Ok((_, client)) = socket.recv_from(&mut [0; 100]) {
            let _ = socket.send_to(name.as_bytes(), client);
        }
    });
    address
}

#[test]
fn datagrams_come_back() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[gateway(&[LISTENER]), route("UDPRoute", "a", "udp", "", &[("a", 1)])]);
    let running = Running::start(directory.path());
    let client = client(running.socket(GATEWAY, 5300));
    for _ in 0..3 {
        assert_eq!(answer(&client, LONG).unwrap(), b"hello");
    }
}

#[test]
fn a_session_has_one_backend_and_many_sessions_are_shared_by_weight() {
    let directory = tempfile::tempdir().unwrap();
    let backends = [("a", 2), ("b", 1)];
    write(directory.path(), &[gateway(&[LISTENER]), route("UDPRoute", "a", "udp", "", &backends)]);
    let backend = |name: &str, address: SocketAddr| format!("--backend=default/{name}:80={address}");
    let (a, b) = (backend("a", named("a")), backend("b", named("b")));
    let running = Running::start_given(directory.path(), &[&a, &b]);
    let address = running.socket(GATEWAY, 5300);

    let mut seen: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    for _ in 0..300 {
        let client = client(address);
        let first = answer(&client, LONG).unwrap();
        assert_eq!(answer(&client, LONG).unwrap(), first);
        *seen.entry(first).or_default() += 1;
    }
    // Ports are not drawn as at random, so this is more than the five standard deviations, 41.
    assert!(seen[&b"a".to_vec()].abs_diff(200) < 60, "{seen:?}");
    assert_eq!(seen.values().sum::<u32>(), 300);
}

#[test]
fn a_missing_backend_keeps_its_share_and_no_route_is_silence() {
    let directory = tempfile::tempdir().unwrap();
    let other = "{name: other, port: 5301, protocol: UDP}";
    let backends = [("a", 1), ("missing", 1)];
    write(directory.path(), &[gateway(&[LISTENER, other]), route("UDPRoute", "a", "udp", "", &backends)]);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 5300);

    let answers = (0..40).filter(|_| answer(&client(address), SHORT).is_ok()).count();
    assert!((5..=35).contains(&answers), "{answers}");
    answer(&client(running.socket(GATEWAY, 5301)), SHORT).unwrap_err();
}
