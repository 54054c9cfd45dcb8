//! Where a request comes in: one port of one Gateway.

use super::{
    connection::AskedConnection,
    error::{AskError, Tie},
    request::Asked,
};
use crate::{
    analysis::Analysis,
    api::Listener,
    attach::Reason as _,
    compile::StreamSocket,
    report::Outcome,
    table::{Request, SocketDefinition, SocketId},
};

/// The socket of the request's port; of several, the only one that has a route for it.
pub(super) fn of_request(
    analysis: &Analysis,
    asked: &Asked,
    request: &Request<'_>,
    in_scope: &dyn Fn(usize) -> bool,
) -> Result<SocketId, AskError> {
    let sockets = (0..).map(SocketId).zip(&analysis.definition.sockets).zip(&analysis.origins.sockets);
    let sockets: Vec<_> =
        sockets.filter(|(_, origin)| in_scope(origin.gateway)).map(|(socket, _)| socket).collect();
    let on_port: Vec<_> = sockets.iter().copied().filter(|(_, socket)| socket.port == asked.port).collect();
    match on_port.as_slice() {
        [] => Err(nothing_there(analysis, asked, &sockets, in_scope)),
        [(only, _)] => Ok(*only),
        several => {
            let takes = |socket: SocketId| analysis.outcome(socket, request, 0).outcome != Outcome::NoMatch;
            let taking: Vec<_> = several.iter().copied().filter(|(socket, _)| takes(*socket)).collect();
            match taking.as_slice() {
                [(only, _)] => Ok(*only),
                [] => Err(ambiguous(asked, several, Tie::NoneTakes)),
                taking => Err(ambiguous(asked, taking, Tie::EachTakes)),
            }
        }
    }
}

fn ambiguous(asked: &Asked, sockets: &[(SocketId, &SocketDefinition)], why: Tie) -> AskError {
    let gateway = |name: &str| name.rsplit_once(':').map_or(name, |(gateway, _)| gateway).to_owned();
    AskError::Ambiguous {
        port: asked.port,
        gateways: sockets.iter().map(|(_, socket)| gateway(&socket.name)).collect(),
        why: Some(why),
    }
}

fn nothing_there(
    analysis: &Analysis,
    asked: &Asked,
    sockets: &[(SocketId, &SocketDefinition)],
    in_scope: &dyn Fn(usize) -> bool,
) -> AskError {
    let port = asked.port;
    if let Some(listener) = refused_listener(analysis, port, in_scope) {
        return AskError::NotServed(listener);
    }
    if sockets.is_empty() {
        return AskError::NothingServed { has_gateways: !analysis.world.gateways.is_empty() };
    }
    let host = asked.authority.rsplit_once(':').map_or(asked.authority.as_str(), |(host, _)| host);
    let port_to_write = match sockets.iter().map(|(_, socket)| socket.port).min() {
        None | Some(80) => String::new(),
        Some(served) => format!(":{served}"),
    };
    AskError::NoListener {
        port,
        sockets: sockets.iter().map(|(_, socket)| socket.name.clone()).collect(),
        instead: format!("http://{host}{port_to_write}{}", asked.target),
    }
}

/// A listener that would have taken the request, were it not for its faults.
fn refused_listener(analysis: &Analysis, port: u16, in_scope: &dyn Fn(usize) -> bool) -> Option<String> {
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    let mut gateways = gateways.filter(|(number, _)| in_scope(*number));
    gateways.find_map(|(_, (gateway, state))| {
        let named = || format!("Gateway {}", gateway.meta.full_name());
        let on_port = |listener: &Listener| listener.port == port;
        if !state.accepted.is_true() && gateway.body.spec.listeners.iter().any(on_port) {
            return Some(format!(
                "{} has port {port} and is not served: {}",
                named(),
                state.accepted.message
            ));
        }
        let mut listeners = state.listeners.iter();
        let state = listeners.find(|state| on_port(&state.spec) && !state.accepted.is_true())?;
        Some(format!(
            "listener `{}` of {} has port {port} and is not served: {} ({})",
            state.spec.name,
            named(),
            state.accepted.message,
            state.accepted.reason.name()
        ))
    })
}

/// The only socket of the port.
pub(super) fn of_connection<'a>(
    analysis: &'a Analysis,
    asked: &AskedConnection,
    in_scope: &dyn Fn(usize) -> bool,
) -> Result<&'a StreamSocket, AskError> {
    let name = |socket: &StreamSocket| {
        let gateway = analysis.world.gateways.get(socket.gateway);
        gateway.map(|gateway| gateway.meta.full_name()).unwrap_or_default()
    };
    let all: Vec<_> = analysis.streams.iter().filter(|socket| in_scope(socket.gateway)).collect();
    let same: Vec<_> = all.into_iter().filter(|socket| socket.transport == asked.transport).collect();
    let fitting: Vec<_> = same.iter().copied().filter(|socket| socket.port == asked.port).collect();
    match fitting.as_slice() {
        [only] => Ok(only),
        [] => Err(AskError::NoStreamListener {
            transport: asked.transport,
            port: asked.port,
            sockets: same.iter().map(|socket| format!("{}:{}", name(socket), socket.port)).collect(),
        }),
        several => Err(AskError::Ambiguous {
            port: asked.port,
            gateways: several.iter().map(|socket| name(socket)).collect(),
            why: None,
        }),
    }
}
