use super::headers::Headers;
use super::map::Map;

/// A response that the filter made itself, as it was passed to `proxy_send_local_response`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalReply {
    pub status: u32,
    /// In the order given, repeated names kept.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    pub body: Vec<u8>,
    /// What an access log shows as the response code's details.
    pub details: Vec<u8>,
    /// The gRPC status, unless the filter left it to Envoy (-1).
    pub grpc: Option<u32>,
}

// === impl LocalReply ===

impl LocalReply {
    /// The response headers that Envoy makes of it. A gRPC client gets 200 and the status in `grpc-status`.
    pub(crate) fn response(&self, request: &Headers) -> Headers {
        let mut headers = Headers::from([(":status", self.status.to_string())]);
        for (name, value) in &self.headers {
            headers.add_in(Map::Response, name, value);
        }
        if is_grpc(request) {
            headers.overwrite(":status", b"200");
            headers.overwrite("content-type", b"application/grpc");
            if headers.get("grpc-status").is_none() {
                let status = self.grpc.unwrap_or_else(|| grpc_status(self.status));
                headers.add("grpc-status", status.to_string());
            }
            if !self.body.is_empty() {
                headers.overwrite("grpc-message", percent_encoded(&self.body).as_bytes());
            }
        } else if !self.body.is_empty() {
            headers.overwrite("content-length", self.body.len().to_string().as_bytes());
            if headers.get("content-type").is_none() {
                headers.add("content-type", "text/plain");
            }
        }
        headers
    }
}

fn is_grpc(request: &Headers) -> bool {
    let Some(rest) = request.get("content-type").and_then(|kind| kind.strip_prefix(b"application/grpc"))
    else {
        return false;
    };
    rest.is_empty() || rest.starts_with(b"+")
}

/// A text as `grpc-message` carries it.
fn percent_encoded(text: &[u8]) -> String {
    let encode = |byte: &u8| match byte {
        b'%' | 0..b' ' | b'~'.. => format!("%{byte:02X}"),
        _ => char::from(*byte).to_string(),
    };
    text.iter().map(encode).collect()
}

/// gRPC's own mapping of HTTP statuses.
fn grpc_status(status: u32) -> u32 {
    const UNKNOWN: u32 = 2;
    match status {
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 | 502..=504 => 14,
        _ => UNKNOWN,
    }
}
