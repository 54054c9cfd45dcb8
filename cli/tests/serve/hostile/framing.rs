//! Requests in requests: what one server takes for a body and another for the next request.

use serde_json::Value;

use super::scene::{OPEN, Scene, seen};

/// What must never be taken for a request.
const SMUGGLED: &str = "GET /admin HTTP/1.1\r\nHost: admin.example.com\r\n\r\n";

/// A POST with these lines and this body.
fn post(lines: &str, body: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: {OPEN}\r\n{lines}\r\n{body}")
}

#[test]
fn two_opinions_about_the_length_of_a_body_are_refused() {
    let scene = Scene::new();
    let chunked = format!("0\r\n\r\n{SMUGGLED}");
    for lines in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 0\r\nContent-Length: 50\r\n",
        "Content-Length: 0, 50\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 4 4\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length:\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity, chunked, identity\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
    ] {
        let status = seen(scene.ask(post(lines, &chunked)));
        assert!(["400", "501"].contains(&status.as_str()), "{}: {status}", lines.escape_debug());
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn chunks_that_are_none_end_the_connection() {
    let scene = Scene::new();
    for body in [
        format!("x\r\n{SMUGGLED}"),
        format!("-1\r\n{SMUGGLED}"),
        format!("fffffffffffffffffff\r\n{SMUGGLED}"),
        format!("0\r\nbad trailer\r\n\r\n{SMUGGLED}"),
        format!("0\n\n{SMUGGLED}"),
    ] {
        let mut connection = scene.connect();
        connection.send(post("Transfer-Encoding: chunked\r\n", &body).as_bytes()).unwrap();
        // The backend may have been asked before the chunk came. Nothing comes behind it.
        let mut answers = Vec::new();
        while let Ok(Some(answer)) = connection.answer("POST") {
            answers.push(answer.status);
        }
        assert!(answers.len() <= 1, "{}: {answers:?}", body.escape_debug());
    }
    assert_eq!(scene.admin.received(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn a_body_is_a_body() {
    let scene = Scene::new();
    for (method, lines) in [
        ("POST", format!("Content-Length: {}\r\n", SMUGGLED.len())),
        ("GET", format!("Content-Length: {}\r\n", SMUGGLED.len())),
        ("DELETE", format!("content-length: {}\r\n", SMUGGLED.len())),
        ("POST", format!("Content-Length: {}\r\nExpect: 100-continue\r\n", SMUGGLED.len())),
        (
            "GET",
            format!(
                "Content-Length: {}\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
                SMUGGLED.len()
            ),
        ),
    ] {
        let mut connection = scene.connect();
        let request = format!("{method} /body HTTP/1.1\r\nHost: {OPEN}\r\n{lines}\r\n{SMUGGLED}");
        let last = format!("GET /last HTTP/1.1\r\nHost: {OPEN}\r\nConnection: close\r\n\r\n");
        connection.send((request + &last).as_bytes()).unwrap();
        let mut answers = Vec::new();
        while let Ok(Some(answer)) = connection.answer(method) {
            // A word ahead, to who expects it.
            if answer.status != 100 {
                answers.push(seen(Some(answer)));
            }
        }
        let expected = ["/body", "/last"].map(|path| format!("open {OPEN} {path}"));
        // Envoy says no to an upgrade that it does not know, and closes.
        assert!(answers == expected || answers == ["403"], "{method} {lines}: {answers:?}");
    }
    assert_eq!(scene.admin.received(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn requests_sent_ahead_are_answered_in_order_each_by_its_own_rule() {
    let scene = Scene::new();
    let mut connection = scene.connect();
    let mut requests = String::new();
    for number in 0..100 {
        let host = if number % 3 == 0 { "admin.example.com" } else { OPEN };
        let lines = "x-gatewright-cluster: default/admin:80\r\n";
        requests += &format!("GET /{number} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n");
    }
    connection.send(requests.as_bytes()).unwrap();
    for number in 0..100 {
        let (service, host) = if number % 3 == 0 { ("admin", "admin.example.com") } else { ("open", OPEN) };
        let answer = connection.answer("GET").unwrap();
        assert_eq!(seen(answer), format!("{service} {host} /{number}"));
    }
    scene.unharmed();
}

#[test]
fn what_is_not_http_is_refused() {
    let scene = Scene::new();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"SSH-2.0-OpenSSH_9\r\n",
        b"GET / HTTP/9.9\r\nHost: open.example.com\r\n\r\n",
        b"GET /\r\n\r\n",
        b"G\xffT / HTTP/1.1\r\nHost: open.example.com\r\n\r\n",
        b"\r\n\0\0\0\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: open.example.com\r\n folded: a\r\n\r\n\0",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\nHost: open.example.com\r\n\r\n",
    ] {
        let mut connection = scene.connect();
        connection.send(bytes).unwrap();
        let answer = connection.answer("GET");
        let refused = match &answer {
            Ok(Some(answer)) => answer.status == 400 || answer.status == 426,
            // Closed, or answered in frames.
            Ok(None) | Err(_) => true,
        };
        assert!(refused, "{}: {answer:?}", bytes.escape_ascii());
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}
