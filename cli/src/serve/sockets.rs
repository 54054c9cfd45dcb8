use std::net::{TcpListener, UdpSocket};

use envoy_config::Socket;

/// Why one of these sockets cannot be opened, beside those that Envoy has open.
///
/// Envoy would not notice: it shares a port with any other Envoy of the same user, and each of them
/// would get a part of the connections.
pub(super) fn taken(sockets: &[Socket], open: &[Socket]) -> Option<String> {
    let overlap = |one: &Socket, new: &Socket| {
        [one.address, new.address].iter().any(|it| it.is_unspecified()) || one.address == new.address
    };
    let is_open = |new: &Socket| {
        open.iter().any(|it| (it.port, it.is_udp()) == (new.port, new.is_udp()) && overlap(it, new))
    };
    sockets.iter().filter(|new| !is_open(new)).find_map(|new| {
        let at = (new.address, new.port);
        let bound = if new.is_udp() { UdpSocket::bind(at).err() } else { TcpListener::bind(at).err() };
        let error = bound?;
        Some(format!("cannot listen on {}, port {}: {error}", new.address, new.port))
    })
}
