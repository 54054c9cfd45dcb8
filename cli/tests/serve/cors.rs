//! CORS (`HTTPCORSFilter`, GEP-1767) between a browser's requests and a backend that has an opinion of its own.

use host_tests::client::Response;

use crate::one_route::OneRoute;
use crate::scripted::{Answer, Scripted};

const OPINION: &[(&str, &str)] = &[
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Expose-Headers", "x-secret"),
    ("Vary", "accept"),
];

fn served(backend: &Scripted) -> OneRoute {
    OneRoute::start(
        &[
            "{filters: [{type: CORS, cors: {allowOrigins: ['https://*.example'], allowMethods: [PUT], exposeHeaders: [x-id]}}], backendRefs: [{name: backend, port: 80}]}",
        ],
        &[("backend", backend)],
    )
}

fn values(response: &Response, name: &str) -> Vec<String> {
    response.headers.values(name).map(str::to_owned).collect()
}

#[test]
fn no_backend_sees_a_preflight() {
    let backend = Scripted::fine();
    let served = served(&backend);
    let preflight =
        |origin| served.ask("OPTIONS", "/", &[("origin", origin), ("access-control-request-method", "PUT")]);
    let response = preflight("https://www.example");
    assert_eq!((response.status, response.body.len()), (204, 0));
    assert_eq!(values(&response, "access-control-allow-origin"), ["https://www.example"]);
    assert_eq!(values(&response, "access-control-allow-methods"), ["PUT"]);

    let response = preflight("https://example");
    assert_eq!(response.status, 204);
    assert!(!response.headers.iter().any(|(name, _)| name.starts_with("access-control")), "{response:?}");
    assert!(backend.seen().is_empty());
}

#[test]
fn the_filter_has_the_last_word_and_says_it_once() {
    let backend = Scripted::start(|_, _| Answer::With(200, OPINION));
    let served = served(&backend);
    let response = served.ask("GET", "/", &[("origin", "https://www.example")]);
    assert_eq!(values(&response, "access-control-allow-origin"), ["https://www.example"]);
    assert_eq!(values(&response, "access-control-expose-headers"), ["x-id"]);
    assert_eq!(values(&response, "access-control-allow-credentials"), [""; 0]);
    assert_eq!(values(&response, "vary").join(","), "accept,origin");

    let response = served.ask("GET", "/", &[("origin", "https://evil.test")]);
    assert_eq!(values(&response, "access-control-allow-origin"), [""; 0]);

    let response = served.get("/");
    assert_eq!(values(&response, "access-control-allow-origin"), ["*"]);
}
