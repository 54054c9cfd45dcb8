//! Retries of rules (`HTTPRouteRetry`, GEP-1731).

use crate::one_route::OneRoute;
use crate::scripted::{Answer, Scripted};

const BACKEND: &str = "backendRefs: [{name: backend, port: 80}]";

fn served(retry: &str, backend: &Scripted) -> OneRoute {
    OneRoute::start(&[&format!("{{retry: {retry}, {BACKEND}}}")], &[("backend", backend)])
}

#[test]
fn a_request_is_tried_again_until_it_succeeds() {
    let backend = Scripted::start(|number, _| Answer::Status(if number < 2 { 503 } else { 200 }));
    let served = served("{codes: [500, 503], attempts: 3, backoff: 1ms}", &backend);
    assert_eq!(served.get("/").status, 200);
    assert_eq!(backend.seen().len(), 3);
}

#[test]
fn after_the_last_attempt_the_error_is_the_clients() {
    let backend = Scripted::start(|_, _| Answer::Status(500));
    let served = served("{codes: [500], attempts: 2, backoff: 1ms}", &backend);
    assert_eq!(served.get("/").status, 500);
    assert_eq!(backend.seen().len(), 3);
}

#[test]
fn another_status_is_not_tried_again() {
    let backend = Scripted::start(|_, _| Answer::Status(502));
    let served = served("{codes: [500], attempts: 2}", &backend);
    assert_eq!(served.get("/").status, 502);
    assert_eq!(backend.seen().len(), 1);
}

/// A backend that closes the connection has not answered with any code.
#[test]
fn a_lost_connection_is_tried_again() {
    let backend = Scripted::start(|number, _| match number {
        0 => Answer::HangUp,
        _ => Answer::Status(200),
    });
    let served = served("{attempts: 1, backoff: 1ms}", &backend);
    assert_eq!(served.get("/").status, 200);
    assert_eq!(backend.seen().len(), 2);
}

#[test]
fn an_expired_try_is_followed_by_another() {
    let backend = Scripted::start(|number, _| match number {
        0 => Answer::Never,
        _ => Answer::Status(200),
    });
    let rule =
        format!("{{timeouts: {{backendRequest: 200ms}}, retry: {{attempts: 5, backoff: 1ms}}, {BACKEND}}}");
    let served = OneRoute::start(&[&rule], &[("backend", &backend)]);
    assert_eq!(served.get("/").status, 200);
    assert!(backend.seen().len() > 1);
}

#[test]
fn without_retry_nothing_is_tried_again() {
    let backend = Scripted::start(|_, _| Answer::HangUp);
    let served = OneRoute::start(&[&format!("{{{BACKEND}}}")], &[("backend", &backend)]);
    assert_eq!(served.get("/").status, 503);
    assert_eq!(backend.seen().len(), 1);
}
