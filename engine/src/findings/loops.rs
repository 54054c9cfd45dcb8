//! Redirects that lead back to their own rule.

use super::{
    Compiled, Findings, codes,
    routes::{Routes, Rule},
};
use crate::{
    actions::Actions,
    api::HTTPRouteFilter,
    decide::Decision,
    table::{
        ArmDefinition, HostDefinition, ListenerDefinition, PathDefinition, Request, RuleDefinition, RuleId,
        SocketId, index, normalize,
    },
};

/// How many redirects in a row no client follows to an end.
const HOPS: usize = 5;

pub(super) fn find(compiled: &Compiled<'_>, routes: Routes<'_>, found: &mut Findings) {
    let rules = &compiled.definition.rules;
    let mut told = vec![false; rules.len()];
    if !rules.iter().any(RuleDefinition::redirects) {
        return;
    }
    for (socket, definition) in (0..).zip(&compiled.definition.sockets) {
        for listener in &definition.listeners {
            for host in &listener.hosts {
                let sample = sample(&listener.hostname, &host.hostname);
                let trial = Trial { compiled, socket: SocketId(socket), listener, host: sample };
                for (arm, path) in plain_arms(compiled, host) {
                    let index = index(arm.rule);
                    let Some(told) = told.get_mut(index).filter(|told| !**told) else { continue };
                    let Some(location) = trial.returns(RuleId(arm.rule), path) else { continue };
                    *told = true;
                    let origin = compiled.origins.rules.get(index);
                    if let Some(rule) = origin.and_then(|origin| routes.rule(origin.route(), origin.rule())) {
                        tell(&rule, &location, found);
                    }
                }
            }
        }
    }
}

fn tell(rule: &Rule<'_>, location: &str, found: &mut Findings) {
    let redirect = |filter: &HTTPRouteFilter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. });
    let own = rule.filters().into_iter().find(|filters| filters.weight.is_none());
    let number = own.as_ref().and_then(|filters| filters.list.iter().position(redirect));
    let Some((filters, number)) = own.zip(number) else { return };
    found.warn(
        codes::REDIRECT_LOOP,
        rule.document,
        filters.path.index(number).field("requestRedirect"),
        format!(
            "the redirect leads back to this rule, for instance to `{location}`, so clients go in circles"
        ),
        "redirect to a scheme, host, port or path that this rule does not take",
    );
}

/// A path for each match with a redirect that asks for nothing but a literal path.
fn plain_arms<'a>(
    compiled: &'a Compiled<'_>,
    host: &'a HostDefinition,
) -> impl Iterator<Item = (&'a ArmDefinition, String)> {
    host.arms.iter().filter_map(move |arm| {
        let arm = compiled.definition.arms.get(arm.index())?;
        let (path, more) = match &arm.path {
            PathDefinition::Exact(path) => (path, ""),
            PathDefinition::Prefix(key) => (key, "/foo"),
            PathDefinition::Pattern(_) => return None,
        };
        let plain = arm.tests.as_ref().is_none_or(|tests| {
            let any = tests.headers.is_empty() && tests.queries.is_empty();
            any && tests.method.as_deref().is_none_or(|method| method == "GET")
        });
        let rule = compiled.definition.rules.get(usize::try_from(arm.rule).ok()?)?;
        (plain && rule.redirects()).then(|| (arm, format!("{path}{more}")))
    })
}

/// A host that both names match.
fn sample(listener: &str, route: &str) -> String {
    // Of two that meet the longer one is the narrower, and a full name is narrower than a wildcard.
    let full = |name: &str| !name.is_empty() && !name.starts_with("*.");
    let narrow = match (full(listener), full(route)) {
        (true, _) => listener,
        (_, true) => route,
        _ if listener.len() > route.len() => listener,
        _ => route,
    };
    match narrow.strip_prefix('*') {
        Some(suffix) => format!("foo{suffix}"),
        None if narrow.is_empty() => "foo.example".to_owned(),
        None => narrow.to_owned(),
    }
}

struct Trial<'a> {
    compiled: &'a Compiled<'a>,
    socket: SocketId,
    listener: &'a ListenerDefinition,
    host: String,
}

impl Trial<'_> {
    /// The first location, if clients that follow it come back to the rule again and again.
    fn returns(&self, rule: RuleId, path: String) -> Option<String> {
        let (mut host, mut path) = (self.host.clone(), path);
        let mut first = None;
        for _ in 0..HOPS {
            let location = self.location(rule, &host, &path)?;
            (host, path) = self.same_socket(&location)?;
            first.get_or_insert(location);
        }
        first
    }

    /// Where the rule sends a request, if it is the one that takes it.
    fn location(&self, rule: RuleId, host: &str, path: &str) -> Option<String> {
        let path = normalize(path);
        let request =
            Request { method: "GET", host, path: &path, query: "", headers: &[], server_name: None };
        let table = self.compiled.table;
        let decision = table.decide(self.socket, &request, &mut ());
        if !matches!(decision, Decision::Rule { rule: taken, .. } if taken == rule) {
            return None;
        }
        match table.actions(self.socket, decision, &request, 0) {
            Actions::Redirect(redirect) => Some(redirect.location),
            Actions::Forward(_) | Actions::Reply(_) => None,
        }
    }

    /// Host and path of a location that comes in where the request did.
    fn same_socket(&self, location: &str) -> Option<(String, String)> {
        let socket = self.compiled.definition.sockets.get(self.socket.index())?;
        let (scheme, rest) = location.split_once("://")?;
        let (authority, path) = rest.split_at_checked(rest.find('/')?)?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (authority, socket.scheme.well_known_port()),
        };
        let same = scheme == socket.scheme.as_str() && port == socket.port && self.names(host);
        same.then(|| (host.to_ascii_lowercase(), path.to_owned()))
    }

    /// Whether requests for a host are sure to come here: what a wildcard takes may live elsewhere.
    fn names(&self, host: &str) -> bool {
        let routes = self.listener.hosts.iter().map(|host| host.hostname.as_str());
        routes
            .chain([self.host.as_str(), self.listener.hostname.as_str()])
            .any(|name| name.eq_ignore_ascii_case(host))
    }
}
