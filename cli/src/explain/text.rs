//! An explanation for people: what happens first, then why.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use engine::{
    ask::Asked,
    attach::BackendTarget,
    report::{
        ActionReport, BackendShare, Decision, HeaderChange, Outcome, PolicyField, SessionReport, Step,
        Verdict,
    },
};

use super::trace;
use crate::{output::clean, table};

pub(super) fn of(asked: &Asked, decision: &Decision, faults: &[String], all: bool) -> String {
    let mut text = String::new();
    let Asked { method, scheme, authority, target, port, .. } = asked;
    let gateway = &decision.gateway;
    let url = format!("{}://{authority}{target}", scheme.as_str());
    let _ = writeln!(text, "{} {}  at Gateway {}, port {port}", clean(method), clean(&url), clean(gateway));
    if !asked.host_given {
        let _ = writeln!(text, "The request names no host: `{authority}` stands in for it.");
    }
    text.push_str(&told(decision, &outcome(decision), faults, all));
    text
}

/// What comes below the line that repeats the question.
pub(super) fn told(decision: &Decision, outcome: &str, faults: &[String], all: bool) -> String {
    let mut text = format!("\n{outcome}\n");
    if let Some(rule) = because(decision) {
        let _ = writeln!(text, "  {rule}");
    }
    let actions = actions(decision, faults);
    if !actions.is_empty() {
        let _ = writeln!(text, "\n{}", table::indented(&table::columns(None, actions), 2).trim_end());
    }
    let _ = write!(text, "\nWhy\n{}", trace::of(decision, all));
    text
}

/// One line that says what happens.
fn outcome(decision: &Decision) -> String {
    let ActionReport { status, location, backends, .. } = &decision.actions;
    let status = status.unwrap_or_default();
    let (color, line) = match decision.outcome {
        Outcome::Forward => {
            let broken = backends.iter().filter(|backend| !backend.usable && backend.weight > 0).count();
            let drawn = match (backends.len(), broken) {
                (0 | 1, _) => String::new(),
                (several, 0) => format!(", drawn from {several} backends"),
                (several, broken) => {
                    format!(", drawn from {several} backends; {broken} of them cannot be used")
                }
            };
            let backend = decision.backend.as_deref().unwrap_or_default();
            (AnsiColor::Green, format!("→ forward to {backend}{drawn}"))
        }
        Outcome::Redirect => (
            AnsiColor::Green,
            format!("→ redirect, {status}, to {}", location.as_deref().unwrap_or_default()),
        ),
        Outcome::Reply if decision.actions.details == Some("cors_preflight") => {
            (AnsiColor::Green, format!("→ answer {status}: the CORS filter answers preflights itself"))
        }
        Outcome::Reply => (AnsiColor::Red, format!("→ answer {status}: {}", reply(decision))),
        Outcome::NoMatch => (AnsiColor::Red, format!("→ answer {status}: {}", no_match(decision))),
    };
    painted(color, &line)
}

pub(super) fn painted(color: AnsiColor, line: &str) -> String {
    let style = Style::new().bold().fg_color(Some(color.into()));
    format!("{style}{}{style:#}", clean(line))
}

fn reply(decision: &Decision) -> &'static str {
    match decision.actions.details {
        Some("no_backend") => "the rule has no backend, or none with a weight",
        Some("misdirected_request") => "the connection belongs to another listener than the host",
        Some("invalid_backend_ref") => "no backend of the rule can be used",
        Some(other) => other,
        None => "the rule cannot be carried out",
    }
}

fn no_match(decision: &Decision) -> String {
    match &decision.listener {
        None => "no listener has a hostname for the request".to_owned(),
        Some(listener) => format!("no rule on listener {listener} matches"),
    }
}

/// The rule that decides, or for a 404 what came closest.
fn because(decision: &Decision) -> Option<String> {
    let won = |step: &&Step| step.verdict == Verdict::Won && decision.matched.is_some();
    if let Some(rule) = &decision.rule {
        let step = decision.trace.iter().rfind(won);
        let place = step.and_then(trace::place).map(|place| format!(" ({place})")).unwrap_or_default();
        return Some(clean(&format!("by rule {rule}{place}")).into_owned());
    }
    let nearest = decision.trace.get(decision.nearest?)?;
    let place = trace::place(nearest).map(|place| format!(" ({place})")).unwrap_or_default();
    Some(clean(&format!("closest: {} — {}{place}", nearest.subject, trace::reason(nearest))).into_owned())
}

/// What changes on the way, one row each.
fn actions(decision: &Decision, faults: &[String]) -> Vec<Vec<String>> {
    let ActionReport { host, path, request_headers, response_headers, backends, native, .. } =
        &decision.actions;
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![name.to_owned(), clean(&value).into_owned()]);
    if backends.len() > 1 || backends.iter().any(|backend| !backend.usable) {
        let total = backends.iter().map(|backend| u64::from(backend.weight)).sum();
        for backend in backends {
            row("backend", share(backend, total, decision));
        }
    }
    for fault in faults {
        row("fault", fault.clone());
    }
    if let Some(host) = host {
        row("host", format!("becomes {host}"));
    }
    if let Some(path) = path {
        row("path", format!("becomes {path}"));
    }
    for change in request_headers {
        row("request header", header(change));
    }
    for change in response_headers {
        row("response header", header(change));
    }
    if let Some(native) = native {
        if let Some(auth) = &native.external_auth {
            row("authorizer", format!("{} is asked first", BackendTarget::label_of(&auth.cluster)));
        }
        for mirror in &native.mirrors {
            let percent = f64::from(mirror.numerator) * 100.0 / f64::from(mirror.denominator);
            row("mirror", format!("{:<5} {}", rounded(percent), BackendTarget::label_of(&mirror.cluster)));
        }
    }
    if let Some(SessionReport { cookie, header, continued }) = &decision.actions.session {
        let named = match (cookie, header) {
            (Some(cookie), _) => format!("in cookie {cookie}"),
            (_, header) => format!("in header {}", header.as_deref().unwrap_or_default()),
        };
        row("session", format!("{named}, {}", if *continued { "goes on" } else { "begins" }));
    }
    for field in &decision.policy {
        row("policy", policy(field));
    }
    rows
}

/// A field of the effective policy, and who says so.
fn policy(field: &PolicyField) -> String {
    let PolicyField { name, value, object, file, line, .. } = field;
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let object = object.as_ref().map(|object| format!(", from {} {}", object.kind, object.name));
    let place = file.as_ref().zip(*line).map(|(file, line)| format!(" ({file}:{line})"));
    format!("{name} = {value}{}{}", object.unwrap_or_default(), place.unwrap_or_default())
}

fn share(backend: &BackendShare, total: u64, decision: &Decision) -> String {
    let BackendShare { name, weight, usable } = backend;
    let percent = match total {
        0 => 0.0,
        total => f64::from(*weight) * 100.0 / total as f64,
    };
    let drawn = decision.backend.as_ref() == Some(name) && decision.actions.backends.len() > 1;
    let remark = match () {
        () if !usable => ": answers 500",
        () if drawn => " (drawn)",
        () => "",
    };
    format!("{:<5} {name}{remark}", rounded(percent))
}

/// One decimal where it says something.
fn rounded(percent: f64) -> String {
    let text = format!("{percent:.1}");
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

fn header(change: &HeaderChange) -> String {
    match &change.value {
        Some(value) => format!("{} {}: {value}", change.operation, change.name),
        None => format!("{} {}", change.operation, change.name),
    }
}
