use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use engine::compile::Native;
use serde_json::Value;

/// What one Envoy has to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub sockets: Vec<Socket>,
    pub clusters: Vec<Cluster>,
    pub secrets: Vec<Secret>,
    /// The native routes that the filter can ask for, by name.
    pub routes: BTreeMap<String, Native>,
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
}

/// Somewhere that the filter can send a request to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What the filter writes into [`crate::contract::CLUSTER_HEADER`]. Unique in a plan.
    pub name: String,
    pub endpoints: Endpoints,
    pub protocol: Protocol,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoints {
    /// These addresses in turn. None at all answers 503.
    Static(Vec<SocketAddr>),
    /// Every address that the host resolves to, asked again as the records expire.
    Dns { host: String, port: u16 },
}

/// What the backend speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protocol {
    #[default]
    Http1,
    /// HTTP/2 without TLS and without asking first (`appProtocol: kubernetes.io/h2c`), as gRPC needs.
    H2c,
}

/// Something of a TLS context that is replaced without touching what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Unique in a plan, such as `Secret.default.web-cert`: also a part of a file's name.
    pub name: String,
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
