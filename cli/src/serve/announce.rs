//! What is printed about a running plan: each Gateway's address, and for each rule a request that
//! reaches it.

use engine::{
    SharedStr,
    analysis::Analysis,
    api::{
        HTTPRouteFilter, HTTPRouteMatch, PathMatchType, RouteMatch, RouteRule, ValueMatch, ValueMatchType,
        distinct,
    },
    attach::{Attached, ListenerState},
    compile::{rule_label, socket_name},
};
use envoy_config::{Plan, Socket};

use super::backends::Found;
use crate::output;

pub(super) fn gateways(analysis: &Analysis, plan: &Plan, backends: &Found) -> String {
    let telling = Telling { analysis, backends };
    let mut text = String::new();
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    for (number, (gateway, state)) in gateways {
        let gateway = gateway.meta.full_name();
        for (index, listener) in state.listeners.iter().enumerate().filter(|(_, it)| it.is_usable()) {
            let port = listener.spec.port;
            let udp = if listener.spec.protocol == "UDP" { "/udp" } else { "" };
            let name = format!("{}{udp}", socket_name(&gateway, port));
            let Some(socket) = plan.sockets.iter().find(|socket| socket.name == name) else { continue };
            let way = Way::to(listener, socket);
            text.push_str(&format!(
                "Gateway {gateway}, listener {} (port {port}): {}://{}\n",
                listener.spec.name, way.scheme, way.authority
            ));
            let routes = match way.scheme {
                "http" | "https" => telling.requests(&way, listener),
                _ => telling.connections(&way, number, index),
            };
            text.push_str(if routes.is_empty() { "  no route is attached\n" } else { &routes });
        }
    }
    output::clean_lines(&text).into_owned()
}

/// How a client gets to a listener.
struct Way<'a> {
    scheme: &'static str,
    authority: String,
    socket: &'a Socket,
    hostname: Option<&'a str>,
    /// Nobody gets in without a certificate.
    asks_for_certificate: bool,
}

impl<'a> Way<'a> {
    fn to(listener: &'a ListenerState, socket: &'a Socket) -> Self {
        let validation = listener.client_validation.as_ref();
        Way {
            scheme: match listener.spec.protocol.as_str() {
                "HTTPS" => "https",
                "TLS" => "tls",
                "TCP" => "tcp",
                "UDP" => "udp",
                _ => "http",
            },
            authority: std::net::SocketAddr::new(socket.address, socket.port).to_string(),
            socket,
            hostname: listener.spec.hostname.as_deref(),
            asks_for_certificate: validation.is_some_and(|validation| !validation.optional),
        }
    }

    /// A host that reaches a route: its own first name, else the listener's. A wildcard gets a label.
    fn host(&self, names: &[SharedStr]) -> Option<String> {
        let listener = self.hostname;
        let name = names.first().map(SharedStr::as_str).or(listener).filter(|name| !name.is_empty())?;
        Some(match name.strip_prefix("*.") {
            // The narrower of two wildcards is inside both.
            Some(suffix) => match listener.and_then(|listener| listener.strip_prefix("*.")) {
                Some(wider) if wider.len() > suffix.len() => format!("any.{wider}"),
                Some(_) => format!("any.{suffix}"),
                None => {
                    listener.filter(|name| !name.is_empty()).map_or(format!("any.{suffix}"), str::to_owned)
                }
            },
            None => name.to_owned(),
        })
    }

    /// The words that a `curl` begins with, and the beginning of its URL.
    fn curl(&self, host: Option<&str>) -> (Vec<String>, String) {
        let mut words = vec!["curl".to_owned()];
        if matches!(self.scheme, "http" | "tcp") {
            return (words, format!("http://{}", self.authority));
        }
        // Whoever signed the certificate of a manifest is hardly known to this machine.
        words.push("-k".to_owned());
        if self.asks_for_certificate {
            words.extend(["--cert", "client.crt", "--key", "client.key"].map(str::to_owned));
        }
        let Some(host) = host else { return (words, format!("https://{}", self.authority)) };
        // The handshake and the request name the host, and the connection goes to us.
        words.extend(["--connect-to".to_owned(), format!("::{}", self.authority)]);
        (words, format!("https://{host}"))
    }
}

struct Telling<'a> {
    analysis: &'a Analysis,
    backends: &'a Found,
}

impl Telling<'_> {
    /// Of a listener for requests, by rule.
    fn requests(&self, way: &Way<'_>, listener: &ListenerState) -> String {
        listener.attached.iter().map(|attached| self.route(way, attached)).collect()
    }

    fn route(&self, way: &Way<'_>, attached: &Attached) -> String {
        let Some(route) = self.analysis.world.routes.get(attached.route) else { return String::new() };
        let host = way.host(&attached.hostnames);
        let mut text = String::new();
        for (number, rule) in route.body.rules.iter().enumerate() {
            if let Some((line, _)) = self.rule(attached.route, number) {
                text.push_str(&line);
                if let Some(line) = request(way, rule, host.as_deref()) {
                    text.push_str(&format!("    {line}\n"));
                }
            }
        }
        text
    }

    /// Of a listener for connections, by whoever takes some of them.
    fn connections(&self, way: &Way<'_>, gateway: usize, index: usize) -> String {
        let sockets = self.analysis.streams.iter().filter(|socket| socket.gateway == gateway);
        let mut listeners = sockets.flat_map(|socket| &socket.listeners);
        let candidates = listeners.find(|one| one.listener == index).map(|one| one.candidates.as_slice());
        // Only names can tell several routes apart.
        let served = if way.scheme == "tls" { usize::MAX } else { 1 };
        let mut text = String::new();
        for candidate in candidates.unwrap_or_default().iter().take(served) {
            let Some((line, echo)) = self.rule(candidate.route, candidate.rule) else { continue };
            text.push_str(&line);
            // What others speak is not known.
            if echo {
                text.push_str(&format!("    {}\n", connection(way, &candidate.hostname)));
            }
        }
        text
    }

    /// Who serves a rule, unless nobody does, and whether that is an echo.
    fn rule(&self, route: usize, number: usize) -> Option<(String, bool)> {
        let (world, graph) = (&self.analysis.world, &self.analysis.graph);
        let (route, state) = world.routes.get(route).zip(graph.routes.get(route))?;
        let (rule, state) = route.body.rules.get(number).zip(state.rules.get(number))?;
        if state.invalid.is_some() {
            return None;
        }
        let targets: Vec<_> = state.backends.iter().flatten().map(|target| target.label()).collect();
        let echo = targets.iter().all(|name| self.backends.echoes.contains(name)) && !targets.is_empty();
        let mut notes: Vec<_> = targets.iter().map(|name| self.backends.note(name)).collect();
        notes.dedup();
        let redirects = |filter: &HTTPRouteFilter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. });
        let to = match targets.as_slice() {
            [] if rule.filters.iter().any(redirects) => "redirect".to_owned(),
            [] => "no backend".to_owned(),
            targets => targets.join(", "),
        };
        let note = if let [note] = notes[..] { note } else { "" };
        let label = rule_label(&route.meta.full_name(), number, rule.name.as_deref());
        Some((format!("  {label} → {to}{note}\n"), echo))
    }
}

/// An echo answers requests over every protocol that has connections.
fn connection(way: &Way<'_>, hostname: &str) -> String {
    if way.scheme == "udp" {
        return format!("echo hello | nc -u -w 1 {} {}", way.socket.address, way.socket.port);
    }
    let names = if hostname.is_empty() { vec![] } else { vec![hostname.into()] };
    let (mut words, url) = way.curl(way.host(&names).as_deref());
    words.push(format!("{url}/"));
    words.join(" ")
}

/// A request for the first match of a rule that says what it wants without a regular expression.
fn request(way: &Way<'_>, rule: &RouteRule, host: Option<&str>) -> Option<String> {
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
    let (mut words, url) = way.curl(host);
    match one.method.as_deref() {
        None | Some("GET") => {}
        Some("HEAD") => words.push("--head".to_owned()),
        Some(method) => words.extend(["-X".to_owned(), method.to_owned()]),
    }
    let mut header = |text: String| words.extend(["-H".to_owned(), text]);
    if let Some(host) = host.filter(|_| way.scheme == "http") {
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
    words.push(format!("{url}{}{mark}{query}", one.path.value));
    shlex::try_join(words.iter().map(String::as_str)).ok()
}
