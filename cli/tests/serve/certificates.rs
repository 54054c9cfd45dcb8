//! Certificates that come, go and are no good.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::manifests::{gateway, route, write};
use crate::pki::{Identity, secret};
use crate::running::{Running, wait_for};
use crate::tls_client::{Hello, certificate, get, handshake};

const GATEWAY: &str = "default/web";
const RENEWALS: u64 = 10;
const CLIENTS: usize = 3;

/// Listeners for `a.example` and `b.example`, each with a certificate of its own.
fn manifests(a: &str, b: &str) -> Vec<String> {
    let listener = |name: &str| {
        format!(
            "{{name: {name}, port: 443, protocol: HTTPS, hostname: {name}.example, tls: {{certificateRefs: [{{name: {name}}}]}}}}"
        )
    };
    vec![
        gateway(&[&listener("a"), &listener("b")]),
        a.to_owned(),
        b.to_owned(),
        route("HTTPRoute", "a", "a", "", &[("a", 1)]),
        route("HTTPRoute", "b", "b", "", &[("b", 1)]),
    ]
}

async fn shown(address: SocketAddr, name: &str) -> Option<Vec<u8>> {
    let hello = Hello { name: Some(name), ..Hello::default() };
    get(address, hello).await.ok().map(|answer| answer.certificate.to_vec())
}

/// No handshake and no request fails, connections that are there stay, and in the end everybody sees the last one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewed_certificate_costs_no_connection() {
    let directory = tempfile::tempdir().unwrap();
    let b = Identity::new(&["b.example"]).secret("b");
    write(directory.path(), &manifests(&Identity::new(&["a.example"]).secret("a"), &b));
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);
    let kept =
        handshake(address, Hello { name: Some("a.example"), http2: true, identity: None }).await.unwrap();
    let first = certificate(&kept);
    let (mut kept, connection) = hyper::client::conn::http2::handshake(
        hyper_util::rt::TokioExecutor::new(),
        hyper_util::rt::TokioIo::new(kept),
    )
    .await
    .unwrap();
    tokio::spawn(connection);

    let (over, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (over, served) = (Arc::clone(&over), Arc::clone(&served));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    let hello = Hello { name: Some("a.example"), ..Hello::default() };
                    let answer = get(address, hello).await.map_err(|error| error.to_string())?;
                    if answer.status != 200 {
                        return Err(answer.status.to_string());
                    }
                    served.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<_, String>(())
            })
        })
        .collect();
    let mut last = Vec::new();
    for _ in 0..RENEWALS {
        let identity = Identity::new(&["a.example"]);
        write(directory.path(), &manifests(&identity.secret("a"), &b));
        running.stderr.until("applied");
        assert_eq!(shown(address, "a.example").await.unwrap(), identity.certificate.to_vec());
        last = identity.certificate.to_vec();
        let before = served.load(Ordering::Relaxed);
        wait_for("clients are served, or say why not", || {
            served.load(Ordering::Relaxed) > before || clients.iter().any(|client| client.is_finished())
        });
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        assert_eq!(client.await.unwrap(), Ok(()));
    }
    assert_ne!(first.to_vec(), last);
    let request =
        hyper::Request::get("https://a.example/").body(http_body_util::Empty::<hyper::body::Bytes>::new());
    assert_eq!(kept.send_request(request.unwrap()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_renewal_that_envoy_refuses_leaves_the_last_good_one() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) = (Identity::new(&["a.example"]), Identity::new(&["b.example"]));
    write(directory.path(), &manifests(&a.secret("a"), &b.secret("b")));
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    let mixed = secret("a", &a.certificate_pem, &b.key_pem);
    for _ in 0..2 {
        write(directory.path(), &manifests(&mixed, &b.secret("b")));
        let said = running.stderr.until("kept the last good state: ");
        assert!(said.contains("Secret default/a") && said.contains("KEY_VALUES_MISMATCH"), "{said}");
        assert_eq!(shown(address, "a.example").await.unwrap(), a.certificate.to_vec());
        // Something else changes, so that the same manifests are read again.
        write(directory.path(), &manifests(&a.secret("a"), &b.secret("b")));
        running.stderr.until("nothing to change");
    }
    let next = Identity::new(&["a.example"]);
    write(directory.path(), &manifests(&next.secret("a"), &b.secret("b")));
    running.stderr.until("applied");
    assert_eq!(shown(address, "a.example").await.unwrap(), next.certificate.to_vec());
}

#[tokio::test]
async fn a_bad_certificate_at_the_start_costs_its_own_listener_alone() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) = (Identity::new(&["a.example"]), Identity::new(&["b.example"]));
    let mixed = secret("a", &a.certificate_pem, &b.key_pem);
    write(directory.path(), &manifests(&mixed, &b.secret("b")));
    let mut running = Running::start(directory.path());
    let said = running.stderr.said().join("\n");
    assert!(said.contains("warning: envoy cannot run Secret default/a: "), "{said}");
    let address = running.socket(GATEWAY, 443);
    assert_eq!(shown(address, "a.example").await, None);
    assert_eq!(shown(address, "b.example").await.unwrap(), b.certificate.to_vec());

    write(directory.path(), &manifests(&a.secret("a"), &b.secret("b")));
    running.stderr.until("applied");
    assert_eq!(shown(address, "a.example").await.unwrap(), a.certificate.to_vec());
}

#[tokio::test]
async fn a_listener_with_a_certificate_that_envoy_refuses_does_not_come() {
    let directory = tempfile::tempdir().unwrap();
    let (a, b) = (Identity::new(&["a.example"]), Identity::new(&["b.example"]));
    // Without the Secret listener `a` has no certificate that could be refused.
    write(directory.path(), &manifests("", &b.secret("b")));
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    write(directory.path(), &manifests(&secret("a", &a.certificate_pem, &b.key_pem), &b.secret("b")));
    let said = running.stderr.until("kept the last good state: ");
    assert!(said.contains("Secret default/a"), "{said}");
    assert_eq!(shown(address, "b.example").await.unwrap(), b.certificate.to_vec());
    write(directory.path(), &manifests(&a.secret("a"), &b.secret("b")));
    running.stderr.until("applied");
    assert_eq!(shown(address, "a.example").await.unwrap(), a.certificate.to_vec());
}
