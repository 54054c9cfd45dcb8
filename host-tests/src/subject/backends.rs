use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::response::{AppendHeaders, IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{Headers, Upstream, echo};

/// A server for each Service port, that remembers the last request to any of them.
pub(super) struct Backends {
    runtime: Runtime,
    addresses: BTreeMap<String, SocketAddr>,
    received: Arc<Mutex<Option<Upstream>>>,
}

// === impl Backends ===

impl Backends {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { runtime: Runtime::new()?, addresses: BTreeMap::new(), received: Arc::default() })
    }

    /// Where a Service port is, by `namespace/service:port`.
    pub(super) fn address(&mut self, name: &str) -> io::Result<SocketAddr> {
        if let Some(address) = self.addresses.get(name) {
            return Ok(*address);
        }
        let listener = self.runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        let (backend, received) = (name.to_owned(), Arc::clone(&self.received));
        let app = Router::new().fallback(move |request: Request| {
            let upstream = upstream(&backend, &request);
            let response = respond(&upstream);
            *received.lock().unwrap_or_else(PoisonError::into_inner) = Some(upstream);
            async { response }
        });
        self.runtime.spawn(async move { axum::serve(listener, app).await });
        self.addresses.insert(name.to_owned(), address);
        Ok(address)
    }

    /// The request since the last time that was asked.
    pub(super) fn received(&self) -> Option<Upstream> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What is seen at a backend; the rule is not.
fn upstream(backend: &str, request: &Request) -> Upstream {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    // HTTP/2 has the host in the request line.
    let authority = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let host = authority.or_else(|| request.headers().get(HOST).map(|host| text(host.as_bytes())));
    let lines = request.headers().iter().filter(|(name, _)| *name != HOST);
    Upstream {
        rule: String::new(),
        backend: backend.to_owned(),
        host: host.unwrap_or_default(),
        path: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: lines.map(|(name, value)| (name.as_str(), text(value.as_bytes()))).collect(),
    }
}

fn respond(upstream: &Upstream) -> Response {
    let headers: Headers = echo(&upstream.headers);
    let lines = headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    AppendHeaders(lines.collect::<Vec<_>>()).into_response()
}
