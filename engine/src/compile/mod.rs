//! `compile`: the graph becomes a table. Nothing can fail here any more: what could not be served
//! was dropped by `attach`, with a condition that says so.

mod arm;
mod clusters;
mod host;
mod interned;
mod lowered;
mod native;
mod percent;
mod precedence;
mod rule;
mod session;
mod streams;

use std::cmp::Reverse;

pub(crate) use self::lowered::{Lowered, LoweredPath};
use self::{clusters::Clusters, host::HostBuilder, interned::Interned, native::Natives};
pub use self::{
    native::{ExternalAuth, Mirror, Native, Retry},
    precedence::{PathRank, Precedence},
    streams::{StreamCandidate, StreamListener, StreamPrecedence, StreamSocket, Transport},
};
use crate::{
    SharedStr,
    admit::{Admitted, World},
    api::{Gateway, RouteKind},
    attach::{Attached, GatewayState, Graph, ListenerState, session_of},
    keyed::Keyed,
    sort::{sort_by, sort_by_key},
    table::{
        ArmDefinition, ArmId, Definition, HostDefinition, ListenerDefinition, Scheme, SocketDefinition,
        normalize,
    },
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

/// Where the table's parts stand in the graph. The data plane does not need it; an explanation
/// does.
#[derive(Debug, Default)]
pub struct Origins {
    pub sockets: Vec<SocketOrigin>,
    /// In the table's order, best first.
    pub arms: Vec<ArmOrigin>,
    /// Route and rule of each rule.
    pub rules: Vec<(usize, usize)>,
}

#[derive(Debug)]
pub struct SocketOrigin {
    pub gateway: usize,
    /// The place of each listener in the Gateway's merged list.
    pub listeners: Vec<usize>,
}

#[derive(Debug)]
pub struct ArmOrigin {
    pub kind: RouteKind,
    pub route: usize,
    pub precedence: Precedence,
}

/// A match on its way into the table.
struct Arm<'w> {
    origin: ArmOrigin,
    definition: ArmDefinition,
    path: LoweredPath<'w>,
}

pub fn compile(world: &World, graph: &Graph) -> Compiled {
    let mut patterns = Interned::default();
    let mut clusters = Clusters::default();
    let mut natives = Natives::default();
    let listed =
        || world.routes.iter().filter(|route| route.body.kind.is_http()).flat_map(|route| &route.body.rules);
    let mut rules = Vec::with_capacity(listed().count());
    let mut origins = Origins { rules: Vec::with_capacity(rules.capacity()), ..Origins::default() };
    let mut arms: Vec<Arm<'_>> = Vec::with_capacity(listed().map(|rule| rule.matches.len()).sum());

    let names = precedence::names(&world.routes);
    let of_policy = |target: &_| session_of(world, graph, target).cloned();
    for (number, (route, state)) in world.routes.iter().zip(&graph.routes).enumerate() {
        if !route.body.kind.is_http() {
            continue;
        }
        let name = names.get(number).copied().unwrap_or_default();
        let full_name = route.meta.full_name();
        for (rule_number, (rule, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
            if rule_state.invalid.is_some() {
                continue;
            }
            let id = id(rules.len());
            let label = rule_label(&full_name, rule_number, rule.name.as_deref());
            rules.push(rule::of(
                label,
                route.body.kind,
                rule,
                rule_state,
                &of_policy,
                &mut clusters,
                &mut natives,
            ));
            origins.rules.push((number, rule_number));
            for (match_number, one) in rule.matches.iter().enumerate() {
                let one = Lowered::of(one);
                let precedence = Precedence::of(route.meta.created, name, rule_number, match_number, &one);
                let origin = ArmOrigin { kind: route.body.kind, route: number, precedence };
                let definition = arm::of(&one, id, &mut patterns);
                arms.push(Arm { origin, definition, path: one.path });
            }
        }
    }
    // Best first. From here on an arm's number is its precedence.
    sort_by_key(&mut arms, |arm| Reverse(arm.origin.precedence));
    let mut paths = Vec::with_capacity(arms.len());
    let mut definitions = Vec::with_capacity(arms.len());
    origins.arms.reserve_exact(arms.len());
    for Arm { origin, definition, path } in arms {
        origins.arms.push(origin);
        definitions.push(definition);
        paths.push(path);
    }

    let placed = Placed { by_route: arms_by_route(&origins.arms, world.routes.len()), paths };
    let mut sockets = Vec::new();
    let mut clusters = clusters.shared();
    for (number, state) in graph.gateways.iter().enumerate() {
        let of_gateway = gateway_sockets(number, state, world, &placed);
        let from = match (&state.client_certificate, world.gateways.get(number)) {
            (Some(_), Some(gateway)) if !of_gateway.is_empty() => clusters.of_gateway(&gateway.meta),
            _ => 0,
        };
        for (mut definition, listeners) in of_gateway {
            definition.clusters = from;
            origins.sockets.push(SocketOrigin { gateway: number, listeners });
            sockets.push(definition);
        }
    }
    let (native_routes, natives) = natives.into_lists();
    let definition = Definition {
        sockets,
        arms: definitions,
        rules,
        natives: native_routes,
        clusters: clusters.into_list(),
        patterns: patterns.into_list(),
    };
    // A filter sees no connection that is routed as a whole.
    let streams = if crate::source::REPORTS { streams::streams(world, graph) } else { Vec::new() };
    Compiled { definition, origins, natives, streams }
}

impl ArmOrigin {
    /// The number of the rule in its route.
    pub fn rule(&self) -> usize {
        self.precedence.earlier.0.try_into().unwrap_or(usize::MAX)
    }

    /// The match's number in its rule.
    pub fn number(&self) -> usize {
        self.precedence.earlier_match.0.try_into().unwrap_or(usize::MAX)
    }

    /// The criterion by which this match outranks another.
    pub fn decided_by(&self, other: &ArmOrigin) -> &'static str {
        self.precedence.decided_by(&other.precedence, self.kind == RouteKind::Grpc)
    }
}

/// `namespace/route/rule`: the rule's name, or its number.
pub fn rule_label(route: &str, number: usize, name: Option<&str>) -> String {
    match name {
        Some(name) => [route, "/", name].concat(),
        None => [route, "/", &number.to_string()].concat(),
    }
}

/// `namespace/gateway:port`.
pub fn socket_name(gateway: &str, port: u16) -> String {
    format!("{gateway}:{port}")
}

/// The arms of each route, and where they stand.
struct Placed<'w> {
    by_route: Vec<Vec<ArmId>>,
    /// In the order of the arms.
    paths: Vec<LoweredPath<'w>>,
}

fn arms_by_route(arms: &[ArmOrigin], routes: usize) -> Vec<Vec<ArmId>> {
    let mut by_route = vec![Vec::new(); routes];
    for (number, arm) in arms.iter().enumerate() {
        if let Some(list) = by_route.get_mut(arm.route) {
            list.push(ArmId(id(number)));
        }
    }
    by_route
}

/// One socket for each port that has a listener which is served.
fn gateway_sockets(
    number: usize,
    state: &GatewayState,
    world: &World,
    placed: &Placed<'_>,
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
            hosts: hosts(listener, world, placed),
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

/// The arms of a listener's routes by the host names that the routes themselves give. A host name
/// of a route counts with its own length, not with that of its meeting with the listener's: the
/// specification compares what HTTPRoutes specify.
fn hosts(listener: &ListenerState, world: &World, placed: &Placed<'_>) -> Vec<HostDefinition> {
    let mut hosts: Keyed<'_, HostBuilder<'_>> = Keyed::default();
    for Attached { route, hostnames } in &listener.attached {
        let (Some(own), Some(object)) = (placed.by_route.get(*route), world.routes.get(*route)) else {
            continue;
        };
        let any = hostnames.is_empty().then_some("");
        for name in hostnames.iter().map(SharedStr::as_str).chain(any) {
            let Some(host) = hosts.entry((name, "")) else { continue };
            // HTTPRoutes and GRPCRoutes do not meet on one host.
            host.by_service = object.body.kind == RouteKind::Grpc && !own.is_empty() || host.by_service;
            for arm in own {
                if let Some(path) = placed.paths.get(arm.index()) {
                    host.add(*arm, path);
                }
            }
        }
    }
    let mut hosts = hosts.into_list();
    sort_by(&mut hosts, |(left, _), (right, _)| left.cmp(right));
    hosts.into_iter().map(|((hostname, _), host)| host.finish(hostname.into())).collect()
}

/// A rule's path in the form that request paths have: mostly just as it is `written`.
pub(crate) fn normal_path(path: &str, written: &SharedStr) -> SharedStr {
    match normalize(path) {
        normal if *normal == **written => written.clone(),
        normal => (*normal).into(),
    }
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
