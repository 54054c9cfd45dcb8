//! A connection that is routed as a whole, by a TLSRoute, a TCPRoute or a UDPRoute.

use anstyle::AnsiColor;
use engine::{
    compile::{StreamSocket, Transport},
    report::{Decision, Outcome},
};

use super::{faults, text, url, with_working_backend};
use crate::{
    args::{ExplainArgs, Format},
    exit::{Failure, Verdict},
    manifests::Manifests,
    output::{self, clean},
};

/// `tls://name:port`, `tcp://:port` or `udp://:port`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    scheme: &'static str,
    transport: Transport,
    /// What the client asks for in its TLS handshake; empty for none.
    name: String,
    port: u16,
}

const SCHEMES: [(&str, Transport); 3] =
    [("tls", Transport::Tcp), ("tcp", Transport::Tcp), ("udp", Transport::Udp)];

impl Asked {
    /// Nothing if the words are a request of HTTP.
    pub(super) fn of(words: &[String]) -> Result<Option<Self>, String> {
        let Some((first, others)) = words.split_first() else { return Ok(None) };
        let Some((scheme, rest)) = first.split_once("://") else { return Ok(None) };
        let Some((scheme, transport)) =
            SCHEMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(scheme))
        else {
            return Ok(None);
        };
        if let Some(extra) = others.first() {
            return Err(format!("`{extra}` is too much: a connection is `{scheme}://NAME:PORT` alone"));
        }
        let authority = rest.trim_end_matches('/');
        let name = match authority.rsplit_once(':') {
            Some((name, _)) if !authority.ends_with(']') => name,
            _ => authority,
        };
        let port = match (url::port(authority)?, scheme) {
            (Some(port), _) => port,
            (None, "tls") => 443,
            (None, _) => return Err(format!("`{first}` has no port: write for example `{scheme}://:9000`")),
        };
        let name = if scheme == "tls" { name.to_owned() } else { String::new() };
        Ok(Some(Asked { scheme, transport, name, port }))
    }
}

pub(super) fn run(args: &ExplainArgs, asked: &Asked) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.mention_errors();
    let analysis = &manifests.analysis;
    let socket = pick(&manifests, asked)?;
    let decision = with_working_backend(|draw| analysis.explain_connection(socket, &asked.name, draw));
    match args.output {
        Format::Json => output::print_json(&decision)?,
        Format::Text => {
            let Asked { scheme, name, port, .. } = asked;
            let gateway = &decision.gateway;
            let question = format!("{scheme}://{}:{port}  at Gateway {}\n", clean(name), clean(gateway));
            let told = text::told(&decision, &outcome(&decision), &faults(analysis, &decision), args.all);
            output::print(&format!("{question}{told}"))?;
        }
    }
    Ok(Verdict::Fine)
}

/// The only socket of the port, of the Gateways in scope.
fn pick<'a>(manifests: &'a Manifests, asked: &Asked) -> Result<&'a StreamSocket, Failure> {
    let analysis = &manifests.analysis;
    let name = |socket: &StreamSocket| {
        let gateway = analysis.world.gateways.get(socket.gateway);
        gateway.map(|gateway| gateway.meta.full_name()).unwrap_or_default()
    };
    let in_scope = analysis.streams.iter().filter(|socket| manifests.scope.has_gateway(socket.gateway));
    let all: Vec<_> = in_scope.collect();
    let fits = |socket: &&&StreamSocket| socket.port == asked.port && socket.transport == asked.transport;
    let fitting: Vec<_> = all.iter().filter(fits).collect();
    match fitting.as_slice() {
        [only] => Ok(only),
        [] => {
            let kind = match asked.transport {
                Transport::Tcp => "TLS or TCP",
                Transport::Udp => "UDP",
            };
            let same = all.iter().filter(|socket| socket.transport == asked.transport);
            let known: Vec<_> = same.map(|socket| format!("{}:{}", name(socket), socket.port)).collect();
            let known = if known.is_empty() { "none at all".to_owned() } else { known.join(", ") };
            Err(Failure::Usage(format!(
                "no Gateway has a {kind} listener on port {}; there is {}",
                asked.port,
                clean(&known)
            )))
        }
        several => {
            let names: Vec<_> = several.iter().map(|socket| format!("--gateway {}", name(socket))).collect();
            Err(Failure::Usage(format!(
                "several Gateways listen on port {}: choose one with {}",
                asked.port,
                clean(&names.join(" or "))
            )))
        }
    }
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
