use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// Connections enough that each of Envoy's workers has some.
const CLIENTS: usize = 8;

/// Clients who ask all the time, each over one connection, and want every answer.
pub(crate) struct Bystanders {
    over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Result<u64, String>>>,
    runtime: Runtime,
}

// === impl Bystanders ===

impl Bystanders {
    /// They ask for this host and want this Service to answer.
    pub(crate) fn start(address: SocketAddr, host: &'static str, service: &'static str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let clients =
            (0..CLIENTS).map(|_| runtime.spawn(client(address, host, service, Arc::clone(&over)))).collect();
        Self { over, clients, runtime }
    }

    /// How many requests were answered, each as it should be.
    pub(crate) fn end(self) -> Result<u64, String> {
        self.over.store(true, Ordering::Relaxed);
        self.clients.into_iter().map(|client| self.runtime.block_on(client).unwrap()).sum()
    }
}

async fn client(
    address: SocketAddr,
    host: &str,
    service: &str,
    over: Arc<AtomicBool>,
) -> Result<u64, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let (mut sender, connection) =
        handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    let mut served = 0;
    loop {
        // Looked at before the request, so that one comes after everything that was done.
        let is_last = over.load(Ordering::Relaxed);
        let path = format!("/{served}");
        let request = Request::get(&path).header(header::HOST, host).header("x-bystander", "1");
        let request = request.body(Empty::<Bytes>::new()).map_err(|error| error.to_string())?;
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status != StatusCode::OK || body["service"] != service || body["path"] != path.as_str() {
            return Err(format!("after {served} requests: {status} {body}"));
        }
        served += 1;
        if is_last {
            return Ok(served);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
