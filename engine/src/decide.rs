//! `decide`: which rule takes a request. One loop for the data plane and for explanations.

use crate::table::{ArmId, Miss, Request, RuleId, Scheme, SocketId, Table};

/// What a request met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// No listener of the socket has a host name for it: 404
    /// (`GatewaySpec.listeners`, "General Listener behavior").
    NoListener,
    /// The connection belongs to another listener than the host, so that it may have another certificate
    /// and other demands on clients: 421 (`GatewaySpec.listeners`, on connection coalescing).
    Misdirected {
        listener: u32,
    },
    /// The listener has no rule for it: 404 (`HTTPRouteRule.matches`, last paragraph).
    NoRule {
        listener: u32,
    },
    Rule {
        listener: u32,
        arm: ArmId,
        rule: RuleId,
    },
}

impl Decision {
    /// The number of the listener that has the request's host.
    pub fn listener(self) -> Option<u32> {
        match self {
            Decision::NoListener => None,
            Decision::Misdirected { listener }
            | Decision::NoRule { listener }
            | Decision::Rule { listener, .. } => Some(listener),
        }
    }
}

/// Watches a decision. `()` sees nothing and costs nothing.
pub trait Probe {
    /// Whether to go on after the winner, so that every candidate gets a verdict.
    const EXHAUSTIVE: bool;

    /// A host table whose name matches, most specific first; the arms that follow are its own.
    fn host(&mut self, number: u32);

    /// Candidates come best first; the first that answers `Ok` has won. One that several host
    /// names of its route offer comes several times.
    fn arm(&mut self, arm: ArmId, verdict: Result<(), Miss>);
}

impl Probe for () {
    const EXHAUSTIVE: bool = false;

    fn host(&mut self, _: u32) {}

    fn arm(&mut self, _: ArmId, _: Result<(), Miss>) {}
}

/// Everything that a decision looked at, in the order it did.
#[derive(Debug, Default)]
pub struct Trace {
    pub hosts: Vec<u32>,
    pub arms: Vec<Tried>,
}

/// A candidate and its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    pub host: u32,
    pub arm: ArmId,
    pub verdict: Result<(), Miss>,
}

impl Probe for Trace {
    const EXHAUSTIVE: bool = true;

    fn host(&mut self, number: u32) {
        self.hosts.push(number);
    }

    fn arm(&mut self, arm: ArmId, verdict: Result<(), Miss>) {
        let host = self.hosts.last().copied().unwrap_or_default();
        self.arms.push(Tried { host, arm, verdict });
    }
}

impl Table {
    /// Picks the rule for a request that came in on a socket. Cost: the number of labels of the
    /// host and of elements of the path, the host's regular-expression paths, and the arms that
    /// share host and path; not the size of the table.
    pub fn decide<P: Probe>(&self, socket: SocketId, request: &Request<'_>, probe: &mut P) -> Decision {
        let Some(socket) = self.sockets.get(socket.index()) else { return Decision::NoListener };
        // The most specific listener alone: routes of a wider one are not asked ("Listener Isolation").
        let Some(number) = socket.by_hostname.walk(request.host).next() else {
            return Decision::NoListener;
        };
        let Some(listener) = at(&socket.listeners, number) else { return Decision::NoListener };
        if let (Scheme::Https, Some(name)) = (socket.scheme, request.server_name) {
            let of_connection = socket.by_hostname.walk(name).next();
            // A client that names no server, where each listener has a name, tells nothing.
            let unknown = of_connection.is_none() && name.is_empty();
            if of_connection != Some(number) && !unknown {
                return Decision::Misdirected { listener: number };
            }
        }

        let mut winner = None;
        for number in listener.by_hostname.walk(request.host) {
            let Some(host) = at(&listener.hosts, number) else { continue };
            probe.host(number);
            let mut offer = |arms: &[ArmId]| {
                for id in arms {
                    let Some(arm) = self.arm(*id) else { continue };
                    let verdict = arm.test(request, &self.patterns);
                    probe.arm(*id, verdict);
                    if verdict.is_ok() && winner.is_none() {
                        winner = Some((*id, arm.rule));
                        if !P::EXHAUSTIVE {
                            return true;
                        }
                    }
                }
                false
            };
            let mut node = host.paths.at(request.path);
            if let Some(exact) = node.filter(|node| node.exact) {
                if offer(&exact.arms) {
                    break;
                }
                node = host.paths.up(exact);
            }
            // In a gRPC host a service by name comes before expressions, and they before any call.
            let mut patterns = Some(&host.patterns);
            if !host.by_service && patterns.take().is_some_and(|patterns| offer(patterns)) {
                break;
            }
            let mut won = false;
            while let Some(prefix) = node
                && !won
            {
                won = prefix.root && patterns.take().is_some_and(|patterns| offer(patterns));
                won = won || offer(&prefix.arms);
                node = host.paths.up(prefix);
            }
            if won || patterns.is_some_and(|patterns| offer(patterns)) {
                break;
            }
        }
        match winner {
            Some((arm, rule)) => Decision::Rule { listener: number, arm, rule },
            None => Decision::NoRule { listener: number },
        }
    }
}

impl Table {
    /// The name of the listener that a decision found.
    pub fn listener(&self, socket: SocketId, decision: Decision) -> Option<&str> {
        let socket = self.sockets.get(socket.index())?;
        at(&socket.listeners, decision.listener()?).map(|listener| &*listener.name)
    }
}

fn at<T>(items: &[T], number: u32) -> Option<&T> {
    items.get(usize::try_from(number).ok()?)
}
