//! Explains who gets a connection that is routed as a whole.

use super::Place;
use crate::{
    analysis::Analysis,
    attach::{ListenerState, Resolved},
    compile::{StreamCandidate, StreamListener, StreamSocket, listener_name, rule_label},
    report::{ActionReport, BackendShare, Decision, Outcome, Step, StepKind, Verdict, backend_node},
    source::FieldPath,
    table::host_matches,
};

impl Analysis {
    /// Explains what happens to a connection on a socket. `name` is what the client asks for in its
    /// TLS handshake; empty if it asks for nothing. `draw` picks the backend, as for a request.
    pub fn explain_connection(&self, socket: &StreamSocket, name: &str, draw: u64) -> Decision {
        let name = name.to_ascii_lowercase();
        let telling = Telling { analysis: self, socket, name: &name };
        let listener = socket.listener(&name);
        let mut trace: Vec<_> = socket.listeners.iter().map(|one| telling.listener(one, listener)).collect();
        let winner = listener.filter(|one| !one.is_http).and_then(|one| one.candidate(&name));
        if let Some(listener) = listener {
            trace.extend(listener.candidates.iter().map(|one| telling.candidate(one, winner)));
            trace.extend(telling.not_attached(listener));
        }
        let gateway = self.world.gateways.get(socket.gateway);
        let route = winner.and_then(|winner| self.world.routes.get(winner.route));
        let backends = winner.map(|winner| self.connection_shares(winner)).unwrap_or_default();
        let drawn = pick(&backends, draw);
        let (outcome, details) = match (listener, winner, drawn) {
            (None, ..) => (Outcome::NoMatch, Some("no_listener")),
            (Some(listener), None, _) if listener.is_http => (Outcome::NoMatch, Some("http_listener")),
            (_, None, _) => (Outcome::NoMatch, Some("no_route")),
            (_, Some(_), None) => (Outcome::Reply, Some("no_backend")),
            (_, Some(_), Some(backend)) if !backend.usable => (Outcome::Reply, Some("invalid_backend_ref")),
            (_, Some(_), Some(_)) => (Outcome::Forward, None),
        };
        let mut nodes = self.way(
            socket.gateway,
            listener.map(|one| one.listener),
            winner.map(|winner| (winner.route, winner.rule)),
        );
        if outcome == Outcome::Forward {
            nodes.extend(drawn.map(|backend| backend_node(&backend.name)));
        }
        Decision {
            outcome,
            gateway: gateway.map(|gateway| gateway.meta.full_name()).unwrap_or_default(),
            listener: listener.and_then(|one| telling.listener_name(one)),
            route: route.map(|route| route.meta.full_name()),
            route_kind: route.map(|route| route.body.kind.name()),
            rule: winner.and_then(|winner| self.connection_rule(winner)),
            matched: winner.map(|winner| rule_path(winner).to_string()),
            backend: drawn.filter(|backend| backend.usable).map(|backend| backend.name.clone()),
            policy: winner
                .map(|winner| self.policy(winner.route, winner.rule, drawn_index(&backends, draw)))
                .unwrap_or_default(),
            actions: ActionReport { details, backends, ..ActionReport::default() },
            trace,
            nearest: None,
            nodes,
        }
    }

    fn connection_rule(&self, candidate: &StreamCandidate) -> Option<String> {
        let route = self.world.routes.get(candidate.route)?;
        let rule = route.body.rules.get(candidate.rule)?;
        Some(rule_label(&route.meta.full_name(), candidate.rule, rule.name.as_deref()))
    }

    fn connection_shares(&self, candidate: &StreamCandidate) -> Vec<BackendShare> {
        let rule =
            self.world.routes.get(candidate.route).and_then(|route| route.body.rules.get(candidate.rule));
        let state = self.graph.routes.get(candidate.route).and_then(|route| route.rules.get(candidate.rule));
        let Some((rule, state)) = rule.zip(state) else { return Vec::new() };
        let share = |(backend, target): (&crate::api::RouteBackendRef, &Resolved)| BackendShare {
            name: target.as_ref().map_or_else(|_| "(not usable)".to_owned(), |target| target.label()),
            weight: backend.weight,
            usable: target.is_ok(),
        };
        rule.backend_refs.iter().zip(&state.backends).map(share).collect()
    }
}

fn pick(backends: &[BackendShare], draw: u64) -> Option<&BackendShare> {
    backends.get(drawn_index(backends, draw)?)
}

/// The backend that a draw hits, each by its weight.
fn drawn_index(backends: &[BackendShare], draw: u64) -> Option<usize> {
    let total: u64 = backends.iter().map(|backend| u64::from(backend.weight)).sum();
    let mut left = u64::try_from((u128::from(draw) * u128::from(total)) >> 64).ok()?;
    backends.iter().position(|backend| {
        let hit = left < u64::from(backend.weight);
        left = left.saturating_sub(u64::from(backend.weight));
        hit
    })
}

struct Telling<'a> {
    analysis: &'a Analysis,
    socket: &'a StreamSocket,
    name: &'a str,
}

impl Telling<'_> {
    fn state(&self, listener: &StreamListener) -> Option<&ListenerState> {
        self.analysis.graph.gateways.get(self.socket.gateway)?.listeners.get(listener.listener)
    }

    fn listener_name(&self, listener: &StreamListener) -> Option<String> {
        let gateway = self.analysis.world.gateways.get(self.socket.gateway)?;
        Some(listener_name(&self.analysis.world, gateway, self.state(listener)?))
    }

    /// What the client asked for, in words.
    fn asked(&self) -> String {
        if self.name.is_empty() { "no name".to_owned() } else { self.name.to_owned() }
    }

    fn listener(&self, one: &StreamListener, picked: Option<&StreamListener>) -> Step {
        let any = one.hostname.is_empty();
        let named = if any { "any name".to_owned() } else { format!("`{}`", one.hostname) };
        let (verdict, reason) = if picked.is_some_and(|picked| picked.listener == one.listener) {
            let decided = if one.is_http { ", whose requests are decided one by one" } else { "" };
            let closed = self.state(one).map(ListenerState::not_in_effect).unwrap_or_default();
            (Verdict::Won, format!("port {}, hostname {named}{decided}{closed}", self.socket.port))
        } else if host_matches(&one.hostname, self.name) {
            (Verdict::Outranked, "a listener with a more specific hostname takes the name".to_owned())
        } else {
            (Verdict::Failed, "hostname".to_owned())
        };
        let failed = verdict == Verdict::Failed;
        let mut step =
            Step::new(StepKind::Listener, self.listener_name(one).unwrap_or_default(), verdict, reason);
        step.expected = failed.then(|| one.hostname.clone());
        step.actual = failed.then(|| self.asked());
        step.node = self.analysis.listener_node(self.socket.gateway, one.listener);
        if let Some((document, path)) = self.listener_place(one) {
            self.analysis.locate(document, &path, &mut step);
        }
        step
    }

    fn listener_place(&self, one: &StreamListener) -> Option<Place> {
        let state = self.state(one)?;
        let world = &self.analysis.world;
        let document = match state.set {
            Some(set) => world.listener_sets.get(set)?.document,
            None => world.gateways.get(self.socket.gateway)?.document,
        };
        Some((document, FieldPath::root().field("spec").field("listeners").index(state.number)))
    }

    fn candidate(&self, one: &StreamCandidate, winner: Option<&StreamCandidate>) -> Step {
        let named =
            if one.hostname.is_empty() { String::new() } else { format!("hostname {}", one.hostname) };
        let won = winner.is_some_and(|winner| std::ptr::eq(winner, one));
        let (verdict, reason) = if won {
            let reason = if named.is_empty() { "the oldest route of the listener".to_owned() } else { named };
            (Verdict::Won, reason)
        } else if host_matches(&one.hostname, self.name) {
            let decided = winner.map_or("precedence", |winner| winner.precedence.decided_by(&one.precedence));
            (Verdict::Outranked, format!("outranked: {decided}"))
        } else {
            (Verdict::Failed, "hostname".to_owned())
        };
        let failed = verdict == Verdict::Failed;
        let subject = self.analysis.connection_rule(one).unwrap_or_default();
        let mut step = Step::new(StepKind::Match, subject, verdict, reason);
        step.expected = failed.then(|| one.hostname.clone());
        step.actual = failed.then(|| self.asked());
        step.node = self.analysis.rule_node(one.route, one.rule);
        if let Some(route) = self.analysis.world.routes.get(one.route) {
            let path =
                if failed { FieldPath::root().field("spec").field("hostnames") } else { rule_path(one) };
            self.analysis.locate(route.document, &path, &mut step);
        }
        step
    }

    /// Routes for connections that name the Gateway and do not stand on the listener.
    fn not_attached(&self, listener: &StreamListener) -> Vec<Step> {
        let routes = self.analysis.world.routes.iter().enumerate();
        let of_connections = routes.filter(|(_, route)| !route.body.kind.is_http());
        let (gateway, listener) = (self.socket.gateway, listener.listener);
        of_connections
            .filter_map(|(number, _)| self.analysis.not_attached(number, gateway, listener))
            .collect()
    }
}

fn rule_path(candidate: &StreamCandidate) -> FieldPath {
    FieldPath::root().field("spec").field("rules").index(candidate.rule)
}
