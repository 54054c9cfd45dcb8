//! What is printed about a running plan: each Gateway's address, and for each rule a request that
//! reaches it.

use engine::{
    analysis::Analysis,
    api::{HTTPRouteMatch, PathMatchType, RouteMatch, RouteRule, ValueMatch, ValueMatchType, distinct},
    attach::Attached,
    compile::rule_label,
};
use envoy_config::{Plan, Socket};

use super::backends::Found;
use crate::output;

pub(super) fn gateways(analysis: &Analysis, plan: &Plan, backends: &Found) -> String {
    let mut text = String::new();
    for (definition, origin) in analysis.definition.sockets.iter().zip(&analysis.origins.sockets) {
        let Some(socket) = plan.sockets.iter().find(|socket| socket.name == definition.name) else {
            continue;
        };
        let Some(gateway) = analysis.world.gateways.get(origin.gateway) else { continue };
        let Some(state) = analysis.graph.gateways.get(origin.gateway) else { continue };
        let name = gateway.meta.full_name();
        for number in &origin.listeners {
            let Some(listener_state) = state.listeners.get(*number) else { continue };
            let listener = &listener_state.spec;
            text.push_str(&format!(
                "Gateway {name}, listener {} (port {}): http://{}\n",
                listener.name,
                listener.port,
                authority(socket)
            ));
            if listener_state.attached.is_empty() {
                text.push_str("  no route is attached\n");
            }
            for attached in &listener_state.attached {
                let host = host(attached, listener.hostname.as_deref());
                text.push_str(&route(analysis, attached, &host, socket, backends));
            }
        }
    }
    output::clean_lines(&text).into_owned()
}

fn authority(socket: &Socket) -> String {
    std::net::SocketAddr::new(socket.address, socket.port).to_string()
}

/// A host that reaches a route: its own first name, else the listener's. A wildcard gets a label.
fn host(attached: &Attached, listener: Option<&str>) -> Option<String> {
    let name = attached.hostnames.first().map(String::as_str).or(listener).filter(|name| !name.is_empty())?;
    Some(match name.strip_prefix("*.") {
        // The narrower of two wildcards is inside both.
        Some(suffix) => match listener.and_then(|listener| listener.strip_prefix("*.")) {
            Some(wider) if wider.len() > suffix.len() => format!("any.{wider}"),
            Some(_) => format!("any.{suffix}"),
            None => listener.filter(|name| !name.is_empty()).map_or(format!("any.{suffix}"), str::to_owned),
        },
        None => name.to_owned(),
    })
}

fn route(
    analysis: &Analysis,
    attached: &Attached,
    host: &Option<String>,
    socket: &Socket,
    backends: &Found,
) -> String {
    let (Some(route), Some(state)) =
        (analysis.world.routes.get(attached.route), analysis.graph.routes.get(attached.route))
    else {
        return String::new();
    };
    let name = route.meta.full_name();
    let mut text = String::new();
    for (number, (rule, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
        if rule_state.invalid.is_some() {
            continue;
        }
        let targets: Vec<_> = rule_state.backends.iter().flatten().map(|target| target.label()).collect();
        let mut notes: Vec<_> = targets.iter().map(|name| backends.note(name)).collect();
        notes.dedup();
        let to = match targets.as_slice() {
            [] => "no backend".to_owned(),
            targets => targets.join(", "),
        };
        let note = if let [note] = notes[..] { note } else { "" };
        text.push_str(&format!("  {} → {to}{note}\n", rule_label(&name, number, rule.name.as_deref())));
        if let Some(line) = curl(rule, host.as_deref(), socket) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

/// A request for the first match of a rule that says what it wants without a regular expression.
fn curl(rule: &RouteRule, host: Option<&str>, socket: &Socket) -> Option<String> {
    let exact = |list: &[ValueMatch]| list.iter().all(|test| test.kind == ValueMatchType::Exact);
    let plain = |one: &&HTTPRouteMatch| {
        one.path.kind != PathMatchType::RegularExpression && exact(&one.headers) && exact(&one.query_params)
    };
    let http = rule.matches.iter().filter_map(|one| match one {
        RouteMatch::Http(one) => Some(one),
        // No gRPC client is at hand for everybody.
        RouteMatch::Grpc(_) => None,
    });
    let one = http.into_iter().find(plain)?;
    let mut words = vec!["curl".to_owned()];
    match one.method.as_deref() {
        None | Some("GET") => {}
        Some("HEAD") => words.push("--head".to_owned()),
        Some(method) => words.extend(["-X".to_owned(), method.to_owned()]),
    }
    let mut header = |text: String| words.extend(["-H".to_owned(), text]);
    if let Some(host) = host {
        header(format!("Host: {host}"));
    }
    for (_, test) in distinct(&one.headers, true) {
        header(format!("{}: {}", test.name, test.value));
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (_, test) in distinct(&one.query_params, false) {
        query.append_pair(&test.name, &test.value);
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    words.push(format!("http://{}{}{mark}{query}", authority(socket), one.path.value));
    shlex::try_join(words.iter().map(String::as_str)).ok()
}
