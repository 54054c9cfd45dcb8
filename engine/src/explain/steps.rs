use super::match_path;
use crate::{
    SharedStr,
    admit::Admitted,
    analysis::Analysis,
    api::{Gateway, PathMatchType, RouteMatch, ValueMatch, distinct},
    attach::ListenerState,
    compile::{ArmOrigin, Lowered},
    decide::{Decision, Trace, Tried},
    report::{Step, StepKind, Verdict},
    source::{DocId, FieldPath},
    table::{ArmId, ListenerDefinition, Miss, Request, SocketDefinition, SocketId},
};

/// Writes the steps of one decision.
pub(super) struct Steps<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) socket: SocketId,
    pub(super) request: &'a Request<'a>,
}

/// A match's step, and how far the request came.
pub(super) struct TriedMatch {
    pub(super) step: Step,
    pub(super) depth: Depth,
}

/// The predicates in the order they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    Host,
    Path,
    Method,
    Header(usize),
    Query(usize),
    Matched,
}

impl<'a> Steps<'a> {
    pub(super) fn gateway(&self) -> Option<&'a Admitted<Gateway>> {
        let origin = self.analysis.origins.sockets.get(self.socket.index())?;
        self.analysis.world.gateways.get(origin.gateway)
    }

    fn definition(&self) -> Option<&'a SocketDefinition> {
        self.analysis.definition.sockets.get(self.socket.index())
    }

    fn listener_definition(&self, number: u32) -> Option<&'a ListenerDefinition> {
        self.definition()?.listeners.get(usize::try_from(number).ok()?)
    }

    /// The place of a listener of this socket in the Gateway's merged list.
    pub(super) fn listener_index(&self, number: u32) -> Option<usize> {
        let origin = self.analysis.origins.sockets.get(self.socket.index())?;
        origin.listeners.get(usize::try_from(number).ok()?).copied()
    }

    pub(super) fn listener_name(&self, number: u32) -> Option<String> {
        self.listener_definition(number).map(|listener| listener.name.clone())
    }

    fn listener_state(&self, number: u32) -> Option<&'a ListenerState> {
        let origin = self.analysis.origins.sockets.get(self.socket.index())?;
        self.analysis.graph.gateways.get(origin.gateway)?.listeners.get(self.listener_index(number)?)
    }

    fn listener_node(&self, number: u32) -> Option<String> {
        let origin = self.analysis.origins.sockets.get(self.socket.index())?;
        self.analysis.listener_node(origin.gateway, self.listener_index(number)?)
    }

    /// The document that has a listener: a Gateway's or a ListenerSet's.
    fn owner(&self, number: u32) -> Option<DocId> {
        match self.listener_state(number)?.set {
            Some(set) => self.analysis.world.listener_sets.get(set).map(|set| set.document),
            None => self.gateway().map(|gateway| gateway.document),
        }
    }

    /// Each listener of the socket: the one that was picked and why not the others.
    pub(super) fn listeners(&self, decision: Decision) -> Vec<Step> {
        let picked = decision.listener();
        let misdirected = matches!(decision, Decision::Misdirected { .. });
        let Some(definition) = self.definition() else { return Vec::new() };
        let host = self.request.host;
        let step = |(number, listener): (u32, &ListenerDefinition)| {
            let any = listener.hostname.is_empty();
            let named = if any { "any host".to_owned() } else { format!("`{}`", listener.hostname) };
            let (verdict, reason) = if Some(number) == picked && misdirected {
                (Verdict::Failed, "server name of the connection".to_owned())
            } else if Some(number) == picked {
                let closed =
                    self.listener_state(number).map(ListenerState::not_in_effect).unwrap_or_default();
                (Verdict::Won, format!("port {}, hostname {named}{closed}", definition.port))
            } else if crate::table::host_matches(&listener.hostname, host) {
                (Verdict::Outranked, "a listener with a more specific hostname takes the host".to_owned())
            } else {
                (Verdict::Failed, "hostname".to_owned())
            };
            let failed = verdict == Verdict::Failed;
            let subject = self.listener_name(number).unwrap_or_default();
            let mut step = Step::new(StepKind::Listener, subject, verdict, reason);
            step.expected = failed.then(|| listener.hostname.clone());
            let server_name = self.request.server_name.filter(|_| Some(number) == picked);
            step.actual = failed.then(|| server_name.unwrap_or(host).to_owned());
            step.node = self.listener_node(number);
            if let Some((state, document)) = self.listener_state(number).zip(self.owner(number)) {
                let path = FieldPath::root().field("spec").field("listeners").index(state.number);
                self.analysis.locate(document, &path, &mut step);
            }
            step
        };
        (0..).zip(&definition.listeners).map(step).collect()
    }

    /// Every match of every route on the listener: those that were tried, then those that the host
    /// or the path left out.
    pub(super) fn matches(&self, listener: u32, decision: Decision, trace: &Trace) -> Vec<TriedMatch> {
        let Some(definition) = self.listener_definition(listener) else { return Vec::new() };
        let winner = match decision {
            Decision::Rule { arm, .. } => Some(arm),
            _ => None,
        };
        let winning_host = trace.arms.iter().find(|tried| Some(tried.arm) == winner).map(|tried| tried.host);
        let mut seen = vec![false; self.analysis.origins.arms.len()];
        let mut is_first =
            |arm: ArmId| seen.get_mut(arm.index()).is_some_and(|seen| !std::mem::replace(seen, true));
        let mut list = Vec::new();
        for Tried { host, arm, verdict } in &trace.arms {
            // A match that several host names of its route offer is told once, at its best.
            if !is_first(*arm) {
                continue;
            }
            let outcome = match verdict {
                Ok(()) if Some(*arm) == winner => Fate::Won,
                Ok(()) if winning_host != Some(*host) => Fate::OutrankedByHost,
                Ok(()) => Fate::Outranked,
                Err(miss) => Fate::Missed(*miss),
            };
            list.extend(self.tried(*arm, outcome, winner, definition));
        }
        for (number, host) in (0..).zip(&definition.hosts) {
            let fate =
                if trace.hosts.contains(&number) { Fate::Missed(Miss::Path) } else { Fate::MissedHost };
            for arm in host.arms.iter().copied() {
                // Its route may name another host that was asked: then that is the one to tell of.
                let told = fate == Fate::MissedHost && self.offered_elsewhere(arm, definition, trace);
                if !told && is_first(arm) {
                    list.extend(self.tried(arm, fate, winner, definition));
                }
            }
        }
        list
    }

    fn offered_elsewhere(&self, arm: ArmId, definition: &ListenerDefinition, trace: &Trace) -> bool {
        let asked = (0..).zip(&definition.hosts).filter(|(number, _)| trace.hosts.contains(number));
        asked.into_iter().any(|(_, host)| host.arms.contains(&arm))
    }

    fn tried(
        &self,
        arm: ArmId,
        fate: Fate,
        winner: Option<ArmId>,
        definition: &ListenerDefinition,
    ) -> Option<TriedMatch> {
        let origin = self.analysis.origins.arms.get(arm.index())?;
        let route = self.analysis.world.routes.get(origin.route())?;
        let one = route.body.rules.get(origin.rule())?.matches.get(origin.number())?;
        let winner = winner.and_then(|winner| self.analysis.origins.arms.get(winner.index()));
        let telling = self.telling(fate, origin, one, winner, definition);
        let subject = self.analysis.label(origin)?;
        let mut step = Step::new(StepKind::Match, subject, telling.verdict, telling.reason);
        (step.expected, step.actual) = (telling.expected, telling.actual);
        step.node = self.analysis.rule_node(origin.route(), origin.rule());
        self.place(route.document, fate, origin, one, &mut step);
        Some(TriedMatch { step, depth: telling.depth })
    }

    /// Points at the predicate that failed, where it is written, else at the match or its rule.
    fn place(&self, document: DocId, fate: Fate, origin: &ArmOrigin, written: &RouteMatch, step: &mut Step) {
        let path = match_path(origin);
        let one = Lowered::of(written);
        let path = match fate {
            Fate::MissedHost | Fate::OutrankedByHost => FieldPath::root().field("spec").field("hostnames"),
            Fate::Missed(Miss::Path) => match written {
                RouteMatch::Http(_) => path.field("path").field("value"),
                RouteMatch::Grpc(_) => path.field("method"),
            },
            Fate::Missed(Miss::Method) => path.field("method"),
            Fate::Missed(Miss::Header(number)) => field_path(&path, "headers", one.headers, true, number),
            Fate::Missed(Miss::Query(number)) => {
                field_path(&path, "queryParams", one.query_params, false, number)
            }
            Fate::Won | Fate::Outranked => path,
        };
        self.analysis.locate(document, &path, step);
    }

    fn telling(
        &self,
        fate: Fate,
        origin: &ArmOrigin,
        written: &RouteMatch,
        winner: Option<&ArmOrigin>,
        definition: &ListenerDefinition,
    ) -> Telling {
        let failed = |depth, reason: &str, expected: String, actual: Option<String>| Telling {
            verdict: Verdict::Failed,
            reason: reason.to_owned(),
            expected: Some(expected),
            actual: Some(actual.unwrap_or_else(|| "absent".to_owned())),
            depth,
        };
        let one = Lowered::of(written);
        match fate {
            Fate::Won => Telling::plain(Verdict::Won, won_because(written)),
            Fate::OutrankedByHost => Telling::plain(
                Verdict::Outranked,
                "outranked: the winner's hostname is more specific".to_owned(),
            ),
            Fate::Outranked => {
                let decided =
                    winner.map_or("precedence", |winner| winner.decided_by(origin, &self.analysis.world));
                Telling::plain(Verdict::Outranked, format!("outranked: {decided}"))
            }
            Fate::MissedHost => {
                let attached = self.hostnames(origin, definition);
                failed(Depth::Host, "hostname", attached.join(", "), Some(self.request.host.to_owned()))
            }
            Fate::Missed(Miss::Path) => failed(
                Depth::Path,
                if matches!(written, RouteMatch::Grpc(_)) { "method" } else { "path" },
                path_words(written),
                Some(self.request.path.to_owned()),
            ),
            Fate::Missed(Miss::Method) => failed(
                Depth::Method,
                "method",
                one.method.map(SharedStr::to_string).unwrap_or_default(),
                Some(self.request.method.to_owned()),
            ),
            Fate::Missed(Miss::Header(number)) => match distinct(one.headers, true).nth(number) {
                Some((_, test)) => failed(
                    Depth::Header(number),
                    &format!("header {}", test.name),
                    test.value.to_string(),
                    self.header(test),
                ),
                None => Telling::plain(Verdict::Failed, "header".to_owned()),
            },
            Fate::Missed(Miss::Query(number)) => match distinct(one.query_params, false).nth(number) {
                Some((_, test)) => failed(
                    Depth::Query(number),
                    &format!("query parameter {}", test.name),
                    test.value.to_string(),
                    self.query(test),
                ),
                None => Telling::plain(Verdict::Failed, "query parameter".to_owned()),
            },
        }
    }

    /// The host names under which the listener has an arm's route.
    fn hostnames(&self, origin: &ArmOrigin, definition: &ListenerDefinition) -> Vec<String> {
        let listed = definition.hosts.iter().filter(|host| {
            host.arms.iter().any(|arm| {
                self.analysis.origins.arms.get(arm.index()).is_some_and(|o| o.route() == origin.route())
            })
        });
        listed.map(|host| host.hostname.to_string()).collect()
    }

    fn header(&self, test: &ValueMatch) -> Option<String> {
        let values: Vec<_> = self
            .request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(test.name.as_bytes()))
            .map(|header| String::from_utf8_lossy(header.value))
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    fn query(&self, test: &ValueMatch) -> Option<String> {
        crate::table::query_value(self.request.query, &test.name)
    }

    /// Routes that name this Gateway and do not stand on this listener.
    pub(super) fn not_attached(&self, listener: u32) -> Vec<Step> {
        let Some((index, origin)) =
            self.listener_index(listener).zip(self.analysis.origins.sockets.get(self.socket.index()))
        else {
            return Vec::new();
        };
        let routes = self.analysis.world.routes.iter().enumerate();
        let of_requests = routes.filter(|(_, route)| route.body.kind.is_http());
        of_requests
            .filter_map(|(number, _)| self.analysis.not_attached(number, origin.gateway, index))
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Won,
    Outranked,
    OutrankedByHost,
    MissedHost,
    Missed(Miss),
}

struct Telling {
    verdict: Verdict,
    reason: String,
    expected: Option<String>,
    actual: Option<String>,
    depth: Depth,
}

impl Telling {
    fn plain(verdict: Verdict, reason: String) -> Self {
        Telling { verdict, reason, expected: None, actual: None, depth: Depth::Matched }
    }
}

fn field_path(path: &FieldPath, field: &str, list: &[ValueMatch], header: bool, number: usize) -> FieldPath {
    // The table counts what counts; the manifest may have doubles between.
    let written = distinct(list, header).nth(number).map_or(number, |(written, _)| written);
    path.field(field).index(written)
}

fn path_kind(kind: PathMatchType) -> &'static str {
    match kind {
        PathMatchType::Exact => "Exact",
        PathMatchType::PathPrefix => "PathPrefix",
        PathMatchType::RegularExpression => "RegularExpression",
    }
}

/// What a match asks of the path, or of the call.
fn path_words(one: &RouteMatch) -> String {
    match one {
        RouteMatch::Http(one) => format!("{} {}", path_kind(one.path.kind), one.path.value),
        RouteMatch::Grpc(one) => match one.names() {
            ("", "") => "any call".to_owned(),
            (service, method) => {
                let kind = if one.is_pattern() { "RegularExpression" } else { "Exact" };
                let part = |name: &str| if name.is_empty() { "*".to_owned() } else { name.to_owned() };
                format!("{kind} /{}/{}", part(service), part(method))
            }
        },
    }
}

fn won_because(written: &RouteMatch) -> String {
    let one = Lowered::of(written);
    let subject = if matches!(written, RouteMatch::Grpc(_)) { "method" } else { "path" };
    let mut parts = vec![format!("{subject} {}", path_words(written))];
    parts.extend(one.method.map(|method| format!("method {method}")));
    parts
        .extend(distinct(one.headers, true).map(|(_, test)| format!("header {}: {}", test.name, test.value)));
    parts.extend(
        distinct(one.query_params, false).map(|(_, test)| format!("query {}={}", test.name, test.value)),
    );
    parts.join(", ")
}
