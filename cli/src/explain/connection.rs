//! What is said of a connection that is routed as a whole, by a TLSRoute, a TCPRoute or a UDPRoute.

use anstyle::AnsiColor;
use engine::{
    ask::AskedConnection,
    report::{Decision, Outcome},
};

use super::text;
use crate::output::clean;

pub(super) fn of(asked: &AskedConnection, decision: &Decision, faults: &[String], all: bool) -> String {
    let question = format!("{}  at Gateway {}\n", clean(&asked.to_string()), clean(&decision.gateway));
    format!("{question}{}", text::told(decision, &outcome(decision), faults, all))
}

fn outcome(decision: &Decision) -> String {
    let (color, line) = match decision.outcome {
        Outcome::Forward => {
            let backend = decision.backend.as_deref().unwrap_or_default();
            let drawn = match decision.actions.backends.len() {
                0 | 1 => String::new(),
                several => format!(", drawn from {several} backends"),
            };
            (AnsiColor::Green, format!("→ forward to {backend}{drawn}"))
        }
        Outcome::Redirect => (AnsiColor::Green, "→ redirect".to_owned()),
        Outcome::Reply => (
            AnsiColor::Red,
            "→ the connection is closed: the rule has no backend that can be used".to_owned(),
        ),
        Outcome::NoMatch => (AnsiColor::Red, format!("→ {}", no_match(decision))),
    };
    text::painted(color, &line)
}

fn no_match(decision: &Decision) -> String {
    let listener = decision.listener.as_deref().unwrap_or_default();
    match decision.actions.details {
        Some("no_listener") => "the connection is closed: no listener has a hostname for the name".to_owned(),
        Some("http_listener") => {
            format!(
                "the requests on the connection are decided one by one by listener {listener}: ask with `https://`"
            )
        }
        _ => format!("the connection is closed: no route of listener {listener} takes it"),
    }
}
