//! The last lines of a check: how many problems there are, or what works when there are none.

use std::fmt::Write;

use engine::{
    attach::{Attached, ListenerState},
    report::Diagnostic,
};

use crate::{
    manifests::Manifests,
    output::{clean, count},
};

/// How many routes of a listener are named.
const NAMED: usize = 5;

pub(super) fn of(manifests: &Manifests, diagnostics: &[Diagnostic]) -> String {
    let analysis = &manifests.analysis;
    let number = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let found: Vec<_> = ["error", "warning", "note"]
        .into_iter()
        .filter_map(|severity| Some((number(severity), severity)).filter(|(number, _)| *number > 0))
        .map(|(number, severity)| count(number, severity))
        .collect();
    let found = if found.is_empty() { "no problems".to_owned() } else { found.join(", ") };
    let objects = count(analysis.sources.documents.len(), "object");
    let files = count(analysis.sources.files.len(), "file");
    let mut text = format!("{found} in {objects} of {files}\n");
    if number("error") == 0 {
        attachments(manifests, &mut text);
    }
    text
}

/// Which routes each listener takes.
fn attachments(manifests: &Manifests, text: &mut String) {
    let analysis = &manifests.analysis;
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    for (number, (gateway, state)) in gateways {
        if !manifests.scope.has_gateway(number) {
            continue;
        }
        let _ = writeln!(text, "\nGateway {}", clean(&gateway.meta.full_name()));
        for state in &state.listeners {
            let listener = &state.spec;
            let host = listener.hostname.as_deref().filter(|host| !host.is_empty()).unwrap_or("any host");
            let routes = routes(manifests, &state.attached);
            let _ = writeln!(
                text,
                "  listener {} ({} {}, {host}): {routes}",
                listener_label(manifests, state),
                listener.protocol,
                listener.port
            );
        }
    }
    if analysis.world.gateways.is_empty() {
        text.push_str("there is no Gateway, so nothing is served\n");
    }
}

/// Its name, behind that of its ListenerSet.
fn listener_label(manifests: &Manifests, state: &ListenerState) -> String {
    let set = state.set.and_then(|set| manifests.analysis.world.listener_sets.get(set));
    match set {
        Some(set) => clean(&format!("{}/{}", set.meta.full_name(), state.spec.name)).into_owned(),
        None => state.spec.name.clone(),
    }
}

fn routes(manifests: &Manifests, attached: &[Attached]) -> String {
    if attached.is_empty() {
        return "no routes".to_owned();
    }
    let routes = &manifests.analysis.world.routes;
    let names = attached.iter().filter_map(|attached| routes.get(attached.route));
    let mut names: Vec<_> = names.take(NAMED).map(|route| route.meta.full_name()).collect();
    if attached.len() > NAMED {
        names.push(format!("{} more", attached.len() - NAMED));
    }
    format!("{}: {}", count(attached.len(), "route"), clean(&names.join(", ")))
}
