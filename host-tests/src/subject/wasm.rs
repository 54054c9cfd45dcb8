use engine::{
    analysis::Analysis,
    attach::BackendTarget,
    table::{Settings, encode},
};
use serde_json::json;

use super::{Headers, Native, Observed, Upstream, echo};
use crate::corpus::{self, Subject};
use crate::proxy_wasm::{self, Exchange, Module, Outcome, Plugin, StartError};

/// The built filter in our proxy-wasm host, with an echo behind it.
#[derive(Debug)]
pub struct Wasm {
    plugin: Plugin,
    /// Ports, and what the metadata of their listeners says.
    sockets: Vec<(u16, String)>,
}

/// Where Envoy's listener says which socket it is.
pub const SOCKET: [&str; 5] = ["xds", "listener_metadata", "filter_metadata", "gatewright", "socket"];
/// Envoy's route takes the cluster from here and removes it.
const CLUSTER: &str = "x-gatewright-cluster";
const RULE: &[u8] = b"gatewright.rule";

impl Wasm {
    pub const LEAN: Subject = Subject { name: "filter", explains: false };
    pub const FULL: Subject = Subject { name: "full filter", explains: false };

    /// Takes the compiled table, as either build does.
    pub fn lean(module: &Module, native: &Native) -> Result<Self, StartError> {
        Self::start(module, &Self::bundle(&native.analysis), &native.analysis)
    }

    /// Takes the manifests, as the full build does.
    pub fn full(module: &Module, native: &Native) -> Result<Self, StartError> {
        Self::start(module, &Self::manifests(&native.analysis), &native.analysis)
    }

    pub fn bundle(analysis: &Analysis) -> Vec<u8> {
        encode(&analysis.definition, Settings { log: true, ..Settings::default() })
    }

    /// A `v1` List, which is what Envoy makes of a `google.protobuf.Struct`.
    pub fn manifests(analysis: &Analysis) -> Vec<u8> {
        let items: Vec<_> = analysis.sources.values().collect();
        json!({"apiVersion": "v1", "kind": "List", "gatewright": {"accessLog": true}, "items": items})
            .to_string()
            .into_bytes()
    }

    fn start(module: &Module, configuration: &[u8], analysis: &Analysis) -> Result<Self, StartError> {
        let sockets = &analysis.definition.sockets;
        Ok(Self {
            plugin: Plugin::start(module, configuration)?,
            sockets: sockets.iter().map(|socket| (socket.port, socket.name.clone())).collect(),
        })
    }

    /// # Panics
    ///
    /// When the filter traps or does not answer.
    pub fn ask(&mut self, request: &corpus::Request) -> Observed {
        let socket = self.sockets.iter().find(|(port, _)| *port == request.port());
        let socket = socket.map_or("no such socket", |(_, name)| name);
        let headers = request.headers.iter().fold(
            proxy_wasm::Request::new(&request.method, &request.authority, &request.path),
            |request, (name, value)| request.header(name, value),
        );
        let headers = match request.server_name() {
            Some(name) => headers.property(&["connection", "requested_server_name"], name),
            None => headers,
        };
        let mut exchange = self.plugin.request(headers.property(&SOCKET, socket));
        match exchange.outcome.clone() {
            Outcome::Continue { headers } => self.forwarded(&mut exchange, &headers),
            Outcome::LocalReply(reply) => Observed {
                status: u16::try_from(reply.status).expect("a status has three digits"),
                response_headers: exchange.response.as_ref().map(fields).unwrap_or_default(),
                details: Some(text(&reply.details)),
                upstream: None,
                reasons: Vec::new(),
            },
            outcome => panic!("{request} is left without an answer: {outcome:?}"),
        }
    }

    fn forwarded(&mut self, exchange: &mut Exchange, headers: &proxy_wasm::Headers) -> Observed {
        let mut received = fields(headers);
        received.remove(CLUSTER);
        let mut response = proxy_wasm::Headers::from([(":status", "200")]);
        echo(&received).iter().for_each(|(name, value)| response.add(name, value));
        let upstream = Upstream {
            rule: exchange.filter_state.get(RULE).map(|rule| text(rule)).unwrap_or_default(),
            backend: BackendTarget::label_of(&pseudo(headers, CLUSTER)).to_owned(),
            host: pseudo(headers, ":authority"),
            path: pseudo(headers, ":path"),
            headers: received,
        };
        let response = self.plugin.respond(exchange, response).expect("the response phase has no traps");
        Observed {
            status: 200,
            response_headers: fields(&response),
            details: None,
            upstream: Some(upstream),
            reasons: Vec::new(),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn pseudo(headers: &proxy_wasm::Headers, name: &str) -> String {
    headers.get(name).map(text).unwrap_or_default()
}

/// Without the pseudo headers.
fn fields(headers: &proxy_wasm::Headers) -> Headers {
    let fields = headers.iter().filter(|(name, _)| !name.starts_with(b":"));
    fields.map(|(name, value)| (text(name), text(value))).collect()
}
