use std::{
    borrow::Cow,
    net::{TcpListener, UdpSocket},
};

use envoy_config::{Plan, Socket};

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

/// A plan whose sockets that go to where another one is open come last. Envoy takes listeners one after
/// the other, and none where it has one still.
pub(super) fn makes_way<'a>(plan: &'a Plan, open: &[Socket]) -> Cow<'a, Plan> {
    let at = |it: &Socket| (it.address, it.port, it.is_udp());
    let waits = |new: &Socket| open.iter().any(|it| it.name != new.name && at(it) == at(new));
    if !plan.sockets.iter().any(waits) {
        return Cow::Borrowed(plan);
    }
    let mut plan = plan.clone();
    plan.sockets.sort_by_key(waits);
    Cow::Owned(plan)
}
