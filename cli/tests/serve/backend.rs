use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// How long a request to `/slow` takes.
pub(crate) const SLOW: Duration = Duration::from_millis(300);

/// A server behind a Service that remembers every request. It speaks HTTP/1.1 and HTTP/2.
pub(crate) struct Backend {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Value>>>,
    _runtime: Runtime,
}

// === impl Backend ===

impl Backend {
    /// Its answers say who it is and what it was asked. `/slow` takes a while, `/fail` fails.
    pub(crate) fn start(name: &'static str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let app = Router::new().fallback({
            let received = Arc::clone(&received);
            move |request: Request| answer(name, Arc::clone(&received), request)
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, received, _runtime: runtime }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every request since the last time that was asked.
    pub(crate) fn received(&self) -> Vec<Value> {
        std::mem::take(&mut self.received.lock().unwrap())
    }
}

async fn answer(
    name: &'static str,
    received: Arc<Mutex<Vec<Value>>>,
    request: Request,
) -> (StatusCode, Json<Value>) {
    let seen = seen(name, &request);
    received.lock().unwrap().push(seen.clone());
    let status = match request.uri().path() {
        "/slow" => {
            tokio::time::sleep(SLOW).await;
            StatusCode::OK
        }
        "/fail" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    (status, Json(seen))
}

fn seen(name: &str, request: &Request) -> Value {
    let mut headers = Map::new();
    for (name, value) in request.headers() {
        let values = headers.entry(name.as_str()).or_insert_with(|| json!([]));
        values.as_array_mut().unwrap().push(String::from_utf8_lossy(value.as_bytes()).into());
    }
    let authority = request.uri().authority().map(|it| it.as_str());
    let host = authority.or_else(|| headers.get("host")?[0].as_str());
    json!({
        "service": name,
        "method": request.method().as_str(),
        "version": format!("{:?}", request.version()),
        "path": request.uri().path_and_query().map(|it| it.as_str()),
        "host": host,
        "headers": headers,
    })
}
