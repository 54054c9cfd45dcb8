//! Two sets of manifests against each other: who gains and who loses traffic.

use serde::Serialize;

use super::{BackendShare, Decision, Outcome, attachments::Ends};
use crate::{Dictionary, analysis::Analysis, sort::distinct};

/// What is different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// One for each request, in their order.
    pub requests: Vec<RequestChange>,
    pub attachments: Vec<AttachmentChange>,
    /// Those that some request reaches, before or after.
    pub backends: Vec<BackendChange>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequestChange {
    /// Whether another rule decides, or something else comes of it.
    pub changed: bool,
    pub before: Summary,
    pub after: Summary,
}

/// A decision in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// `error` where the request cannot be asked.
    #[serde(serialize_with = "outcome")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    pub text: String,
    pub backends: Vec<BackendShare>,
}

/// A route and a listener that meet in one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentChange {
    pub route: String,
    pub listener: String,
    pub before: bool,
    pub after: bool,
    /// Why they do not meet in the other.
    pub reason: String,
}

/// The sum of a backend's shares of the requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BackendChange {
    pub name: String,
    pub before: f64,
    pub after: f64,
}

impl Analysis {
    /// Compares with what is there after a change. `decide` answers each of so many requests in either
    /// analysis, with the words of an error where it cannot be asked.
    pub fn compare(
        &self,
        after: &Analysis,
        requests: usize,
        decide: impl Fn(&Analysis, usize) -> Result<Decision, String>,
    ) -> Comparison {
        let mut shares = Vec::new();
        let mut list = Vec::new();
        for number in 0..requests {
            let (old, new) = (decide(self, number), decide(after, number));
            let (before, now) = (Summary::of(&old), Summary::of(&new));
            add_shares(&mut shares, &before, |share| (share, 0.0));
            add_shares(&mut shares, &now, |share| (0.0, share));
            list.push(RequestChange { changed: differ(&old, &new), before, after: now });
        }
        let shares: Dictionary<_, _> = shares.into_iter().collect();
        let backend = |same: &[(String, (f64, f64))]| {
            let sum = |side: fn(&(f64, f64)) -> f64| rounded(same.iter().map(|(_, share)| side(share)).sum());
            let (name, _) = same.first()?;
            Some(BackendChange { name: name.clone(), before: sum(|it| it.0), after: sum(|it| it.1) })
        };
        Comparison {
            requests: list,
            attachments: self.changed_attachments(after),
            backends: shares.groups().filter_map(backend).collect(),
        }
    }

    fn changed_attachments(&self, after: &Analysis) -> Vec<AttachmentChange> {
        let (old, new) = (self.attached(), after.attached());
        let lost = old.iter().filter(|pair| new.binary_search(pair).is_err()).map(|pair| (pair, false));
        let gained = new.iter().filter(|pair| old.binary_search(pair).is_err()).map(|pair| (pair, true));
        let changes: Vec<_> = lost.chain(gained).collect();
        if changes.is_empty() {
            return Vec::new();
        }
        let (before_ends, after_ends) = (Ends::of(self), Ends::of(after));
        let change = |((route, listener), gained): (&(String, String), bool)| AttachmentChange {
            route: route.clone(),
            listener: listener.clone(),
            before: !gained,
            after: gained,
            reason: if gained { &before_ends } else { &after_ends }.apart(route, listener),
        };
        changes.into_iter().map(change).collect()
    }

    /// The routes and listeners that meet, by their nodes, in order.
    fn attached(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (gateway, state) in self.graph.gateways.iter().enumerate() {
            for (number, listener) in state.listeners.iter().enumerate() {
                let Some(id) = self.listener_node(gateway, number) else { continue };
                for attached in &listener.attached {
                    pairs.extend(self.route_node(attached.route).map(|route| (route, id.clone())));
                }
            }
        }
        distinct(pairs)
    }
}

impl Summary {
    fn of(decision: &Result<Decision, String>) -> Self {
        match decision {
            Ok(decision) => Summary {
                outcome: Some(decision.outcome),
                rule: decision.rule.clone(),
                text: decision.line(),
                backends: decision.actions.backends.clone(),
            },
            Err(error) => Summary { outcome: None, rule: None, text: error.clone(), backends: Vec::new() },
        }
    }
}

impl Decision {
    /// What happens, in one line.
    pub fn line(&self) -> String {
        let status = self.actions.status.map(|status| status.to_string()).unwrap_or_default();
        match self.outcome {
            Outcome::Forward => {
                let backends = &self.actions.backends;
                let broken = backends.iter().filter(|backend| !backend.usable && backend.weight > 0).count();
                let drawn = match (backends.len(), broken) {
                    (0 | 1, _) => String::new(),
                    (several, 0) => format!(", drawn from {several} backends"),
                    (several, broken) => {
                        format!(", drawn from {several} backends; {broken} of them cannot be used")
                    }
                };
                format!("forward to {}{drawn}", self.backend.as_deref().unwrap_or_default())
            }
            Outcome::Redirect => {
                format!("redirect, {status}, to {}", self.actions.location.as_deref().unwrap_or_default())
            }
            Outcome::Reply => format!("answer {status}: {}", self.replied()),
            Outcome::NoMatch => format!("answer {status}: {}", self.unmatched()),
        }
    }

    fn replied(&self) -> &'static str {
        match self.actions.details {
            Some("no_backend") => "the rule has no backend, or none with a weight",
            Some("invalid_backend_ref") => "no backend of the rule can be used",
            Some(other) => other,
            None => "the rule cannot be carried out",
        }
    }

    fn unmatched(&self) -> String {
        match &self.listener {
            None => "no listener has a hostname for the request".to_owned(),
            Some(listener) => format!("no rule on listener {listener} matches"),
        }
    }
}

/// Where a decision comes from another rule or does something else. That a line of a manifest moved is
/// no difference.
fn differ(old: &Result<Decision, String>, new: &Result<Decision, String>) -> bool {
    match (old, new) {
        (Ok(old), Ok(new)) => {
            let told = |decision: &Decision| {
                let policy: Vec<_> =
                    decision.policy.iter().map(|field| (field.name, field.value.clone())).collect();
                let Decision { outcome, gateway, listener, route, route_kind, rule, actions, .. } = decision;
                let names = (gateway.clone(), listener.clone(), route.clone(), rule.clone());
                (*outcome, *route_kind, names, actions.clone(), policy)
            };
            told(old) != told(new)
        }
        (Err(old), Err(new)) => old != new,
        _ => true,
    }
}

/// Adds what each backend that can be used gets of one request.
fn add_shares(shares: &mut Vec<(String, (f64, f64))>, summary: &Summary, side: fn(f64) -> (f64, f64)) {
    let total: u64 = summary.backends.iter().map(|backend| u64::from(backend.weight)).sum();
    for backend in summary.backends.iter().filter(|backend| backend.usable && backend.weight > 0) {
        shares.push((backend.name.clone(), side(f64::from(backend.weight) / total as f64)));
    }
}

/// Sums of thirds look like sums of thirds.
fn rounded(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}

fn outcome<S: serde::Serializer>(outcome: &Option<Outcome>, serializer: S) -> Result<S::Ok, S::Error> {
    match outcome {
        Some(outcome) => outcome.serialize(serializer),
        None => serializer.serialize_str("error"),
    }
}
