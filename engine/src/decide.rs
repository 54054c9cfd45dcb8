//! `decide`: which rule takes a request. One loop for the data plane and for explanations.

use crate::table::{
    ArmId, Arms, HostTable, Lengths, Miss, Names, Prefixes, Request, RuleId, Scheme, SocketId, Table, When,
    Wider,
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
        let words = &self.words;
        let Some(socket) = self.socket_record(id) else { return Decision::NoListener };
        let number_of = |host| match socket.by_hostname {
            // As in most Gateways.
            Names { exact: 0, suffixes: 0, any } => any.checked_sub(1),
            // The most specific listener alone: routes of a wider one are not asked ("Listener Isolation").
            names => self.most_specific(self.socket_place(id), names, host),
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

        let mut asking = Asking { table: self, request, probe, winner: None };
        let place = socket.listeners.place(number);
        let mut host = self.exact_host(place, listener.by_hostname, request.host);
        let mut wider = None;
        loop {
            if let Some(number) = host.filter(|number| *number < listener.hosts.count) {
                asking.probe.host(number);
                if asking.host(listener.hosts.place(number)) {
                    break;
                }
            }
            let wider =
                wider.get_or_insert_with(|| self.wider_hosts(place, listener.by_hostname, request.host));
            host = wider.next();
            if host.is_none() {
                break;
            }
        }
        match asking.winner {
            Some((arm, rule)) => Decision::Rule { listener: number, arm, rule },
            None => Decision::NoRule { listener: number },
        }
    }

    /// The number of the exact name. Most hosts have one, and nobody asks further.
    #[inline(always)]
    fn exact_host(&self, place: u32, names: Names, host: &str) -> Option<u32> {
        let host = host.as_bytes();
        let found = || self.find(place, self.index.seeded.scoped(place).of(host), host, host.len());
        if names.exact == 0 { None } else { found().exact().checked_sub(1) }
    }

    #[inline(never)]
    fn wider_hosts<'a>(&'a self, place: u32, names: Names, host: &'a str) -> Wider<'a> {
        Wider::of(self, place, names, host)
    }

    /// The number of the most specific name that a host matches.
    #[inline(never)]
    fn most_specific(&self, place: u32, names: Names, host: &str) -> Option<u32> {
        let exact = self.look_up(place, host.as_bytes()).exact().checked_sub(1);
        exact.or_else(|| self.wider_hosts(place, names, host).next())
    }
}

/// What is asked for a request, best first, until one is taken.
struct Asking<'a, P> {
    table: &'a Table,
    request: &'a Request<'a>,
    probe: &'a mut P,
    winner: Option<(ArmId, RuleId)>,
}

impl<P: Probe> Asking<'_, P> {
    /// The arms of the host at a place: the exact path, regular expressions, then prefixes from the longest to the
    /// shortest (`HTTPRouteRule.matches`).
    #[inline(always)]
    fn host(&mut self, place: u32) -> bool {
        let Table { index, words, .. } = self.table;
        let host: HostTable = words.read(place);
        let path = self.request.path.as_bytes();
        let mut when = host.when;
        for (hash, length) in
            Prefixes::of(path, host.longest, Lengths(host.lengths), index.seeded.scoped(place))
        {
            let found = self.table.find(place, hash, path, length);
            if found.exact() != 0 && length == path.len() && self.arms(found.exact()) {
                return true;
            }
            if found.wide() != 0 {
                if when == When::FIRST {
                    when = When::NEVER;
                    if self.patterns(place) {
                        return true;
                    }
                }
                if self.arms(found.wide()) {
                    return true;
                }
            }
        }
        (when != When::NEVER && self.patterns(place)) || self.root(place)
    }

    #[cold]
    #[inline(never)]
    fn patterns(&mut self, place: u32) -> bool {
        let words = &self.table.words;
        let host: HostTable = words.read(place);
        words.list(host.patterns).any(|arm| self.arm(ArmId(arm)))
    }

    /// What every path has.
    #[inline(never)]
    fn root(&mut self, place: u32) -> bool {
        let host: HostTable = self.table.words.read(place);
        self.arms(host.root.packed)
    }

    /// See [`Arms`].
    #[inline(always)]
    fn arms(&mut self, packed: u32) -> bool {
        match (Arms { packed }).unpacked() {
            None => false,
            Some(Ok(one)) => self.one(ArmId(one)),
            Some(Err(list)) => self.several(list),
        }
    }

    /// A function of its own where it would take registers away from the walk; wasm has as many as it wants.
    #[cfg_attr(target_family = "wasm", inline(always))]
    #[cfg_attr(not(target_family = "wasm"), inline(never))]
    fn one(&mut self, id: ArmId) -> bool {
        self.arm(id)
    }

    #[inline(never)]
    fn several(&mut self, list: u32) -> bool {
        let words = &self.table.words;
        let numbers = words.stretch(list.wrapping_add(1), words.read(list));
        numbers.is_some_and(|mut numbers| numbers.any(|arm| self.arm(ArmId(arm))))
    }

    #[inline(always)]
    fn arm(&mut self, id: ArmId) -> bool {
        let Some(arm) = self.table.arm(id) else { return false };
        let verdict = arm.test(self.request);
        self.probe.arm(id, verdict);
        if verdict.is_err() || P::EXHAUSTIVE && self.winner.is_some() {
            return false;
        }
        self.winner = Some((id, arm.rule()));
        !P::EXHAUSTIVE
    }
}

impl Table {
    /// The name of the listener that a decision found.
    pub fn listener(&self, socket: SocketId, decision: Decision) -> Option<&str> {
        let listeners = self.socket_record(socket)?.listeners;
        Some(self.words.text(self.words.get(listeners, decision.listener()?)?.name))
    }
}
