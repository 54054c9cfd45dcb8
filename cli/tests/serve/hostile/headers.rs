//! Header lines that claim to be the filter's or the router's, and such as are none.

use serde_json::Value;

use super::scene::{OPEN, Scene, WANTED, seen};

fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {OPEN}\r\n{lines}\r\n")
}

#[test]
fn nobody_picks_a_cluster() {
    let scene = Scene::new();
    for lines in [
        format!("x-gatewright-cluster: {WANTED}\r\n"),
        format!("X-Gatewright-Cluster: {WANTED}\r\nx-gatewright-cluster: {WANTED}\r\n"),
        format!("x-gatewright-cluster:\r\nx-gatewright-cluster: {WANTED}\r\n"),
        format!("x-gatewright-cluster: a, {WANTED}\r\n"),
        format!("x_gatewright_cluster: {WANTED}\r\n"),
        format!("connection: x-gatewright-cluster\r\nx-gatewright-cluster: {WANTED}\r\n"),
        format!("cookie: x-gatewright-cluster={WANTED}\r\n"),
        "x-gatewright-rule: default/admin/0\r\ngatewright.rule: default/admin/0\r\n".to_owned(),
        "x-gatewright-socket: default/other:80\r\n".to_owned(),
        format!(
            "x-envoy-original-path: /admin\r\nx-envoy-cluster: {WANTED}\r\nx-envoy-upstream-alt-stat-name: a\r\n"
        ),
        "x-original-url: /admin\r\nx-rewrite-url: /admin\r\nx-forwarded-host: admin.example.com\r\n"
            .to_owned(),
        "x-http-method-override: DELETE\r\nforwarded: host=admin.example.com\r\n".to_owned(),
    ] {
        assert_eq!(seen(scene.ask(get("/", &lines))), format!("open {OPEN} /"), "{lines}");
    }
    // Nor where no rule takes the request.
    let lines = format!("x-gatewright-cluster: {WANTED}\r\n");
    let lost = format!("GET / HTTP/1.1\r\nHost: lost.example.com\r\n{lines}\r\n");
    assert_eq!(seen(scene.ask(lost)), "404");
    assert_eq!(scene.admin.received(), Vec::<Value>::new());
    for request in scene.asked() {
        let names = request["headers"].as_object().unwrap().keys();
        let ours: Vec<_> = names.filter(|name| name.starts_with("x-gatewright-")).collect();
        assert!(ours.is_empty(), "{ours:?}");
    }
    scene.unharmed();
}

#[test]
fn nobody_gives_the_router_orders() {
    let scene = Scene::new();
    for timeout in [
        "x-envoy-upstream-rq-timeout-ms",
        "x-envoy-upstream-rq-per-try-timeout-ms",
        "x-envoy-upstream-stream-duration-ms",
        "x-envoy-expected-rq-timeout-ms",
    ] {
        let lines = format!("{timeout}: 1\r\nx-envoy-upstream-rq-timeout-alt-response: 1\r\n");
        assert_eq!(seen(scene.ask(get("/slow", &lines))), format!("open {OPEN} /slow"), "{timeout}");
    }
    scene.asked();
    let retries = "x-envoy-retry-on: 5xx\r\nx-envoy-max-retries: 9\r\nx-envoy-retriable-status-codes: 503\r\n\
                   x-envoy-retry-grpc-on: internal\r\nx-envoy-retriable-header-names: server\r\n\
                   x-envoy-hedge-on-per-try-timeout: true\r\n";
    assert_eq!(seen(scene.ask(get("/fail", retries))), "503");
    assert_eq!(scene.asked().len(), 1, "it was asked once");
    scene.unharmed();
}

#[test]
fn any_bytes_may_be_a_value() {
    let scene = Scene::new();
    for value in
        [b"\xff\xfe\xfd".as_slice(), b"\xc3\x28", b"\xed\xa0\x80", b"\t a \t", b"\"", b"%00%0d%0a", b""]
    {
        let mut request = get("/", "").into_bytes();
        request.truncate(request.len() - 2);
        request.extend([b"x-any: ", value, b"\r\nx-\xffname: a\r\n\r\n"].concat());
        let name_too = seen(scene.ask(&request));
        assert_eq!(name_too, "400", "a name has to be a token");
        let request = [get("/", "").trim_end().as_bytes(), b"\r\nx-any: ", value, b"\r\n\r\n"].concat();
        assert_eq!(seen(scene.ask(request)), format!("open {OPEN} /"), "{}", value.escape_ascii());
    }
    scene.unharmed();
}

#[test]
fn lines_that_are_no_headers_are_refused() {
    let scene = Scene::new();
    for lines in [
        "x-nul: a\0b\r\n",
        "x-gatewright-cluster : default/admin:80\r\n",
        ": empty\r\n",
        "no colon\r\n",
        "x y: z\r\n",
        ":authority: admin.example.com\r\n",
        ":path: /admin\r\n",
    ] {
        assert_eq!(seen(scene.ask(get("/", lines))), "400", "{}", lines.escape_debug());
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn many_and_large_headers_pass_up_to_envoys_limits() {
    let scene = Scene::new();
    let here = format!("open {OPEN} /");
    let large = |size| format!("x-large: {}\r\n", "v".repeat(size));
    let many = |count| (0..count).map(|number| format!("x-{number}: v\r\n")).collect::<String>();
    let same = |count| "x-same: v\r\n".repeat(count);
    for lines in [large(55_000), many(90), same(90), format!("{}{}", large(50_000), many(80))] {
        assert_eq!(seen(scene.ask(get("/", &lines))), here, "{:.20}… of {} bytes", lines, lines.len());
    }
    for lines in [large(62_000), large(1_000_000), many(1_000), same(1_000), many(10_000)] {
        assert_eq!(seen(scene.ask(get("/", &lines))), "431", "{:.20}… of {} bytes", lines, lines.len());
    }
    let name = format!("{}: v\r\n", "n".repeat(62_000));
    assert_eq!(seen(scene.ask(get("/", &name))), "431");
    scene.unharmed();
}

#[test]
fn a_request_has_one_host() {
    let scene = Scene::new();
    for hosts in [
        "Host: open.example.com\r\nHost: admin.example.com\r\n",
        "Host: open.example.com\r\nHost: open.example.com\r\n",
        "Host: open.example.com,admin.example.com\r\n",
        "Host: open.example.com admin.example.com\r\n",
        "Host: open.example.com/admin\r\n",
        "Host: admin.example.com@open.example.com\r\n",
        "Host: \u{ff}\r\n",
    ] {
        assert_eq!(seen(scene.ask(format!("GET / HTTP/1.1\r\n{hosts}\r\n"))), "400", "{hosts}");
    }
    // None at all, and names that are no DNS names but still hosts, lead nowhere.
    assert_eq!(seen(scene.ask("GET / HTTP/1.1\r\n\r\n")), "400");
    for host in ["", "[::1]", "127.0.0.1", "..", "open.example.com.evil.example", &"a".repeat(5_000)] {
        let status = seen(scene.ask(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")));
        assert!(["400", "404"].contains(&status.as_str()), "`{host}`: {status}");
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}
