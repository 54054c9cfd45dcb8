//! Where the request comes in: one port of one Gateway.

use engine::{
    attach::Reason,
    report::Outcome,
    table::{Request, SocketDefinition, SocketId},
};

use super::request::Asked;
use crate::{exit::Failure, manifests::Manifests, output::clean};

/// The socket of the request's port; of several, the only one that has a route for it.
pub(super) fn pick(manifests: &Manifests, asked: &Asked, request: &Request<'_>) -> Result<SocketId, Failure> {
    let sockets: Vec<_> = in_scope(manifests).collect();
    let on_port: Vec<_> = sockets.iter().copied().filter(|(_, socket)| socket.port == asked.port).collect();
    match on_port.as_slice() {
        [] => Err(nothing_there(manifests, asked, &sockets)),
        [(only, _)] => Ok(*only),
        several => {
            let analysis = &manifests.analysis;
            let takes = |socket: SocketId| analysis.explain(socket, request, 0).outcome != Outcome::NoMatch;
            let taking: Vec<_> = several.iter().copied().filter(|(socket, _)| takes(*socket)).collect();
            match taking.as_slice() {
                [(only, _)] => Ok(*only),
                [] => Err(ambiguous(asked, several, "none has a route for the request")),
                taking => Err(ambiguous(asked, taking, "each has a route for the request")),
            }
        }
    }
}

fn in_scope(manifests: &Manifests) -> impl Iterator<Item = (SocketId, &SocketDefinition)> {
    let analysis = &manifests.analysis;
    let sockets = (0..).map(SocketId).zip(&analysis.definition.sockets).zip(&analysis.origins.sockets);
    sockets.filter(|(_, origin)| manifests.scope.has_gateway(origin.gateway)).map(|(socket, _)| socket)
}

fn ambiguous(asked: &Asked, sockets: &[(SocketId, &SocketDefinition)], why: &str) -> Failure {
    let names = sockets
        .iter()
        .map(|(_, socket)| socket.name.rsplit_once(':').map_or(socket.name.as_str(), |(gateway, _)| gateway));
    let names: Vec<_> = names.map(|name| format!("--gateway {name}")).collect();
    Failure::Usage(format!(
        "several Gateways listen on port {}, and {why}: choose one with {}",
        asked.port,
        names.join(" or ")
    ))
}

fn nothing_there(manifests: &Manifests, asked: &Asked, sockets: &[(SocketId, &SocketDefinition)]) -> Failure {
    let port = asked.port;
    if let Some(listener) = refused_listener(manifests, port) {
        return Failure::Input(listener);
    }
    if sockets.is_empty() {
        let gateways = &manifests.analysis.world.gateways;
        let what = if gateways.is_empty() {
            "the input has no Gateway"
        } else {
            "no Gateway of the input is served"
        };
        return Failure::Input(format!(
            "{what}, so nothing takes the request: `gatewright check` tells more"
        ));
    }
    let names: Vec<_> = sockets.iter().map(|(_, socket)| socket.name.as_str()).collect();
    let host = asked.authority.rsplit_once(':').map_or(asked.authority.as_str(), |(host, _)| host);
    let port_to_write = match sockets.iter().map(|(_, socket)| socket.port).min() {
        None | Some(80) => String::new(),
        Some(served) => format!(":{served}"),
    };
    Failure::Usage(format!(
        "no Gateway listens on port {port}, only {}: write for example `http://{}{port_to_write}{}`",
        clean(&names.join(", ")),
        clean(host),
        clean(&asked.target),
    ))
}

/// A listener that would have taken the request, were it not for its faults.
fn refused_listener(manifests: &Manifests, port: u16) -> Option<String> {
    let analysis = &manifests.analysis;
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    let mut gateways = gateways.filter(|(number, _)| manifests.scope.has_gateway(*number));
    gateways.find_map(|(_, (gateway, state))| {
        let named = || format!("Gateway {}", gateway.meta.full_name());
        let on_port = |listener: &engine::api::Listener| listener.port == port;
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
