//! What the configuration asks to be told about decisions: names for the access log, and a response
//! header for whoever looks for a mistake.

use engine::{
    actions::Actions,
    table::{Rule, Settings, backend_of},
};

use crate::{
    counters::Outcome,
    host::{self, Map},
    perform,
};

/// Names the decision to the client.
const DECISION: &str = "x-gatewright-decision";

/// The parts of a decision by their names, in the order of the header.
pub(crate) struct Parts<'a> {
    listener: Option<&'a str>,
    route: Option<&'a str>,
    rule: Option<&'a str>,
    backend: Option<&'a str>,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(listener: Option<&'a str>, actions: &Actions<'a>) -> Self {
        let rule = perform::rule(actions).map(Rule::label);
        Parts {
            listener,
            // A label is `namespace/route/rule`.
            route: rule.and_then(|label| label.rsplit_once('/')).map(|(route, _)| route),
            rule,
            backend: match actions {
                Actions::Forward(forward) => Some(backend_of(forward.cluster)),
                _ => None,
            },
        }
    }

    /// For the access log. Envoy shows them as filter state; a log without them is no reason to fail.
    pub(crate) fn log(&self, settings: Settings) {
        if !settings.log {
            return;
        }
        let named = [
            ("gatewright.listener", self.listener),
            ("gatewright.route", self.route),
            ("gatewright.rule", self.rule),
            ("gatewright.backend", self.backend),
        ];
        for (name, value) in named {
            if let Some(value) = value {
                let _ = host::set_property(name, value);
            }
        }
    }

    /// The value of the header.
    pub(crate) fn header(&self, settings: Settings, outcome: Outcome) -> Option<String> {
        let named = [
            ("listener", self.listener),
            ("route", self.route),
            ("rule", self.rule),
            ("backend", self.backend),
            ("reason", Some(outcome.word())),
        ];
        let parts = named.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        settings.debug.then(|| parts.collect::<Vec<_>>().join("; "))
    }
}

/// Set, so that no backend's own survives.
pub(crate) fn decision(value: &str) {
    let _ = host::set_header(Map::Response, DECISION, value);
}
