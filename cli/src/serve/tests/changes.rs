//! Changes of a plan under load: what they may cost is nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::Router;
use envoy_config::Cluster;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};

use super::setup::{Client, Setup, cluster, start};
use crate::serve::apply::Outcome;
use crate::serve::echo::{Echo, REQUESTS};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_changes_fail_no_request() {
    let setup = Setup::new();
    let echoes = [
        Echo::start("default/a", 80, REQUESTS).await.unwrap(),
        Echo::start("default/b", 80, REQUESTS).await.unwrap(),
    ];
    let named = |step: usize| -> Cluster { cluster(&format!("c{step}"), echoes[step % 2].address()) };
    let envoy = start(&setup.plan("c0", vec![named(0)])).await;

    let over = Arc::new(AtomicBool::new(false));
    let served = Arc::new(AtomicU64::new(0));
    let clients = (0..8).map(|_| {
        let (over, served, socket) = (Arc::clone(&over), Arc::clone(&served), setup.socket);
        tokio::spawn(async move {
            let mut client = Client::connect(socket).await;
            let mut failures = Vec::new();
            while !over.load(Ordering::Relaxed) {
                match client.get("/").await {
                    Ok((status, _)) if status.is_success() => drop(served.fetch_add(1, Ordering::Relaxed)),
                    other => {
                        failures.push(format!("{other:?}"));
                        client = Client::connect(socket).await;
                    }
                }
            }
            failures
        })
    });
    let clients = clients.collect::<Vec<_>>();

    for step in 1..=50 {
        // The cluster before last is named by nothing any more and disappears; `shared` keeps its name
        // and gets another address each time.
        let shared = cluster("shared", echoes[step % 2].address());
        let target = if step % 5 == 0 { "shared".to_owned() } else { format!("c{step}") };
        let outcome = envoy.apply(&setup.plan(&target, vec![named(step), shared])).await.unwrap();
        assert_eq!(outcome, Outcome::Applied);
        let before = served.load(Ordering::Relaxed);
        while served.load(Ordering::Relaxed) < before + 50 {
            tokio::task::yield_now().await;
        }
    }
    while !envoy.kept().await.is_empty() {}
    over.store(true, Ordering::Relaxed);
    let mut failures = Vec::new();
    for client in clients {
        failures.extend(client.await.unwrap());
    }
    assert!(failures.is_empty(), "{} of {served:?} failed: {:?}", failures.len(), &failures[..1]);
}

#[tokio::test]
async fn an_applied_plan_decides_the_next_request() {
    let setup = Setup::new();
    let (a, b) = (
        Echo::start("default/a", 80, REQUESTS).await.unwrap(),
        Echo::start("default/b", 80, REQUESTS).await.unwrap(),
    );
    let clusters = vec![cluster("a", a.address()), cluster("b", b.address())];
    let envoy = start(&setup.plan("a", clusters.clone())).await;
    let mut client = Client::connect(setup.socket).await;
    for target in ["b", "a"].repeat(10) {
        envoy.apply(&setup.plan(target, clusters.clone())).await.unwrap();
        let (_, body) = client.get("/").await.unwrap();
        assert!(body.contains(&format!("\"service\":\"default/{target}\"")), "{target}: {body}");
    }
}

#[tokio::test]
async fn a_cluster_outlives_its_last_request() {
    let setup = Setup::new();
    let slow = Slow::start().await;
    let echo = Echo::start("default/b", 80, REQUESTS).await.unwrap();
    let envoy = start(&setup.plan("slow", vec![cluster("slow", slow.address)])).await;
    let mut client = Client::connect(setup.socket).await;
    let waiting = tokio::spawn(async move { client.get("/").await });
    slow.asked.notified().await;

    envoy.apply(&setup.plan("b", vec![cluster("b", echo.address())])).await.unwrap();
    for _ in 0..3 {
        assert_eq!(envoy.kept().await, ["slow"]);
    }
    slow.answer.add_permits(1);
    let (status, body) = waiting.await.unwrap().unwrap();
    assert_eq!((status.as_u16(), body.as_str()), (200, "at last"));
    while !envoy.kept().await.is_empty() {}
}

#[tokio::test]
async fn listeners_come_and_go() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let full = setup.plan("a", vec![cluster("a", echo.address())]);
    let empty = envoy_config::Plan { sockets: vec![], ..full.clone() };
    let envoy = start(&empty).await;
    for _ in 0..3 {
        assert_eq!(envoy.apply(&full).await.unwrap(), Outcome::Applied);
        assert_eq!(Client::connect(setup.socket).await.get("/").await.unwrap().0, 200);
        assert_eq!(envoy.apply(&empty).await.unwrap(), Outcome::Applied);
        // The workers close the socket, each when it comes to it.
        while TcpStream::connect(setup.socket).await.is_ok() {}
    }
}

/// A backend that answers when it is told to.
struct Slow {
    address: std::net::SocketAddr,
    asked: Arc<Notify>,
    answer: Arc<Semaphore>,
}

impl Slow {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, answer) = (Arc::new(Notify::new()), Arc::new(Semaphore::new(0)));
        let (ask, permit) = (Arc::clone(&asked), Arc::clone(&answer));
        let app = Router::new().fallback(move || {
            let (ask, permit) = (Arc::clone(&ask), Arc::clone(&permit));
            async move {
                ask.notify_one();
                permit.acquire().await.unwrap().forget();
                "at last"
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, asked, answer }
    }
}
