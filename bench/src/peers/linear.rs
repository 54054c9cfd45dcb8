use std::cmp::Reverse;

use super::{Peer, Predicates, path_matches};
use crate::workload::{Path, RULES_OF_A_ROUTE, Request, Workload};

/// As `linkerd-http-route` does it: every route is asked whether it has the host, every rule of those whether it
/// matches, and the best of all matches is kept.
#[derive(Debug)]
pub struct Linear {
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    host: Host,
    rules: Vec<Rule>,
}

#[derive(Debug)]
enum Host {
    Exact(String),
    /// The labels of the suffix from the last one.
    Suffix(Vec<String>),
}

#[derive(Debug)]
struct Rule {
    number: usize,
    path: Path,
    predicates: Predicates,
}

/// How well a host matches; the greater the better.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum HostMatch {
    Suffix(usize),
    Exact(usize),
}

impl Linear {
    pub fn of(workload: &Workload) -> Self {
        let mut number = 0;
        let routes = workload.routes().map(|rules| {
            debug_assert!(rules.len() <= RULES_OF_A_ROUTE);
            let host = Host::of(rules.first().map(|rule| workload.host(rule)).unwrap_or_default());
            let rules = rules.iter().map(|rule| {
                number += 1;
                Rule { number: number - 1, path: rule.path.clone(), predicates: Predicates::of(rule) }
            });
            Route { host, rules: rules.collect() }
        });
        Linear { routes: routes.collect() }
    }
}

impl Peer for Linear {
    fn find(&self, request: &Request) -> Option<usize> {
        let mut best = None;
        for route in &self.routes {
            let Some(host) = route.host.matches(&request.host) else { continue };
            for rule in &route.rules {
                let Some(length) = path_matches(&rule.path, &request.path) else { continue };
                if !rule.predicates.hold(request) {
                    continue;
                }
                let is_exact = matches!(rule.path, Path::Exact(_));
                let this =
                    (host.clone_rank(), is_exact, length, rule.predicates.count(), Reverse(rule.number));
                if best.as_ref().is_none_or(|best| this > *best) {
                    best = Some(this);
                }
            }
        }
        best.map(|(.., Reverse(number))| number)
    }
}

// === impl Host ===

impl Host {
    fn of(name: &str) -> Self {
        match name.strip_prefix("*.") {
            Some(suffix) => Host::Suffix(suffix.rsplit('.').map(str::to_owned).collect()),
            None => Host::Exact(name.to_owned()),
        }
    }

    fn matches(&self, host: &str) -> Option<HostMatch> {
        match self {
            Host::Exact(name) => name.eq_ignore_ascii_case(host).then_some(HostMatch::Exact(name.len())),
            Host::Suffix(labels) => {
                let mut of_host = host.rsplit('.');
                let all = labels
                    .iter()
                    .all(|label| of_host.next().is_some_and(|it| it.eq_ignore_ascii_case(label)));
                (all && of_host.next().is_some()).then_some(HostMatch::Suffix(labels.len()))
            }
        }
    }
}

// === impl HostMatch ===

impl HostMatch {
    fn clone_rank(&self) -> (bool, usize) {
        match self {
            HostMatch::Suffix(labels) => (false, *labels),
            HostMatch::Exact(length) => (true, *length),
        }
    }
}
