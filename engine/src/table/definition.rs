//! The table as data: what `compile` writes, what a bundle carries, what `Table` is built from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ArmId, NativeRoute, Rule, Scheme};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub settings: Settings,
    pub sockets: Vec<SocketDefinition>,
    /// Best first: an arm's number is its precedence.
    pub arms: Vec<ArmDefinition>,
    /// The table takes them as they are, so it has no copy of its own.
    pub rules: Arc<[Rule]>,
    /// Each once.
    pub natives: Vec<NativeRoute>,
    /// Names of Envoy clusters. Gateways with a certificate of their own have the whole list again, with
    /// their own clusters in it: see [`SocketDefinition::clusters`].
    pub clusters: Vec<String>,
    /// Regular expressions, each once.
    pub patterns: Vec<String>,
}

/// What the filter is asked to tell about its decisions. All of it costs something, so all is off by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// A response header that names the decision.
    pub debug: bool,
    /// Names for access logs.
    pub log: bool,
}

/// One port of one Gateway: where connections arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketDefinition {
    /// `namespace/gateway:port`; Envoy's listener carries it in its metadata.
    pub name: String,
    pub port: u16,
    pub scheme: Scheme,
    /// Where in [`Definition::clusters`] the Gateway's part begins.
    pub clusters: u32,
    pub listeners: Vec<ListenerDefinition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerDefinition {
    /// `namespace/gateway/listener`, or `namespace/listenerset/listener`.
    pub name: String,
    /// `*.suffix`, a full name, or empty for any.
    pub hostname: String,
    pub hosts: Vec<HostDefinition>,
}

/// The arms of all routes that name this host, by path; lists are sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostDefinition {
    pub hostname: String,
    /// Whether the paths are gRPC calls: prefixes that name a service come before regular expressions.
    pub by_service: bool,
    pub exact: Vec<(String, Vec<ArmId>)>,
    pub patterns: Vec<ArmId>,
    /// Keys as [`super::prefix_key`] gives them.
    pub prefix: Vec<(String, Vec<ArmId>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmDefinition {
    pub rule: u32,
    pub path: PathDefinition,
    pub method: Option<String>,
    pub headers: Vec<FieldDefinition>,
    pub queries: Vec<FieldDefinition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathDefinition {
    Exact,
    /// Index into [`Definition::patterns`].
    Pattern(u32),
    Prefix {
        length: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDefinition {
    pub name: String,
    pub value: ValueDefinition,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueDefinition {
    Exact(String),
    /// Index into [`Definition::patterns`].
    Pattern(u32),
}
