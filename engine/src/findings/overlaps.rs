//! Matches that never win, and matches that another route repeats.

use super::{
    Compiled, Findings, codes,
    routes::{Routes, match_path},
    shadow::{self, Cover, Fate},
};
use crate::{
    compile::ArmOrigin,
    source::Severity,
    table::{ArmId, HostDefinition, ListenerDefinition},
};

pub(super) fn find(compiled: &Compiled<'_>, routes: Routes<'_>, found: &mut Findings) {
    for (fate, origin) in shadow::fates(compiled.definition).iter().zip(&compiled.origins.arms) {
        let story = Story { compiled, routes, origin };
        match (&fate.repeated, &fate.covered) {
            (Some(cover), _) => story.repeated(fate, cover, found),
            (None, Some(cover)) if !fate.wins => story.never_wins(cover, found),
            _ => {}
        }
    }
}

/// One match that loses.
struct Story<'a> {
    compiled: &'a Compiled<'a>,
    routes: Routes<'a>,
    origin: &'a ArmOrigin,
}

impl Story<'_> {
    fn repeated(&self, fate: &Fate, cover: &Cover, found: &mut Findings) {
        let Some((winner, document)) =
            self.origin_of(cover.by).zip(self.routes.document(self.origin.route()))
        else {
            return;
        };
        let criterion = winner.decided_by(self.origin, self.compiled.world);
        let same_rule = (winner.route(), winner.rule()) == (self.origin.route(), self.origin.rule());
        // The one rule answers either way.
        let severity = if same_rule { Severity::Note } else { Severity::Warning };
        let never = if fate.wins { "" } else { ", so this one never takes a request" };
        let message = format!(
            "the same match as {}, which wins by {criterion} on {}{never}",
            self.name(winner),
            self.hosts(cover, fate.repetitions),
        );
        let hint = match criterion {
            "creation time" => "remove one of the two: the older route wins",
            "namespace and name" if !self.routes.has_age(winner.route()) => {
                "remove one of the two: in a cluster the older route wins, and neither says when it was created"
            }
            "namespace and name" => "remove one of the two: of routes of one age the first by name wins",
            "rule order" => "remove one of the two: in one route the earlier rule wins",
            _ => "remove one of the two",
        };
        let path = match_path(self.origin.rule(), self.origin.number());
        found.add(severity, codes::REPEATED, document, path, message, hint.to_owned());
    }

    fn never_wins(&self, cover: &Cover, found: &mut Findings) {
        let Some((winner, document)) =
            self.origin_of(cover.by).zip(self.routes.document(self.origin.route()))
        else {
            return;
        };
        let (why, hint) = if cover.host == cover.by_host {
            let criterion = winner.decided_by(self.origin, self.compiled.world);
            let hint = match criterion {
                "path type" => {
                    "regular expressions are asked before prefixes: narrow the expression, or remove this match"
                }
                "path length" => {
                    "the longer of two regular expressions is asked first: narrow it, or remove this match"
                }
                _ => "narrow the other match, or remove this one",
            };
            (format!("wins by {criterion}"), hint)
        } else {
            let hosts = [cover.by_host, cover.host].map(|host| host_text(self.host(cover, host)));
            let [by, own] = hosts;
            let why = format!("is asked before it: its host name {by} is more specific than {own}");
            (why, "narrow the other match, or name a host that it does not have")
        };
        let message = format!(
            "this match never takes a request: {} takes all that it would, and {why}",
            self.name(winner)
        );
        let path = match_path(self.origin.rule(), self.origin.number());
        found.warn(codes::NEVER_WINS, document, path, message, hint);
    }

    fn origin_of(&self, arm: ArmId) -> Option<&ArmOrigin> {
        self.compiled.origins.arms.get(arm.index())
    }

    /// The other match, by its field and, unless it is the same one, its route.
    fn name(&self, other: &ArmOrigin) -> String {
        let path = match_path(other.rule(), other.number());
        if other.route() == self.origin.route() {
            format!("`{path}`")
        } else {
            format!("`{path}` of {}", self.routes.name(other.route()))
        }
    }

    fn hosts(&self, cover: &Cover, places: usize) -> String {
        let host = host_text(self.host(cover, cover.host));
        let listener = self.listener(cover).map(|listener| listener.name.as_str()).unwrap_or_default();
        match places {
            0 | 1 => format!("{host} of listener `{listener}`"),
            more => format!("{host} of listener `{listener}` and in {} more places", more - 1),
        }
    }

    fn listener(&self, cover: &Cover) -> Option<&ListenerDefinition> {
        self.compiled.definition.sockets.get(cover.socket)?.listeners.get(cover.listener)
    }

    fn host(&self, cover: &Cover, host: usize) -> Option<&HostDefinition> {
        self.listener(cover)?.hosts.get(host)
    }
}

fn host_text(host: Option<&HostDefinition>) -> String {
    match host.map(|host| host.hostname.as_str()) {
        None | Some("") => "any host".to_owned(),
        Some(host) => format!("`{host}`"),
    }
}
