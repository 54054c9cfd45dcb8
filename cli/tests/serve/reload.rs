//! Changes under load.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::running::{Running, wait_for};
use crate::shop::{GATEWAY, generation, write};

const GENERATIONS: u32 = 50;
const CLIENTS: u32 = 4;
/// Enough that every client has been served by a generation before the next one comes.
const BETWEEN: u64 = 50;

/// Neither does a request fail, nor is one decided by two configurations, nor does a connection go back to an older
/// one.
#[test]
fn fifty_edits_under_load_are_seen_whole_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), 0);
    let mut running = Running::start(directory.path());
    let address = running.address(GATEWAY);
    let (over, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| runtime.spawn(client(address, Arc::clone(&over), Arc::clone(&served))))
        .collect();
    for generation in 1..=GENERATIONS {
        write(directory.path(), generation);
        running.stderr.until("applied");
        let before = served.load(Ordering::Relaxed);
        wait_for("clients are served, or say why not", || {
            served.load(Ordering::Relaxed) >= before + BETWEEN || clients.iter().any(|it| it.is_finished())
        });
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        assert_eq!(runtime.block_on(client).unwrap(), Ok(GENERATIONS));
    }
    let kept: Vec<_> =
        running.stderr.said().iter().filter(|line| line.contains("kept the last good")).collect();
    assert!(kept.is_empty(), "{kept:?}");
}

/// Asks over one connection until it is over, never twice. Gives the generation that was seen last.
async fn client(address: SocketAddr, over: Arc<AtomicBool>, served: Arc<AtomicU64>) -> Result<u32, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let (mut sender, connection) =
        handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    let mut last = 0;
    for rule in ["a", "b"].iter().cycle() {
        // Looked at before the request, so that the last one comes after the last change.
        let is_last = over.load(Ordering::Relaxed);
        let seen =
            ask(&mut sender, rule).await.map_err(|error| format!("after generation {last}: {error}"))?;
        if seen < last {
            return Err(format!("generation {seen} after {last}"));
        }
        last = seen;
        served.fetch_add(1, Ordering::Relaxed);
        if is_last {
            break;
        }
    }
    Ok(last)
}

async fn ask(sender: &mut SendRequest<Empty<Bytes>>, rule: &str) -> Result<u32, String> {
    let request = Request::get(format!("/{rule}/x")).header(header::HOST, "example.com");
    let request = request.body(Empty::new()).map_err(|error| error.to_string())?;
    let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
    let status = response.status();
    if status != StatusCode::OK {
        return Err(status.to_string());
    }
    let seen =
        response.headers().get("x-generation").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = response.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
    generation(rule, seen.as_deref(), &body)
}
