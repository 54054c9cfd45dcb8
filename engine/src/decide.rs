//! `decide`: which rule takes a request. One loop for the data plane and for explanations.

use crate::table::{
    ArmId, Arms, Found, HostTable, Lengths, Miss, Names, Prefixes, Request, RuleId, Scheme, SocketId, Table,
};

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
    pub fn decide<P: Probe>(&self, id: SocketId, request: &Request<'_>, probe: &mut P) -> Decision {
        let (index, words) = (&self.index, &self.words);
        let Some(socket) = self.socket_record(id) else { return Decision::NoListener };
        let place = self.socket_place(id);
        let number_of = |host| match socket.by_hostname {
            // As in most Gateways.
            Names { exact: 0, suffixes: 0, any } => any.checked_sub(1),
            // The most specific listener alone: routes of a wider one are not asked ("Listener Isolation").
            names => index.most_specific_host(words, place, names, host),
        };
        let Some(number) = number_of(request.host) else { return Decision::NoListener };
        let Some(listener) = words.get(socket.listeners, number) else { return Decision::NoListener };
        if let (Scheme::Https, Some(name)) = (socket.scheme(), request.server_name) {
            let of_connection = number_of(name);
            // A client that names no server, where each listener has a name, tells nothing.
            let unknown = of_connection.is_none() && name.is_empty();
            if of_connection != Some(number) && !unknown {
                return Decision::Misdirected { listener: number };
            }
        }

        let mut winner = None;
        let place = socket.listeners.place(number);
        index.offer_hosts(words, place, listener.by_hostname, request.host, |number| {
            if number >= listener.hosts.count {
                return false;
            }
            probe.host(number);
            let mut offer = |id: ArmId| {
                let Some(arm) = self.arm(id) else { return false };
                let verdict = arm.test(request);
                probe.arm(id, verdict);
                if verdict.is_ok() && winner.is_none() {
                    winner = Some((id, arm.rule()));
                    return !P::EXHAUSTIVE;
                }
                false
            };
            self.offer(listener.hosts.place(number), request.path, &mut offer)
        });
        match winner {
            Some((arm, rule)) => Decision::Rule { listener: number, arm, rule },
            None => Decision::NoRule { listener: number },
        }
    }

    /// Offers the arms of the host at a place, best first, until one is taken: the exact path, regular expressions, then
    /// prefixes from the longest to the shortest (`HTTPRouteRule.matches`).
    #[inline(never)]
    fn offer(&self, place: u32, path: &str, offer: &mut impl FnMut(ArmId) -> bool) -> bool {
        let (index, words) = (&self.index, &self.words);
        let host: HostTable = words.read(place);
        let mut prefixes = Prefixes::of(path, host.longest, Lengths(host.lengths), index.seeded);
        let longest = prefixes.next();
        let mut found = match longest {
            Some((hash, prefix)) => index.find(words, place, hash, prefix),
            None => Found::default(),
        };
        let is_whole = longest.is_some_and(|(_, prefix)| prefix.len() == path.len());
        if is_whole && found.exact != 0 && self.offer_arms(found.exact, offer) {
            return true;
        }
        let patterns = |offer: &mut _| words.list(host.patterns).map(ArmId).any(offer);
        // In a gRPC host a service by name comes before expressions, and they before any call.
        if host.by_service == 0 && host.patterns.count != 0 && patterns(offer) {
            return true;
        }
        loop {
            if found.wide != 0 && self.offer_arms(found.wide, offer) {
                return true;
            }
            let Some((hash, prefix)) = prefixes.next() else { break };
            found = index.find(words, place, hash, prefix);
        }
        (host.by_service != 0 && patterns(offer)) || self.offer_arms(host.root.packed, offer)
    }

    /// See [`Arms`].
    #[inline(always)]
    fn offer_arms(&self, packed: u32, offer: &mut impl FnMut(ArmId) -> bool) -> bool {
        match (Arms { packed }).unpacked() {
            None => false,
            Some(Ok(one)) => offer(ArmId(one)),
            Some(Err(list)) => self.offer_list(list, offer),
        }
    }

    #[inline(never)]
    fn offer_list(&self, list: u32, offer: &mut impl FnMut(ArmId) -> bool) -> bool {
        let numbers = self.words.stretch(list.wrapping_add(1), self.words.read(list));
        numbers.is_some_and(|numbers| numbers.map(ArmId).any(offer))
    }
}

impl Table {
    /// The name of the listener that a decision found.
    pub fn listener(&self, socket: SocketId, decision: Decision) -> Option<&str> {
        let listeners = self.socket_record(socket)?.listeners;
        Some(self.words.text(self.words.get(listeners, decision.listener()?)?.name))
    }
}
