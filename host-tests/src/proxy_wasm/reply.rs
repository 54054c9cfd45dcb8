use super::headers::Headers;

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
            headers.add(name, value);
        }
        if is_grpc(request) {
            headers.set(":status", "200");
            headers.set("content-type", "application/grpc");
            if headers.get("grpc-status").is_none() {
                let status = self.grpc.unwrap_or_else(|| grpc_status(self.status));
                headers.set("grpc-status", status.to_string());
            }
            if !self.body.is_empty() {
                headers.set("grpc-message", &self.body);
            }
        } else if !self.body.is_empty() {
            headers.set("content-length", self.body.len().to_string());
            if headers.get("content-type").is_none() {
                headers.set("content-type", "text/plain");
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
