//! Authorizers (`HTTPExternalAuthFilter`, GEP-1494).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use crate::authorizer::{Authorizer, OK, denied, with_headers};
use crate::one_route::{OneRoute, post};
use crate::scripted::{Answer, Scripted};

const BACKEND: &str = "backendRefs: [{name: backend, port: 80}]";

/// A rule for these paths that asks the Service `auth`.
fn rule(path: &str, how: &str) -> String {
    format!(
        "{{matches: [{{path: {{value: {path}}}}}], filters: [{{type: ExternalAuth, \
         externalAuth: {{backendRef: {{name: auth, port: 80}}, {how}}}}}], {BACKEND}}}"
    )
}

#[test]
fn who_is_let_in_gets_to_the_backend() {
    let backend = Scripted::fine();
    let auth = Scripted::start(|_, _| {
        Answer::With(
            200,
            &[("x-user", "ada"), ("x-other", "1"), ("x-gatewright-guarded-cluster", "default/auth:80")],
        )
    });
    let http =
        "protocol: HTTP, http: {path: /check, allowedHeaders: [X-Token, x-gatewright-guarded-cluster]}";
    let served = OneRoute::start(&[&rule("/", http)], &[("backend", &backend), ("auth", &auth)]);
    let headers = [("authorization", "secret"), ("x-token", "t"), ("cookie", "c")];
    assert_eq!(served.ask("GET", "/shop?q=1", &headers).status, 200);

    let asked = auth.seen().remove(0);
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/check/shop?q=1"));
    let asked_for = |name| asked.headers.values(name).next();
    assert_eq!(asked_for("host"), Some("example.com"));
    assert_eq!(asked_for("authorization"), Some("secret"));
    assert_eq!(asked_for("x-token"), Some("t"));
    assert_eq!(asked_for("content-length"), Some("0"));
    assert_eq!(asked_for("cookie"), None);
    assert!(asked.headers.iter().all(|(name, _)| !name.contains("gatewright")), "{asked:?}");

    let seen = backend.seen().remove(0);
    assert_eq!(seen.path, "/shop?q=1");
    assert_eq!(seen.headers.values("x-user").next(), Some("ada"));
    assert_eq!(seen.headers.values("x-other").next(), Some("1"));
    assert!(seen.headers.iter().all(|(name, _)| !name.contains("gatewright")), "{seen:?}");
}

#[test]
fn some_headers_of_the_authorizer_are_copied() {
    let backend = Scripted::fine();
    let auth = Scripted::start(|_, _| Answer::With(200, &[("x-user", "ada"), ("x-other", "1")]));
    let http = "protocol: HTTP, http: {allowedResponseHeaders: [X-User]}";
    let served = OneRoute::start(&[&rule("/", http)], &[("backend", &backend), ("auth", &auth)]);
    assert_eq!(served.get("/").status, 200);
    let seen = backend.seen().remove(0);
    assert_eq!(seen.headers.values("x-user").next(), Some("ada"));
    assert_eq!(seen.headers.values("x-other").next(), None);
}

/// No answer but 200 lets a request through, and no answer at all does not either.
#[test]
fn who_is_not_let_in_does_not() {
    let backend = Scripted::fine();
    let auth = Scripted::start(|_, seen| match seen.path.as_str() {
        "/denied" => Answer::With(401, &[("www-authenticate", "Basic")]),
        "/created" => Answer::Status(201),
        "/broken" => Answer::Status(500),
        "/moved" => Answer::With(302, &[("location", "/login")]),
        "/slow" => Answer::Never,
        _ => Answer::HangUp,
    });
    let mut rule = rule("/", "protocol: HTTP, http: {}");
    rule.insert_str(1, "timeouts: {request: 300ms}, ");
    let served = OneRoute::start(&[&rule], &[("backend", &backend), ("auth", &auth)]);
    let denied = served.get("/denied");
    assert_eq!(denied.status, 401);
    assert_eq!(denied.headers.values("www-authenticate").next(), Some("Basic"));
    assert_eq!(served.get("/moved").headers.values("location").next(), Some("/login"));
    for path in ["/created", "/broken", "/slow", "/gone"] {
        assert_ne!(served.get(path).status, 200, "{path}");
    }
    assert_eq!(auth.seen().len(), 6);
    assert!(backend.seen().is_empty());
}

/// Without a drain: a connection from before asks as well, from the first request on.
#[test]
fn the_first_rule_that_asks_may_come_and_go_under_an_open_connection() {
    let (backend, auth) = (Scripted::fine(), Scripted::start(|_, _| Answer::Status(403)));
    let (open, asks) = (format!("{{{BACKEND}}}"), rule("/", "protocol: HTTP, http: {}"));
    let mut served = OneRoute::start(&[&open], &[("backend", &backend), ("auth", &auth)]);
    let mut connection = BufReader::new(TcpStream::connect(served.running.only_address()).unwrap());
    let mut seen = vec![status(&mut connection)];
    for rule in [&asks, &open, &asks] {
        served.change(&[rule.as_str()]);
        seen.push(status(&mut connection));
    }
    assert_eq!(seen, ["200", "403", "200", "403"]);
    assert_eq!((auth.seen().len(), backend.seen().len()), (2, 2));
}

/// Of one more request on the connection.
fn status(connection: &mut BufReader<TcpStream>) -> String {
    connection.get_mut().write_all(b"GET / HTTP/1.1\r\nhost: example.com\r\n\r\n").unwrap();
    let lines: Vec<_> =
        connection.by_ref().lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
    let length = lines.iter().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    connection.read_exact(&mut body).unwrap();
    lines[0].split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn an_upgrade_asks_as_well() {
    let (backend, auth) = (Scripted::fine(), Scripted::start(|_, _| Answer::Status(403)));
    let served =
        OneRoute::start(&[&rule("/", "protocol: HTTP, http: {}")], &[("backend", &backend), ("auth", &auth)]);
    let upgrade = [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13")];
    assert_eq!(served.ask("GET", "/", &upgrade).status, 403);
    assert_eq!((auth.seen().len(), backend.seen().len()), (1, 0));
}

/// Other rules are none of the authorizer's business.
#[test]
fn only_its_rule_asks() {
    let (backend, auth) = (Scripted::fine(), Scripted::start(|_, _| Answer::Status(403)));
    let open = format!("{{matches: [{{path: {{value: /open}}}}], {BACKEND}}}");
    let served = OneRoute::start(
        &[&rule("/", "protocol: HTTP, http: {}"), &open],
        &[("backend", &backend), ("auth", &auth)],
    );
    assert_eq!(served.get("/").status, 403);
    assert_eq!(
        served.ask("GET", "/open", &[("x-gatewright-guarded-cluster", "default/auth:80")]).status,
        200
    );
    assert_eq!((auth.seen().len(), backend.seen().len()), (1, 1));
}

#[test]
fn without_its_authorizer_a_rule_answers_500() {
    let backend = Scripted::fine();
    let served = OneRoute::start(&[&rule("/", "protocol: HTTP, http: {}")], &[("backend", &backend)]);
    assert_eq!(served.get("/").status, 500);
    assert!(backend.seen().is_empty());
}

#[test]
fn a_body_is_forwarded_unless_it_is_too_long() {
    let (backend, auth) = (Scripted::fine(), Scripted::fine());
    let http = "protocol: HTTP, http: {}, forwardBody: {maxSize: 5}";
    let served = OneRoute::start(
        &[&rule("/with", http), &rule("/without", "protocol: HTTP, http: {}")],
        &[("backend", &backend), ("auth", &auth)],
    );
    let address = served.running.only_address();
    assert_eq!(post(address, "/with", &[], "hello"), 200);
    assert_eq!(post(address, "/without", &[], "hello"), 200);
    assert_eq!(post(address, "/with", &[], "hello, world"), 413);
    let asked: Vec<_> = auth.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(asked, ["hello", ""]);
    let seen: Vec<_> = backend.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(seen, ["hello", "hello"]);
}

#[test]
fn an_authorizer_may_speak_grpc() {
    let backend = Scripted::fine();
    let auth = Authorizer::start(|request| match request {
        text if text.contains("let-me-in") => {
            with_headers(&[("x-user", "ada"), ("x-gatewright-guarded-cluster", "default/auth:80")])
        }
        text if text.contains("just-so") => OK.to_vec(),
        _ => denied(),
    });
    let mut served = OneRoute::start_at(
        &[&rule("/", "protocol: GRPC, grpc: {}")],
        &[("backend", backend.address), ("auth", auth.address)],
    );
    let ask =
        |served: &OneRoute, token| served.ask("GET", "/shop", &[("x-token", token), ("x-b", "other")]).status;
    assert_eq!(ask(&served, "let-me-in"), 200);
    assert_eq!(ask(&served, "just-so"), 200);
    assert_eq!(ask(&served, "please"), 403);
    let seen = backend.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].headers.values("x-user").next(), Some("ada"));
    assert!(seen[0].headers.iter().all(|(name, _)| !name.contains("gatewright")), "{seen:?}");
    let asked = auth.seen();
    assert!(
        asked
            .iter()
            .all(|text| text.contains("/shop") && text.contains("x-b") && !text.contains("gatewright"))
    );

    served.change(&[&rule("/", "protocol: GRPC, grpc: {allowedHeaders: [x-token]}")]);
    assert_eq!(ask(&served, "let-me-in"), 200);
    let asked = auth.seen().pop().unwrap();
    assert!(asked.contains("let-me-in") && !asked.contains("x-b"), "{asked}");
}
