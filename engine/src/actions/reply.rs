use crate::table::{HeaderOperations, Rule};

/// An answer that no backend gave.
#[derive(Debug, Clone)]
pub struct Reply<'t> {
    /// The rule that had won, if one had.
    pub rule: Option<Rule<'t>>,
    pub reason: ReplyReason,
    /// Headers of the answer; none are there that could be removed.
    pub headers: HeaderOperations,
}

macro_rules! replies {
    ($($(#[$doc:meta])* $name:ident = $status:literal $details:literal $body:literal,)*) => {
        /// Why a request is answered on the spot.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ReplyReason { $($(#[$doc])* $name,)* }

        impl ReplyReason {
            /// Every reason, for documentation and tests.
            pub const ALL: &[ReplyReason] = &[$(ReplyReason::$name),*];

            /// For HTTP; see [`Reply::status`].
            pub fn status(self) -> u16 {
                match self { $(ReplyReason::$name => $status,)* }
            }

            /// The word in access logs: `%RESPONSE_CODE_DETAILS%` in Envoy's.
            pub fn details(self) -> &'static str {
                match self { $(ReplyReason::$name => $details,)* }
            }

            /// What the client reads.
            pub fn body(self) -> &'static str {
                match self { $(ReplyReason::$name => $body,)* }
            }
        }
    };
}

replies! {
    /// A CORS preflight, answered by the filter whether or not the origin is allowed (`HTTPCORSFilter.allowOrigins`).
    Preflight = 204 "cors_preflight" "",
    /// The connection came in where no Gateway listens: Envoy and the table disagree.
    UnknownSocket = 500 "gatewright_unknown_socket" "this address belongs to no Gateway of the configuration\n",
    /// No listener's hostname matches (`GatewaySpec.listeners`).
    NoListener = 404 "no_listener" "no listener of this Gateway has a hostname for this request\n",
    /// The connection was made for another listener (`GatewaySpec.listeners`).
    Misdirected = 421 "misdirected_request" "this connection is for another host: open a new one\n",
    /// No rule matches (`HTTPRouteRule.matches`).
    NoRoute = 404 "no_route" "no route matches this request\n",
    /// The rule has no backend, or none with a weight above 0 (`HTTPRouteRule.backendRefs`).
    NoBackend = 500 "no_backend" "the route has no backend for this request\n",
    /// The backend that was drawn cannot be used (`HTTPRouteRule.backendRefs`).
    InvalidBackend = 500 "invalid_backend_ref" "the route's backend for this request cannot be used\n",
    /// No host name, or several (RFC 9112, section 3.2).
    InvalidHost = 400 "invalid_host" "the request has no valid host\n",
    /// A request target that is not text (RFC 9112, section 3).
    InvalidPath = 400 "invalid_path" "the request has no valid path\n",
}

impl Reply<'_> {
    /// The reason's status. For a call that no backend can have it is 503, which gRPC reads as
    /// `UNAVAILABLE` (`GRPCRouteRule.backendRefs`).
    pub fn status(&self) -> u16 {
        if self.rule.is_some_and(|rule| rule.is_grpc()) { 503 } else { self.reason.status() }
    }

    pub fn to(reason: ReplyReason) -> Self {
        Reply { rule: None, reason, headers: HeaderOperations::default() }
    }
}
