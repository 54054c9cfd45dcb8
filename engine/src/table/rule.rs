//! What happens to a request that a rule has won.

use serde::{Deserialize, Serialize};

use super::{Cors, Session};

/// One rule of a route: filters and backends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `namespace/route/rule`, for access logs and explanations.
    pub label: String,
    /// Its requests are calls of gRPC methods.
    pub is_grpc: bool,
    pub filters: Filters,
    pub backends: Vec<Backend>,
}

/// One entry of `backendRefs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    pub weight: u32,
    /// Index into [`super::Definition::clusters`], from where the socket's begin; nothing for a backend
    /// that cannot be used.
    pub cluster: Option<u32>,
    /// Index into [`super::Definition::natives`]; nothing where the route for everybody will do.
    pub native: Option<u32>,
    pub session: Option<Session>,
    pub filters: Filters,
}

/// A route of Envoy's own for what only Envoy does well: it sends the request where the filter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NativeRoute {
    /// All that it says: what the filter asks Envoy for it by.
    pub name: String,
    /// It asks an authorizer. The cluster is told to it in a way that no other route understands: where
    /// it is not there, the request goes nowhere.
    pub guarded: bool,
}

/// The filters of a rule or of a backend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    pub request_headers: HeaderOperations,
    pub response_headers: HeaderOperations,
    pub rewrite: Option<Rewrite>,
    pub redirect: Option<Redirect>,
    pub cors: Option<Cors>,
}

/// `HTTPHeaderFilter`. Names are in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderOperations {
    pub set: Vec<(String, String)>,
    pub add: Vec<(String, String)>,
    pub remove: Vec<String>,
}

/// `HTTPURLRewriteFilter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewrite {
    pub hostname: Option<String>,
    pub path: Option<PathModifier>,
}

/// `HTTPRequestRedirectFilter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    pub scheme: Option<Scheme>,
    pub hostname: Option<String>,
    pub path: Option<PathModifier>,
    pub port: Option<u16>,
    pub status: u16,
}

/// `HTTPPathModifier`, percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathModifier {
    Full(String),
    /// Without a trailing slash.
    Prefix(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    Http,
    Https,
}

impl Rule {
    /// Whether some of its requests have a CORS filter.
    pub fn has_cors(&self) -> bool {
        let backends = self.backends.iter().map(|backend| &backend.filters);
        std::iter::once(&self.filters).chain(backends).any(|filters| filters.cors.is_some())
    }
}

impl HeaderOperations {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.add.is_empty() && self.remove.is_empty()
    }
}

impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    pub fn well_known_port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}
