use std::collections::BTreeMap;

use super::headers::Headers;
use super::map::Map;
use super::reply::LocalReply;

/// One request and its response, as the filter's HTTP context sees them.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// The root context it belongs to.
    pub(crate) root: u32,
    pub(crate) phase: Phase,
    pub(crate) request: Headers,
    pub(crate) response: Headers,
    /// Whether Envoy took the request's headers away: it does once the filter lets the request continue.
    pub(crate) withdrawn: bool,
    /// What the test says Envoy knows: segments joined by NUL.
    pub(crate) properties: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What the filter set with `proxy_set_property`.
    pub(crate) filter_state: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(crate) reply: Option<LocalReply>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    #[default]
    Request,
    Response,
    /// `proxy_on_log`: both maps can be read.
    Log,
}

/// Properties below `request` that Envoy reads from the headers, and so loses with them.
const OF_HEADERS: &[&str] =
    &["headers", "host", "id", "method", "path", "query", "referer", "scheme", "url_path", "useragent"];

// === impl Stream ===

impl Stream {
    /// A map to read, or `None` when Envoy has none.
    pub(crate) fn map(&self, map: Map) -> Option<&Headers> {
        match map {
            Map::Request => (!self.withdrawn || self.phase == Phase::Log).then_some(&self.request),
            Map::Response => (self.phase != Phase::Request).then_some(&self.response),
            Map::Absent => None,
        }
    }

    /// A map to write.
    pub(crate) fn map_mut(&mut self, map: Map) -> Option<&mut Headers> {
        match map {
            Map::Request => (!self.withdrawn).then_some(&mut self.request),
            Map::Response => (self.phase == Phase::Response).then_some(&mut self.response),
            Map::Absent => None,
        }
    }

    /// A property by its serialised path. What the filter set is found under a single segment only, since Envoy looks
    /// for it by the first one.
    pub(crate) fn property(&self, path: &[u8]) -> Option<&[u8]> {
        let path = path.strip_suffix(&[0]).unwrap_or(path);
        if self.map(Map::Request).is_none() && reads_headers(path) {
            return None;
        }
        let set = || self.filter_state.get(path).filter(|_| !path.contains(&0));
        self.properties.get(path).or_else(set).map(Vec::as_slice)
    }
}

fn reads_headers(path: &[u8]) -> bool {
    let mut segments = path.split(|byte| *byte == 0);
    segments.next() == Some(b"request")
        && segments.next().is_some_and(|segment| OF_HEADERS.iter().any(|name| name.as_bytes() == segment))
}
