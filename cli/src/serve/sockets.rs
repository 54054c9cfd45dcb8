use std::net::TcpListener;

use envoy_config::Socket;

/// Why one of these sockets cannot be opened, beside those that Envoy has open.
///
/// Envoy would not notice: it shares a port with any other Envoy of the same user, and each of them
/// would get a part of the connections.
pub(super) fn taken(sockets: &[Socket], open: &[Socket]) -> Option<String> {
    sockets.iter().filter(|new| open.iter().all(|it| it.port != new.port)).find_map(|new| {
        let error = TcpListener::bind((new.address, new.port)).err()?;
        Some(format!("cannot listen on {}, port {}: {error}", new.address, new.port))
    })
}
