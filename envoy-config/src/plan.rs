use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use engine::attach::RetryBudget;
use engine::compile::Native;
use serde_json::Value;

/// What one Envoy has to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub sockets: Vec<Socket>,
    pub clusters: Vec<Cluster>,
    /// In the order of their names, each once.
    pub secrets: Vec<Secret>,
    /// The native routes that the filter can ask for, in the order of their names, each once.
    pub routes: Vec<(String, Native)>,
    pub filter: Filter,
    pub access_log: Option<AccessLog>,
}

/// One address and port that Envoy listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Socket {
    /// What the filter finds its listeners by, such as `default/prod-web:80`. Unique in a plan.
    pub name: String,
    pub address: IpAddr,
    pub port: u16,
    pub serves: Serves,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serves {
    /// Requests without TLS.
    Http,
    /// A connection goes to the chain with the most specific name that fits, and is closed if none does.
    Tls(Vec<Chain>),
    Tcp(Stream),
    Udp(Stream),
}

/// What becomes of TLS connections for one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What a client asks for in its handshake, such as `a.example` or `*.example`; empty for any name,
    /// and for none. Unique in a socket.
    pub name: String,
    /// Without it TLS is passed on as it is.
    pub tls: Option<Termination>,
    /// Without it there are requests inside.
    pub stream: Option<Stream>,
}

/// TLS of which Envoy is the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termination {
    /// The names of secrets with a key pair.
    pub certificates: Vec<String>,
    pub clients: Option<Clients>,
}

/// Clients are asked for a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clients {
    /// The name of a secret.
    pub authorities: String,
    /// Clients without a certificate, or with any certificate, are let in as well.
    pub optional: bool,
}

/// Connections, or sessions of UDP, that are carried as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// For the access log, as is the rule.
    pub listener: String,
    pub rule: Option<String>,
    /// Clusters, or why there is none and the connection is closed, each with its weight above zero. At
    /// least one.
    pub shares: Vec<(Result<String, &'static str>, u32)>,
}

/// Somewhere that the filter can send a request to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What the filter writes into [`crate::contract::CLUSTER_HEADER`]. Unique in a plan.
    pub name: String,
    pub endpoints: Endpoints,
    pub protocol: Protocol,
    pub tls: Option<UpstreamTls>,
    pub retry_budget: Option<RetryBudget>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoints {
    /// These addresses in turn. None at all answers 503.
    Static(Vec<SocketAddr>),
    /// Every address that the hosts resolve to, asked again as the records expire.
    Dns(Vec<(String, u16)>),
}

/// What the backend speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protocol {
    #[default]
    Http1,
    /// Without asking first, as gRPC needs it.
    Http2,
    /// Whatever a connection carries that is passed on.
    Any,
}

/// How the connection to a backend is secured (`BackendTLSPolicyValidation`, `BackendTLS`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamTls {
    /// What Envoy asks for.
    pub server_name: String,
    /// The backend's certificate has to be for one of these.
    pub names: Vec<SubjectName>,
    pub authorities: Authorities,
    /// What Envoy shows: the certificate and its key, as PEM.
    pub certificate: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectName {
    /// May begin with `*.`.
    Dns(String),
    Uri(String),
}

/// Who vouches for a backend's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorities {
    Pem(String),
    /// A file with PEM, as Envoy sees it.
    File(PathBuf),
}

/// Something of a TLS context that is replaced without touching what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Unique in a plan, such as `cert.default.web-cert`: also a part of a file's name.
    pub name: String,
    /// What it comes from, for people.
    pub object: String,
    pub material: Material,
}

/// All PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Material {
    KeyPair {
        certificate: String,
        key: String,
    },
    /// The certificates of those who vouch for the other side.
    Authorities(String),
}

/// The wasm filter that decides every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The module, at its place on the machine that Envoy runs on.
    pub module: PathBuf,
    pub configuration: PluginConfiguration,
}

/// What the filter is configured with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PluginConfiguration {
    /// A compiled table, handed over byte for byte.
    Bundle(Vec<u8>),
    /// A JSON object with the manifests themselves, for the filter that compiles them on its own.
    Manifests(Value),
}

/// Where one line of JSON for each request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessLog {
    Stdout,
    File(PathBuf),
}

// === impl Socket ===

impl Socket {
    /// Whether the filter has something to decide here.
    pub fn carries_requests(&self) -> bool {
        match &self.serves {
            Serves::Http => true,
            Serves::Tls(chains) => chains.iter().any(|chain| chain.stream.is_none()),
            Serves::Tcp(_) | Serves::Udp(_) => false,
        }
    }

    pub fn is_udp(&self) -> bool {
        matches!(self.serves, Serves::Udp(_))
    }
}
