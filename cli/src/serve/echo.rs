use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A backend that stands for one port of a Service and answers what it was asked, over HTTP/1.1 or
/// HTTP/2 without TLS. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Echo {
    address: SocketAddr,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Identity {
    service: String,
    port: u16,
    address: SocketAddr,
}

// === impl Echo ===

impl Echo {
    /// `service` is a namespace and a name, `port` the port of the Service. The backend itself listens
    /// on any free port of this machine.
    pub(crate) async fn start(service: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let identity = Arc::new(Identity { service: service.to_owned(), port, address });
        let app = Router::new().fallback(echo).with_state(identity);
        let server = tokio::spawn(async move {
            // It goes on after every failure to accept, so this ends only when it is aborted.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, server })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn echo(State(identity): State<Arc<Identity>>, request: Request) -> Json<Value> {
    // HTTP/2 has the host in the request line.
    let authority = request.uri().authority().map(|it| it.as_str().to_owned());
    let header = request.headers().get(header::HOST);
    let host = authority.or_else(|| header.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()));
    Json(json!({
        "service": identity.service,
        "port": identity.port,
        "backend": identity.address.to_string(),
        "method": request.method().as_str(),
        "path": request.uri().path_and_query().map(|it| it.as_str()),
        "host": host,
        "headers": headers(&request),
    }))
}

/// Every value of every header, in order.
fn headers(request: &Request) -> Value {
    let mut out = Map::new();
    for (name, value) in request.headers() {
        let values = out.entry(name.as_str()).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(String::from_utf8_lossy(value.as_bytes()).into());
        }
    }
    Value::Object(out)
}
