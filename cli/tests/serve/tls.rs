//! Listeners of protocol TLS, and TLSRoutes.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::manifests::{gateway, route, write};
use crate::pki::Identity;
use crate::running::Running;
use crate::tls_client::{Hello, get, handshake, within};

const GATEWAY: &str = "default/web";

fn listener(name: &str, hostname: &str, tls: &str) -> String {
    let hostname = if hostname.is_empty() { String::new() } else { format!("hostname: '{hostname}', ") };
    format!("{{name: {name}, port: 443, protocol: TLS, {hostname}tls: {{{tls}}}}}")
}

const PASSTHROUGH: &str = "mode: Passthrough";
const TERMINATE: &str = "mode: Terminate, certificateRefs: [{name: web}]";

fn tls_route(name: &str, section: &str, hostnames: &str, backends: &[(&str, u32)]) -> String {
    route("TLSRoute", name, section, &format!("  hostnames: [{hostnames}]\n"), backends)
}

/// The Service that answers a name.
async fn asked(address: SocketAddr, name: &str) -> io::Result<String> {
    let answer = get(address, Hello { name: Some(name), ..Hello::default() }).await?;
    Ok(answer.echo["service"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn passed_through_the_backend_shows_its_own_certificate() {
    let directory = tempfile::tempdir().unwrap();
    let web = Identity::new(&["a.example"]);
    let listeners =
        [listener("pass", "*.pass.example", PASSTHROUGH), listener("end", "*.end.example", TERMINATE)];
    let manifests = [
        gateway(&[&listeners[0], &listeners[1]]),
        web.secret("web"),
        tls_route("pass", "pass", "a.pass.example", &[("pass", 1)]),
        tls_route("end", "end", "a.end.example", &[("end", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    for (name, service, is_ours) in
        [("a.pass.example", "default/pass", false), ("a.end.example", "default/end", true)]
    {
        let answer = get(address, Hello { name: Some(name), ..Hello::default() }).await.unwrap();
        assert_eq!(answer.echo["service"], service);
        assert_eq!(answer.certificate == web.certificate, is_ours, "{name}");
    }
}

#[tokio::test]
async fn the_most_specific_name_takes_the_connection() {
    let directory = tempfile::tempdir().unwrap();
    let listeners = [
        listener("wide", "*.example", PASSTHROUGH),
        listener("narrow", "*.b.example", PASSTHROUGH),
        listener("empty", "empty.example", PASSTHROUGH),
    ];
    let manifests = [
        gateway(&[&listeners[0], &listeners[1], &listeners[2]]),
        tls_route("any", "wide", "'*.example'", &[("any", 1)]),
        tls_route("exact", "wide", "a.example, a.b.example", &[("exact", 1)]),
        tls_route("narrow", "narrow", "'*.c.b.example'", &[("narrow", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    let expected = [
        ("a.example", Some("default/exact")),
        ("other.example", Some("default/any")),
        ("x.a.example", Some("default/any")),
        ("x.c.b.example", Some("default/narrow")),
        // The narrower listener has these names to itself, and no route for them.
        ("a.b.example", None),
        ("x.b.example", None),
        ("empty.example", None),
        // Nobody's.
        ("example", None),
        ("a.elsewhere", None),
    ];
    for (name, service) in expected {
        assert_eq!(asked(address, name).await.ok().as_deref(), service, "{name}");
    }
}

#[tokio::test]
async fn https_and_tls_share_a_port() {
    let directory = tempfile::tempdir().unwrap();
    let web = Identity::new(&["web.example"]);
    let https = "{name: web, port: 443, protocol: HTTPS, hostname: web.example, tls: {certificateRefs: [{name: web}]}}";
    let manifests = [
        gateway(&[https, &listener("pass", "", PASSTHROUGH)]),
        web.secret("web"),
        route("HTTPRoute", "web", "web", "", &[("web", 1)]),
        tls_route("pass", "pass", "pass.example", &[("pass", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    assert_eq!(asked(address, "web.example").await.unwrap(), "default/web");
    assert_eq!(asked(address, "pass.example").await.unwrap(), "default/pass");
    asked(address, "other.example").await.unwrap_err();
}

#[tokio::test]
async fn what_is_inside_terminated_tls_is_nobodys_business() {
    let directory = tempfile::tempdir().unwrap();
    let manifests = [
        gateway(&[&listener("end", "", TERMINATE)]),
        Identity::new(&["a.example"]).secret("web"),
        tls_route("end", "end", "a.example", &[("end", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());

    let hello = Hello { name: Some("a.example"), ..Hello::default() };
    let mut stream = handshake(running.socket(GATEWAY, 443), hello).await.unwrap();
    stream.write_all(b"\0 no request \xff").await.unwrap();
    let mut back = [0; 14];
    within(stream.read_exact(&mut back)).await.unwrap();
    assert_eq!(&back, b"\0 no request \xff");
}

/// Its certificate is of no use yet, and Envoy fetches nothing that it has no use for.
#[tokio::test]
async fn a_listener_may_come_before_its_route() {
    let directory = tempfile::tempdir().unwrap();
    let web = Identity::new(&["a.example"]);
    let [first, second] =
        [listener("first", "b.example", PASSTHROUGH), listener("end", "a.example", TERMINATE)];
    write(directory.path(), &[gateway(&[&first]), web.secret("web")]);
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    write(directory.path(), &[gateway(&[&first, &second]), web.secret("web")]);
    running.stderr.until("applied");
    let route = tls_route("end", "end", "a.example", &[("end", 1)]);
    write(directory.path(), &[gateway(&[&first, &second]), web.secret("web"), route]);
    running.stderr.until("applied");
    assert_eq!(asked(address, "a.example").await.unwrap(), "default/end");
}
