use std::collections::BTreeMap;

use super::headers::Headers;
use super::host::{Call, Log};
use super::reply::LocalReply;

/// A request as Envoy hands it to the filter: HTTP/1.1 is already in pseudo headers.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub headers: Headers,
    /// Whether a body follows.
    pub body: bool,
    pub(crate) properties: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// What came of a request, so far.
#[derive(Debug)]
pub struct Exchange {
    pub outcome: Outcome,
    /// The response headers after the filter saw them: a local reply's at once, a backend's after
    /// [`Plugin::respond`](super::Plugin::respond).
    pub response: Option<Headers>,
    /// Every hostcall made for this exchange, in order.
    pub calls: Vec<Call>,
    pub logs: Vec<Log>,
    /// Instructions taken, in wasmtime's fuel.
    pub fuel: u64,
    /// What the filter set with `proxy_set_property`, by serialised path.
    pub filter_state: BTreeMap<Vec<u8>, Vec<u8>>,
    /// The HTTP context, until it is deleted.
    pub(crate) context: Option<u32>,
}

/// What the filter decided about a request's headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Forward with these headers.
    Continue {
        headers: Headers,
    },
    LocalReply(LocalReply),
    /// The filter wants to be resumed later, as after an HTTP call.
    Paused,
    /// The VM is gone; Envoy answers 503 on this worker until it has another.
    Trapped {
        message: String,
    },
}

// === impl Request ===

impl Request {
    /// A `GET` without further headers.
    pub fn get(authority: &str, path: &str) -> Self {
        Self::new("GET", authority, path)
    }

    pub fn new(method: &str, authority: &str, path: &str) -> Self {
        let headers =
            [(":authority", authority), (":path", path), (":method", method), (":scheme", "http")].into();
        Self { headers, ..Self::default() }
    }

    #[must_use]
    pub fn header(mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> Self {
        self.headers.add(name, value);
        self
    }

    /// Sets a property that Envoy knows during this request, such as
    /// `["xds", "listener_metadata", "filter_metadata", "example", "key"]`. Integers are 8 bytes, little-endian.
    #[must_use]
    pub fn property(mut self, path: &[&str], value: impl AsRef<[u8]>) -> Self {
        self.properties.insert(path.join("\0").into_bytes(), value.as_ref().to_vec());
        self
    }
}

impl From<Headers> for Request {
    fn from(headers: Headers) -> Self {
        Self { headers, ..Self::default() }
    }
}

// === impl Exchange ===

impl Exchange {
    /// An exchange of which nothing has happened.
    pub(crate) fn new() -> Self {
        Self {
            outcome: Outcome::Paused,
            response: None,
            calls: Vec::new(),
            logs: Vec::new(),
            fuel: 0,
            filter_state: BTreeMap::new(),
            context: None,
        }
    }

    /// The headers towards the backend, when the request goes there.
    pub fn forwarded(&self) -> Option<&Headers> {
        match &self.outcome {
            Outcome::Continue { headers } => Some(headers),
            _ => None,
        }
    }

    pub fn local_reply(&self) -> Option<&LocalReply> {
        match &self.outcome {
            Outcome::LocalReply(reply) => Some(reply),
            _ => None,
        }
    }

    /// The calls of one function.
    pub fn calls_of(&self, name: &str) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(move |call| call.name == name)
    }
}
