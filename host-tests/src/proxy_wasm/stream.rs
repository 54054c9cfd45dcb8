use std::collections::BTreeMap;

use super::headers::Headers;
use super::reply::LocalReply;

/// One request and its response, as the filter's HTTP context sees them.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    pub(crate) phase: Phase,
    pub(crate) request: Headers,
    pub(crate) response: Headers,
    /// What the test says Envoy knows: segments joined by NUL.
    pub(crate) properties: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What the filter set with `proxy_set_property`.
    pub(crate) filter_state: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(crate) reply: Option<LocalReply>,
}

/// Which header maps exist. Envoy withdraws a map when the phase is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    #[default]
    Request,
    Response,
    /// `proxy_on_log` and later: both maps can be read, neither written.
    Log,
}

/// `proxy_map_type_t`; a number above 7 is a bad argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Map {
    Request,
    Response,
    /// Trailers, and the maps of HTTP and gRPC calls: never there in this host.
    Absent,
}

// === impl Stream ===

impl Stream {
    /// A map to read, or `None` when Envoy has withdrawn it.
    pub(crate) fn map(&self, map: Map) -> Option<&Headers> {
        match (map, self.phase) {
            (Map::Request, Phase::Request | Phase::Log) => Some(&self.request),
            (Map::Response, Phase::Response | Phase::Log) => Some(&self.response),
            _ => None,
        }
    }

    /// A map to write.
    pub(crate) fn map_mut(&mut self, map: Map) -> Option<&mut Headers> {
        match (map, self.phase) {
            (Map::Request, Phase::Request) => Some(&mut self.request),
            (Map::Response, Phase::Response) => Some(&mut self.response),
            _ => None,
        }
    }

    /// A property by its serialised path. The request's own are gone once its headers are.
    pub(crate) fn property(&self, path: &[u8]) -> Option<&[u8]> {
        let path = path.strip_suffix(&[0]).unwrap_or(path);
        if self.phase == Phase::Response && path.starts_with(b"request\0") {
            return None;
        }
        self.properties.get(path).or_else(|| self.filter_state.get(path)).map(Vec::as_slice)
    }
}

// === impl Map ===

impl Map {
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Request),
            2 => Some(Self::Response),
            1 | 3..=7 => Some(Self::Absent),
            _ => None,
        }
    }
}
