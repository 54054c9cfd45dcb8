use std::sync::Arc;

use serde_json::Value;

use super::{
    BackendReference, GRPCRouteMatch, HTTPRouteFilter, HTTPRouteMatch, HTTPRouteRetry, HTTPRouteTimeouts,
    ParentReference, SessionPersistence,
    read::{Fields, Read, Reader},
};
use crate::SharedStr;

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
    pub parent_refs: Box<[Arc<ParentReference>]>,
    /// `CommonRouteSpec.useDefaultGateways`: whether default Gateways take the route, too.
    pub use_default_gateways: bool,
    /// Of HTTPRoute, GRPCRoute and TLSRoute.
    pub hostnames: Box<[SharedStr]>,
    pub rules: Box<[RouteRule]>,
}

/// `HTTPRouteRule`, `GRPCRouteRule`, `TLSRouteRule`, `TCPRouteRule` or `UDPRouteRule`.
#[derive(Debug, Clone)]
pub struct RouteRule {
    pub name: Option<SharedStr>,
    /// OR-ed. Empty for kinds that match by host name or not at all.
    pub matches: Box<[RouteMatch]>,
    pub filters: Box<[HTTPRouteFilter]>,
    pub backend_refs: Box<[RouteBackendRef]>,
    pub timeouts: Option<Box<HTTPRouteTimeouts>>,
    pub retry: Option<Box<HTTPRouteRetry>>,
    pub session_persistence: Option<Box<SessionPersistence>>,
}

#[derive(Debug, Clone)]
pub enum RouteMatch {
    Http(HTTPRouteMatch),
    Grpc(GRPCRouteMatch),
}

/// `HTTPBackendRef` and `GRPCBackendRef`; for the other kinds `BackendRef`, which has no filters.
#[derive(Debug, Clone)]
pub struct RouteBackendRef {
    pub reference: Arc<BackendReference>,
    pub weight: u32,
    pub filters: Box<[HTTPRouteFilter]>,
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
    pub(crate) fn read(kind: RouteKind, object: &mut Value, reader: &mut Reader) -> Self {
        let mut object = Fields::of(object, reader);
        let mut spec = object.object("spec");
        let scope: Option<String> = spec.read("use_default_gateways");
        Route {
            kind,
            parent_refs: spec.read("parent_refs"),
            use_default_gateways: scope.is_some_and(|scope| scope == "All"),
            hostnames: spec.read("hostnames"),
            rules: spec.list("rules", |rule, reader| RouteRule::read(kind, rule, reader)),
        }
    }
}

// === impl RouteRule ===

impl RouteRule {
    fn read(kind: RouteKind, rule: &mut Value, reader: &mut Reader) -> Self {
        let mut rule = Fields::of(rule, reader);
        let mut matches = rule.list("matches", |one, reader| match kind {
            RouteKind::Grpc => RouteMatch::Grpc(Read::read(one, reader)),
            _ => RouteMatch::Http(Read::read(one, reader)),
        });
        // It takes every call then (`GRPCRouteRule.matches`); the schema writes that down for HTTPRoutes only.
        if kind == RouteKind::Grpc && matches.is_empty() {
            matches = Box::new([RouteMatch::Grpc(GRPCRouteMatch::default())]);
        }
        RouteRule {
            name: rule.read("name"),
            matches,
            filters: rule.read("filters"),
            backend_refs: rule.read("backend_refs"),
            timeouts: rule.read("timeouts"),
            retry: rule.read("retry"),
            session_persistence: rule.read("session_persistence"),
        }
    }
}

// === impl RouteBackendRef ===

impl Read for RouteBackendRef {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let mut fields = Fields::of(value, reader);
        let (weight, filters) = (fields.read_or("weight", || 1), fields.read("filters"));
        RouteBackendRef { reference: Read::read(value, reader), weight, filters }
    }
}
