use serde::Serialize;

use super::graph::refused;
use crate::{
    Dictionary, SharedStr,
    admit::Admitted,
    analysis::Analysis,
    api::{FromNamespaces, Route, RouteKind},
    attach::{GatewayParent, ListenerState, ParentState, Reason, Refusal, RouteAccepted, RouteParent},
};

/// Whether one route attaches to one listener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Ids of graph nodes.
    pub route: String,
    pub listener: String,
    pub attached: bool,
    /// Nothing where the route does not ask for the listener.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// In one sentence, with what to change.
    pub message: String,
}

/// More pairs of routes and listeners than that are told only where a route asks for the listener.
const ALL_PAIRS: usize = 10_000;

impl Analysis {
    /// Whether and why each route attaches to each listener of our Gateways and their ListenerSets, or
    /// of one route or of one listener, by their graph nodes. Of very many, without a choice, those
    /// that a parentRef asks for.
    pub fn attachments(&self, route: Option<&str>, listener: Option<&str>) -> Vec<Attachment> {
        let listeners = self.listeners(listener);
        let routes: Vec<_> = self.routes(route).collect();
        let all = route.is_some()
            || listener.is_some()
            || routes.len().saturating_mul(listeners.len()) <= ALL_PAIRS;
        let of_route = |(number, route): (usize, &Admitted<Route>)| {
            let id = self.route_node(number).unwrap_or_default();
            let verdicts = self.verdicts(number);
            let pair = |place: &(usize, usize), listener: &Listener<'_>| {
                let verdict = verdicts.get(place).copied();
                Pair { analysis: self, route, listener, verdict }.attachment(id.clone())
            };
            if all {
                listeners.iter().map(|(place, listener)| pair(place, listener)).collect::<Vec<_>>()
            } else {
                let asked = verdicts.iter().filter(|(_, verdict)| verdict.is_asked());
                let found = |place| listeners.binary_search_by_key(place, |(place, _)| *place).ok();
                let asked = asked.filter_map(|(place, _)| listeners.get(found(place)?));
                asked.map(|(place, listener)| pair(place, listener)).collect()
            }
        };
        routes.into_iter().flat_map(of_route).collect()
    }

    fn routes<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = (usize, &'a Admitted<Route>)> {
        let (kind, name) = id.map(|id| id.split_once('/').unwrap_or_default()).unzip();
        self.world.routes.iter().enumerate().filter(move |(_, route)| {
            kind.is_none_or(|kind| kind == route.body.kind.name())
                && name.is_none_or(|name| name == route.meta.full_name())
        })
    }

    /// By Gateway and listener, in that order.
    fn listeners(&self, id: Option<&str>) -> Vec<((usize, usize), Listener<'_>)> {
        let gateways = self.graph.gateways.iter().enumerate();
        let all = gateways.flat_map(|(gateway, state)| {
            let listeners = state.listeners.iter().enumerate();
            listeners.filter_map(move |(number, state)| {
                let id = self.listener_node(gateway, number)?;
                Some(((gateway, number), Listener { id, gateway, state }))
            })
        });
        all.filter(|(_, listener)| id.is_none_or(|id| id == listener.id)).collect()
    }

    /// What listeners say of a route, by Gateway and listener. Of several parentRefs the one that came
    /// furthest speaks.
    fn verdicts<'a>(&'a self, route: usize) -> Dictionary<(usize, usize), Verdict<'a>> {
        let parents = self.graph.routes.get(route).into_iter().flat_map(|state| &state.parents);
        let mut verdicts = Vec::new();
        for named in parents {
            let ParentState::Gateway(parent) = &named.state else { continue };
            verdicts.extend(parent.listeners.iter().map(|one| {
                let verdict = Verdict { named, parent, result: one.result.as_deref() };
                ((parent.gateway, one.listener), verdict)
            }));
        }
        let verdicts: Dictionary<_, _> = verdicts.into_iter().collect();
        let furthest = |same: &[((usize, usize), Verdict<'a>)]| {
            same.iter().copied().reduce(|best, one| if one.1.rank() > best.1.rank() { one } else { best })
        };
        verdicts.groups().filter_map(furthest).collect()
    }
}

/// Routes and listeners by their graph nodes.
pub(super) struct Ends<'a> {
    analysis: &'a Analysis,
    routes: Dictionary<String, usize>,
    listeners: Dictionary<String, (usize, usize)>,
}

impl<'a> Ends<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let routes = 0..analysis.world.routes.len();
        let listeners = analysis.listeners(None).into_iter();
        Ends {
            analysis,
            routes: routes.filter_map(|number| Some((analysis.route_node(number)?, number))).collect(),
            listeners: listeners.map(|(place, listener)| (listener.id, place)).collect(),
        }
    }

    /// Why a route and a listener do not meet.
    pub(super) fn apart(&self, route: &str, listener: &str) -> String {
        let found = self
            .routes
            .get(route)
            .and_then(|number| Some((*number, self.analysis.world.routes.get(*number)?)));
        let Some((number, route)) = found else { return "the route is not there".to_owned() };
        let place = self.listeners.get(listener);
        let state = place
            .and_then(|(gateway, number)| self.analysis.graph.gateways.get(*gateway)?.listeners.get(*number));
        let Some((place, state)) = place.zip(state) else { return "the listener is not there".to_owned() };
        let listener = Listener { id: listener.to_owned(), gateway: place.0, state };
        let verdict = self.analysis.verdicts(number).get(place).copied();
        Pair { analysis: self.analysis, route, listener: &listener, verdict }.message()
    }
}

struct Listener<'a> {
    id: String,
    gateway: usize,
    state: &'a ListenerState,
}

/// What a listener says of a route for one of its parentRefs.
#[derive(Clone, Copy)]
struct Verdict<'a> {
    named: &'a RouteParent,
    parent: &'a GatewayParent,
    result: Result<&'a [SharedStr], &'a Refusal>,
}

impl<'a> Verdict<'a> {
    fn rank(&self) -> (bool, bool, Option<&'a Refusal>) {
        let taken = self.result.is_ok();
        (taken && self.parent.accepted.is_true(), taken, self.result.err())
    }

    /// Whether the parentRef means this listener, too.
    fn is_asked(&self) -> bool {
        !matches!(self.result, Err(Refusal::SectionName | Refusal::Port))
    }
}

struct Pair<'a> {
    analysis: &'a Analysis,
    route: &'a Admitted<Route>,
    listener: &'a Listener<'a>,
    verdict: Option<Verdict<'a>>,
}

impl Pair<'_> {
    fn attachment(&self, route: String) -> Attachment {
        let attached = self.verdict.is_some_and(|verdict| verdict.rank().0);
        let reason = match &self.verdict {
            Some(verdict) if verdict.is_asked() => Some(match verdict.result {
                Ok(_) => verdict.parent.accepted.reason.name(),
                Err(refusal) => refused(refusal),
            }),
            _ => None,
        };
        Attachment {
            route,
            listener: self.listener.id.clone(),
            attached,
            condition: reason.map(|_| RouteAccepted::CONDITION),
            reason,
            message: self.message(),
        }
    }

    fn message(&self) -> String {
        let Some(verdict) = self.verdict else {
            return format!("the route names other parents: add a parentRef to {}", self.parent());
        };
        match verdict.result {
            Ok(hostnames) if verdict.parent.accepted.is_true() => self.taken(hostnames),
            Ok(_) => verdict.parent.accepted.message.clone(),
            Err(refusal) => self.refused(refusal, verdict),
        }
    }

    /// `Gateway name`, or that of the ListenerSet.
    fn parent(&self) -> String {
        let world = &self.analysis.world;
        let set = self.listener.state.set.and_then(|set| world.listener_sets.get(set));
        let gateway = world.gateways.get(self.listener.gateway);
        match (set, gateway) {
            (Some(set), _) => format!("ListenerSet `{}`", set.meta.full_name()),
            (None, gateway) => {
                format!("Gateway `{}`", gateway.map(|one| one.meta.full_name()).unwrap_or_default())
            }
        }
    }

    fn taken(&self, hostnames: &[SharedStr]) -> String {
        let own = self.listener.state.spec.hostname.as_deref().filter(|name| !name.is_empty());
        let hosts = match (hostnames, own) {
            ([], Some(own)) => format!("`{own}`"),
            ([], None) => "every hostname".to_owned(),
            (names, _) => quoted(names),
        };
        let state = self.listener.state;
        if state.accepted.is_true() && state.is_usable() {
            format!("attached for {hosts}")
        } else {
            let why =
                if state.accepted.is_true() { &state.programmed.message } else { &state.accepted.message };
            format!("attached for {hosts}, but the listener is not in effect: {why}")
        }
    }

    fn refused(&self, refusal: &Refusal, verdict: Verdict<'_>) -> String {
        let spec = &self.listener.state.spec;
        let reference = &verdict.named.reference;
        match refusal {
            Refusal::SectionName => format!(
                "the parentRef names listener `{}`: add one with `sectionName: {}`, or leave the name out",
                reference.section_name.as_deref().unwrap_or_default(),
                spec.name
            ),
            Refusal::Port => format!(
                "the parentRef names port {}, and the listener has {}: name that port, or none",
                reference.port.unwrap_or_default(),
                spec.port
            ),
            Refusal::Kind(kind) => self.kind(*kind),
            Refusal::Namespace => self.namespace(),
            Refusal::Hostname => format!(
                "no hostname of the route ({}) meets `{}`: name a host that the listener has, or widen its hostname",
                quoted(&self.route.body.hostnames),
                spec.hostname.as_deref().unwrap_or_default()
            ),
            Refusal::Rival(other) => format!(
                "{other} is older and has the same hostname: give the two hostnames or listeners of their own"
            ),
        }
    }

    fn kind(&self, kind: RouteKind) -> String {
        let state = self.listener.state;
        let listed = &state.spec.allowed_routes.kinds;
        let name = kind.name();
        if !listed.is_empty() && listed.iter().all(|one| one.kind != name) {
            return format!("the listener's `allowedRoutes.kinds` has no {name}: add it there");
        }
        format!(
            "a listener of protocol {} takes no {name}: name one of protocol {}",
            state.spec.protocol,
            match kind {
                RouteKind::Http | RouteKind::Grpc => "HTTP or HTTPS",
                RouteKind::Tls => "TLS",
                RouteKind::Tcp => "TCP",
                RouteKind::Udp => "UDP",
            }
        )
    }

    fn namespace(&self) -> String {
        let own = &self.route.meta.namespace;
        match self.listener.state.spec.allowed_routes.namespaces.from {
            FromNamespaces::Selector => format!(
                "the listener's `allowedRoutes.namespaces.selector` does not match namespace `{own}`: label the namespace, or widen the selector"
            ),
            FromNamespaces::None => {
                "the listener takes no routes: `allowedRoutes.namespaces.from` is `None`".to_owned()
            }
            FromNamespaces::Same | FromNamespaces::All => format!(
                "the listener takes routes of its own namespace, and the route is in `{own}`: set `allowedRoutes.namespaces.from` to `All`, or to `Selector` with a selector"
            ),
        }
    }
}

/// The first few, in backticks.
fn quoted(names: &[SharedStr]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<_> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
