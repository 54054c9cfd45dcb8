//! Timeouts of rules (`HTTPRouteTimeouts`, GEP-1742).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::one_route::{OneRoute, ask};
use crate::running::wait_for;
use crate::scripted::{Answer, Scripted};

const BACKEND: &str = "backendRefs: [{name: backend, port: 80}]";

#[test]
fn an_expired_timeout_is_answered_with_504() {
    let silent = Scripted::start(|_, _| Answer::Never);
    let served = OneRoute::start(
        &[
            &format!("{{matches: [{{path: {{value: /a}}}}], timeouts: {{request: 100ms}}, {BACKEND}}}"),
            &format!(
                "{{matches: [{{path: {{value: /b}}}}], timeouts: {{backendRequest: 100ms}}, {BACKEND}}}"
            ),
            &format!(
                "{{matches: [{{path: {{value: /c}}}}], timeouts: {{request: 0s, backendRequest: 100ms}}, {BACKEND}}}"
            ),
        ],
        &[("backend", &silent)],
    );
    for path in ["/a", "/b", "/c"] {
        assert_eq!(served.get(path).status, 504, "{path}");
    }
    let paths: Vec<_> = silent.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/a", "/b", "/c"]);
}

/// Neither the cluster that the filter names, nor how long it may take.
#[test]
fn the_backend_sees_nothing_of_the_route() {
    let backend = Scripted::fine();
    let served =
        OneRoute::start(&[&format!("{{timeouts: {{request: 10s}}, {BACKEND}}}")], &[("backend", &backend)]);
    assert_eq!(served.ask("GET", "/", &[("x-gatewright-cluster", "other")]).status, 200);
    let names: Vec<_> = backend.seen()[0].headers.iter().map(|(name, _)| name.to_owned()).collect();
    let ours = |name: &String| name.contains("gatewright") || name.contains("timeout");
    assert!(!names.iter().any(ours), "{names:?}");
}

/// The request covers every try of it, and a try is ended by its own timeout.
#[test]
fn the_request_timeout_covers_all_tries() {
    let silent = Scripted::start(|_, _| Answer::Never);
    let timeouts = "timeouts: {request: 2s, backendRequest: 50ms}";
    let served = OneRoute::start(
        &[&format!("{{{timeouts}, retry: {{attempts: 1000, backoff: 1ms}}, {BACKEND}}}")],
        &[("backend", &silent)],
    );
    assert_eq!(served.get("/").status, 504);
    let tries = silent.seen().len();
    assert!(1 < tries && tries < 1000, "{tries}");
}

/// A request that may take for ever is still there when another one has expired.
#[test]
fn zero_is_no_timeout() {
    let answer = Arc::new(AtomicBool::new(false));
    let may = Arc::clone(&answer);
    let slow = Scripted::start(move |_, seen| {
        if seen.path == "/short" {
            return Answer::Never;
        }
        wait_for("the test lets it answer", || may.load(Ordering::Relaxed));
        Answer::Status(200)
    });
    let served = OneRoute::start(
        &[
            &format!("{{matches: [{{path: {{value: /long}}}}], timeouts: {{request: 0s}}, {BACKEND}}}"),
            &format!("{{matches: [{{path: {{value: /short}}}}], timeouts: {{request: 500ms}}, {BACKEND}}}"),
        ],
        &[("backend", &slow)],
    );
    thread::scope(|scope| {
        let address = served.running.only_address();
        let long = scope.spawn(move || ask(address, "GET", "/long", &[]).status);
        wait_for("the request has come through", || !slow.seen().is_empty());
        assert_eq!(served.get("/short").status, 504);
        assert!(!long.is_finished());
        answer.store(true, Ordering::Relaxed);
        assert_eq!(long.join().unwrap(), 200);
    });
}
