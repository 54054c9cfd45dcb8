//! Connections: Envoy itself routes those of TLSRoutes, TCPRoutes and UDPRoutes. Here is who gets
//! which.

use std::cmp::Reverse;

use crate::{
    SharedStr,
    admit::{Created, World},
    attach::{GatewayState, Graph, ListenerState},
    sort::sort_by,
    table::host_matches,
};

/// One port of one Gateway that takes connections which are routed as a whole.
#[derive(Debug)]
pub struct StreamSocket {
    pub gateway: usize,
    pub port: u16,
    pub transport: Transport,
    pub listeners: Vec<StreamListener>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    Tcp,
    Udp,
}

#[derive(Debug)]
pub struct StreamListener {
    /// Index into the Gateway's merged list.
    pub listener: usize,
    /// In lower case; empty for any.
    pub hostname: String,
    /// An HTTPS listener of the port: its requests are decided one by one.
    pub is_http: bool,
    /// Best first.
    pub candidates: Vec<StreamCandidate>,
}

/// A rule that takes connections.
#[derive(Debug)]
pub struct StreamCandidate {
    pub route: usize,
    pub rule: usize,
    /// The name that a client has to ask for; empty where none is asked for.
    pub hostname: String,
    pub precedence: StreamPrecedence,
}

/// Which of two rules takes a connection that both want: the greater one. Of a TLSRoute the more
/// specific host name counts, then age, then name, as for all routes (`Listener.allowedRoutes`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamPrecedence {
    pub exact: bool,
    pub host_length: usize,
    pub older: Reverse<Created>,
    pub name: Reverse<String>,
    pub earlier: Reverse<usize>,
}

pub(super) fn streams(world: &World, graph: &Graph) -> Vec<StreamSocket> {
    let gateways = graph.gateways.iter().enumerate();
    gateways
        .filter(|(_, state)| state.accepted.is_true())
        .flat_map(|(number, state)| of_gateway(number, state, world))
        .collect()
}

fn of_gateway(number: usize, state: &GatewayState, world: &World) -> Vec<StreamSocket> {
    let mut sockets: Vec<StreamSocket> = Vec::new();
    for (index, listener) in state.listeners.iter().enumerate() {
        let transport = match listener.spec.protocol.as_str() {
            "TLS" | "HTTPS" | "TCP" => Transport::Tcp,
            "UDP" => Transport::Udp,
            _ => continue,
        };
        if listener.accepted.is_true() {
            let port = listener.spec.port;
            let socket = match sockets
                .iter_mut()
                .find(|known| (known.port, known.transport) == (port, transport))
            {
                Some(known) => known,
                None => {
                    sockets.push_mut(StreamSocket { gateway: number, port, transport, listeners: Vec::new() })
                }
            };
            socket.listeners.push(StreamListener {
                listener: index,
                hostname: listener.spec.hostname.clone().unwrap_or_default().to_ascii_lowercase(),
                is_http: listener.spec.protocol == "HTTPS",
                candidates: candidates(listener, world),
            });
        }
    }
    // HTTPS alone is the table's.
    sockets.retain(|socket| socket.listeners.iter().any(|one| !one.is_http));
    let key = |socket: &StreamSocket| (socket.port, socket.transport);
    sort_by(&mut sockets, |left, right| key(left).cmp(&key(right)));
    sockets
}

fn candidates(listener: &ListenerState, world: &World) -> Vec<StreamCandidate> {
    let mut list = Vec::new();
    for attached in &listener.attached {
        let Some(route) = world.routes.get(attached.route).filter(|route| !route.body.kind.is_http()) else {
            continue;
        };
        let any = [SharedStr::default()];
        let hostnames = if attached.hostnames.is_empty() { any.as_slice() } else { &attached.hostnames };
        // Rules of such a route have nothing to tell them apart: the first has it all.
        for hostname in hostnames.iter().filter(|_| !route.body.rules.is_empty()) {
            let precedence = StreamPrecedence {
                exact: !hostname.starts_with("*."),
                host_length: hostname.len(),
                older: Reverse(route.meta.created),
                name: Reverse(route.meta.full_name()),
                earlier: Reverse(0),
            };
            let hostname = hostname.to_string();
            list.push(StreamCandidate { route: attached.route, rule: 0, hostname, precedence });
        }
    }
    sort_by(&mut list, |left, right| right.precedence.cmp(&left.precedence));
    list
}

// === impl StreamSocket ===

impl StreamSocket {
    /// The listener of a connection whose client asks for `name`, or for none: the most specific one.
    pub fn listener(&self, name: &str) -> Option<&StreamListener> {
        let fitting = self.listeners.iter().filter(|listener| host_matches(&listener.hostname, name));
        fitting.max_by_key(|listener| {
            let hostname = listener.hostname.as_str();
            (!hostname.is_empty() && !hostname.starts_with("*."), hostname.len())
        })
    }
}

// === impl StreamListener ===

impl StreamListener {
    /// The rule that takes the connection.
    pub fn candidate(&self, name: &str) -> Option<&StreamCandidate> {
        self.candidates.iter().find(|candidate| host_matches(&candidate.hostname, name))
    }
}

// === impl StreamPrecedence ===

impl StreamPrecedence {
    /// The criterion by which `self` outranks `other`.
    pub fn decided_by(&self, other: &StreamPrecedence) -> &'static str {
        if (self.exact, self.host_length) != (other.exact, other.host_length) {
            "hostname"
        } else if self.older != other.older {
            "creation time"
        } else if self.name != other.name {
            "namespace and name"
        } else {
            "rule order"
        }
    }
}
