//! `compile`: the graph becomes a table. Nothing can fail here any more: what could not be served
//! was dropped by `attach`, with a condition that says so.

mod arm;
mod clusters;
mod host;
mod interned;
mod lowered;
mod native;
mod origin;
mod percent;
mod precedence;
mod rule;
mod session;
mod streams;

use std::borrow::Cow;

pub(crate) use self::lowered::{Lowered, LoweredPath};
use self::{arm::Arms, host::Hosts, interned::Interned, rule::Rules};
pub use self::{
    native::{ExternalAuth, Mirror, Native, Retry},
    origin::{ArmOrigin, Origins, RuleOrigin, SocketOrigin},
    precedence::{PathRank, Precedence},
    streams::{StreamCandidate, StreamListener, StreamPrecedence, StreamSocket, Transport},
};
use crate::{
    SharedStr,
    admit::{Admitted, World},
    api::Gateway,
    attach::{GatewayState, Graph, ListenerState},
    sort::sort_by_key,
    table::{Definition, ListenerDefinition, Scheme, SocketDefinition, digits, normalize},
};

/// The table, and what each of its numbers came from.
#[derive(Debug)]
pub struct Compiled {
    pub definition: Definition,
    pub origins: Origins,
    /// What each of the definition's native routes does.
    pub natives: Vec<Native>,
    /// What is not the table's: connections that are routed as a whole.
    pub streams: Vec<StreamSocket>,
}

pub fn compile(world: &World, graph: &Graph) -> Compiled {
    let count = world.routes.iter().map(|route| route.body.rules.len()).sum();
    let mut rules = Rules::new(world, graph, count);
    let mut arms = Arms::with_capacity(count);
    let mut origins = Origins { rules: Vec::with_capacity(count), ..Origins::default() };
    for (number, (route, state)) in world.routes.iter().zip(&graph.routes).enumerate() {
        arms.next_route();
        let kind = route.body.kind;
        if !kind.is_http() {
            continue;
        }
        rules.next_route(&route.meta);
        for (place, (rule, state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
            if state.invalid.is_some() {
                continue;
            }
            let id = rules.push(kind, place, rule, state);
            origins.rules.push(RuleOrigin { route: self::id(number), rule: small(place) });
            arms.push(place, id, &rule.matches);
        }
    }

    let mut hosts = Hosts::default();
    let mut sockets = Vec::new();
    let mut clusters = rules.clusters.shared();
    for (number, state) in graph.gateways.iter().enumerate() {
        let of_gateway = gateway_sockets(number, state, world);
        let from = match (&state.client_certificate, world.gateways.get(number)) {
            (Some(_), Some(gateway)) if !of_gateway.is_empty() => clusters.of_gateway(&gateway.meta),
            _ => 0,
        };
        for (mut definition, listeners) in of_gateway {
            definition.clusters = from;
            let states = listeners.iter().filter_map(|index| state.listeners.get(*index));
            for (listener, state) in definition.listeners.iter_mut().zip(states) {
                listener.hosts = hosts.of_listener(state, world, &arms);
            }
            origins.sockets.push(SocketOrigin { gateway: number, listeners });
            sockets.push(definition);
        }
    }
    let (arms, arm_origins, patterns) = arms.in_order(&world.routes);
    hosts.fill(&arm_origins, &mut sockets);
    origins.arms = arm_origins;

    let (native_routes, natives) = rules.natives.into_lists();
    let definition = Definition {
        sockets,
        arms,
        rules: rules.list,
        backends: rules.backends,
        labels: rules.labels,
        natives: native_routes,
        clusters: clusters.into_list(),
        patterns,
    };
    // A filter sees no connection that is routed as a whole.
    let streams = if crate::source::REPORTS { streams::streams(world, graph) } else { Vec::new() };
    Compiled { definition, origins, natives, streams }
}

/// `namespace/route/rule`: the rule's name, or its number.
pub fn rule_label(route: &str, number: usize, name: Option<&str>) -> String {
    match name {
        Some(name) => [route, "/", name].concat(),
        None => [route, "/", &digits(number)].concat(),
    }
}

/// `namespace/gateway:port`.
pub fn socket_name(gateway: &str, port: u16) -> String {
    format!("{gateway}:{port}")
}

/// One socket for each port that has a listener which is served, without its hosts.
fn gateway_sockets(
    number: usize,
    state: &GatewayState,
    world: &World,
) -> Vec<(SocketDefinition, Vec<usize>)> {
    let Some(gateway) = world.gateways.get(number).filter(|_| state.accepted.is_true()) else {
        return Vec::new();
    };
    let mut sockets: Vec<(SocketDefinition, Vec<usize>)> = Vec::new();
    for (index, listener) in state.listeners.iter().enumerate() {
        let scheme = match listener.spec.protocol.as_str() {
            "HTTP" => Scheme::Http,
            "HTTPS" => Scheme::Https,
            _ => continue,
        };
        if !listener.accepted.is_true() {
            continue;
        }
        let port = listener.spec.port;
        let definition = ListenerDefinition {
            name: listener_name(world, gateway, listener),
            hostname: listener.spec.hostname.clone().unwrap_or_default().to_ascii_lowercase(),
            hosts: Vec::new(),
        };
        match sockets.iter_mut().find(|(socket, _)| socket.port == port) {
            Some((socket, listeners)) => {
                socket.listeners.push(definition);
                listeners.push(index);
            }
            None => {
                let name = socket_name(&gateway.meta.full_name(), port);
                let listeners = vec![definition];
                sockets.push((SocketDefinition { name, port, scheme, clusters: 0, listeners }, vec![index]));
            }
        }
    }
    sort_by_key(&mut sockets, |(socket, _)| socket.port);
    sockets
}

/// `namespace/gateway/listener`, or `namespace/listenerset/listener`.
pub fn listener_name(world: &World, gateway: &Admitted<Gateway>, listener: &ListenerState) -> String {
    let set = listener.set.and_then(|set| world.listener_sets.get(set));
    let owner = set.map_or_else(|| gateway.meta.full_name(), |set| set.meta.full_name());
    format!("{owner}/{}", listener.spec.name)
}

/// A rule's path in the form that request paths have: mostly just as it is `written`.
pub(crate) fn normal_path(path: &str, written: &SharedStr) -> SharedStr {
    match normalize(path) {
        Cow::Borrowed(same) if same.len() == written.len() => written.clone(),
        normal => (*normal).into(),
    }
}

/// Schemas allow 16 rules in a route, and 64 matches in a rule.
fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
