use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    BackendReference, GRPCRouteMatch, HTTPRouteFilter, HTTPRouteMatch, HTTPRouteRetry, HTTPRouteTimeouts,
    ParentReference, SessionPersistence,
};

/// The kinds of route, in the order in which lists of them are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    Http,
    Grpc,
    Tls,
    Tcp,
    Udp,
}

/// A route of any kind. They differ in what their rules can match; how they attach and what they
/// refer to is the same.
#[derive(Debug, Clone)]
pub struct Route {
    pub kind: RouteKind,
    pub parent_refs: Vec<ParentReference>,
    /// `CommonRouteSpec.useDefaultGateways`: whether default Gateways take the route, too.
    pub use_default_gateways: bool,
    /// Of HTTPRoute, GRPCRoute and TLSRoute.
    pub hostnames: Vec<String>,
    pub rules: Vec<RouteRule>,
}

/// `HTTPRouteRule`, `GRPCRouteRule`, `TLSRouteRule`, `TCPRouteRule` or `UDPRouteRule`.
#[derive(Debug, Clone)]
pub struct RouteRule {
    pub name: Option<String>,
    /// OR-ed. Empty for kinds that match by host name or not at all.
    pub matches: Vec<RouteMatch>,
    pub filters: Vec<HTTPRouteFilter>,
    pub backend_refs: Vec<RouteBackendRef>,
    pub timeouts: Option<HTTPRouteTimeouts>,
    pub retry: Option<HTTPRouteRetry>,
    pub session_persistence: Option<SessionPersistence>,
}

#[derive(Debug, Clone)]
pub enum RouteMatch {
    Http(HTTPRouteMatch),
    Grpc(GRPCRouteMatch),
}

/// `HTTPBackendRef` and `GRPCBackendRef`; for the other kinds `BackendRef`, which has no filters.
#[derive(Debug, Clone, Deserialize)]
pub struct RouteBackendRef {
    #[serde(flatten)]
    pub reference: BackendReference,
    #[serde(default)]
    pub filters: Vec<HTTPRouteFilter>,
}

// === impl RouteKind ===

impl RouteKind {
    pub const ALL: [RouteKind; 5] =
        [RouteKind::Http, RouteKind::Grpc, RouteKind::Tls, RouteKind::Tcp, RouteKind::Udp];

    pub fn name(self) -> &'static str {
        match self {
            RouteKind::Http => "HTTPRoute",
            RouteKind::Grpc => "GRPCRoute",
            RouteKind::Tls => "TLSRoute",
            RouteKind::Tcp => "TCPRoute",
            RouteKind::Udp => "UDPRoute",
        }
    }

    pub fn of(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == kind)
    }

    /// What a rule of this kind does that has no backend it can use.
    pub fn without_backend(self) -> &'static str {
        match self {
            RouteKind::Http => "requests are answered with 500",
            RouteKind::Grpc => "calls are answered with 503, UNAVAILABLE",
            RouteKind::Tls | RouteKind::Tcp | RouteKind::Udp => "connections are refused",
        }
    }

    /// Whether the routes of this kind match requests, not connections.
    pub fn is_http(self) -> bool {
        matches!(self, RouteKind::Http | RouteKind::Grpc)
    }
}

// === impl Route ===

impl Route {
    /// Types an admitted object.
    pub fn of(kind: RouteKind, object: Value) -> Result<Self, serde_json::Error> {
        match kind {
            RouteKind::Http => typed(kind, object, RouteMatch::Http),
            RouteKind::Grpc => typed(kind, object, RouteMatch::Grpc).map(Route::match_all_where_none),
            RouteKind::Tls | RouteKind::Tcp | RouteKind::Udp => {
                typed::<HTTPRouteMatch>(kind, object, RouteMatch::Http)
            }
        }
    }

    /// A rule of a GRPCRoute without matches takes every call (`GRPCRouteRule.matches`); the schema
    /// writes that down for HTTPRoutes only.
    fn match_all_where_none(mut self) -> Self {
        for rule in self.rules.iter_mut().filter(|rule| rule.matches.is_empty()) {
            rule.matches.push(RouteMatch::Grpc(GRPCRouteMatch::default()));
        }
        self
    }
}

#[derive(Deserialize)]
struct Shape<M> {
    spec: Spec<M>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec<M> {
    #[serde(default)]
    parent_refs: Vec<ParentReference>,
    use_default_gateways: Option<String>,
    #[serde(default)]
    hostnames: Vec<String>,
    #[serde(default = "Vec::new")]
    rules: Vec<Rule<M>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule<M> {
    name: Option<String>,
    #[serde(default = "Vec::new")]
    matches: Vec<M>,
    #[serde(default)]
    filters: Vec<HTTPRouteFilter>,
    #[serde(default)]
    backend_refs: Vec<RouteBackendRef>,
    timeouts: Option<HTTPRouteTimeouts>,
    retry: Option<HTTPRouteRetry>,
    session_persistence: Option<SessionPersistence>,
}

fn typed<M: DeserializeOwned>(
    kind: RouteKind,
    object: Value,
    wrap: fn(M) -> RouteMatch,
) -> Result<Route, serde_json::Error> {
    let Shape::<M> { spec } = serde_json::from_value(object)?;
    let rule = |rule: Rule<M>| RouteRule {
        name: rule.name,
        matches: rule.matches.into_iter().map(wrap).collect(),
        filters: rule.filters,
        backend_refs: rule.backend_refs,
        timeouts: rule.timeouts,
        retry: rule.retry,
        session_persistence: rule.session_persistence,
    };
    Ok(Route {
        kind,
        parent_refs: spec.parent_refs,
        use_default_gateways: spec.use_default_gateways.is_some_and(|scope| scope == "All"),
        hostnames: spec.hostnames,
        rules: spec.rules.into_iter().map(rule).collect(),
    })
}
