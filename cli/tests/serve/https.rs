//! Listeners of protocol HTTPS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use hyper::Version;

use crate::manifests::{gateway, route, write};
use crate::pki::Identity;
use crate::running::Running;
use crate::tls_client::{Hello, get, handshake, request};

const GATEWAY: &str = "default/web";

fn listener(name: &str, hostname: &str, certificates: &str) -> String {
    let hostname = if hostname.is_empty() { String::new() } else { format!("hostname: '{hostname}', ") };
    format!(
        "{{name: {name}, port: 443, protocol: HTTPS, {hostname}tls: {{certificateRefs: [{certificates}]}}}}"
    )
}

/// The Service that answers for a name, and the certificate that was shown.
async fn asked(address: SocketAddr, name: Option<&str>) -> (String, Vec<u8>) {
    let answer = get(address, Hello { name, ..Hello::default() }).await.unwrap();
    (answer.echo["service"].as_str().unwrap_or_default().to_owned(), answer.certificate.to_vec())
}

#[tokio::test]
async fn the_name_in_the_handshake_chooses_the_listener_and_its_certificate() {
    let directory = tempfile::tempdir().unwrap();
    let identities = ["exact.example", "*.wild.example", "any"].map(|name| Identity::new(&[name]));
    let [exact, wild, any] = &identities;
    let listeners = [
        listener("exact", "exact.example", "{name: exact}"),
        listener("wild", "*.wild.example", "{name: wild}"),
        listener("any", "", "{name: any}"),
    ];
    let listeners: Vec<_> = listeners.iter().map(String::as_str).collect();
    let mut manifests = vec![gateway(&listeners)];
    for (name, identity) in ["exact", "wild", "any"].into_iter().zip(&identities) {
        manifests.push(identity.secret(name));
        manifests.push(route("HTTPRoute", name, name, "", &[(name, 1)]));
    }
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    let expected = [
        (Some("exact.example"), "default/exact", exact),
        (Some("EXACT.example"), "default/exact", exact),
        (Some("a.wild.example"), "default/wild", wild),
        (Some("a.b.wild.example"), "default/wild", wild),
        (Some("wild.example"), "default/any", any),
        (Some("other.example"), "default/any", any),
        (None, "default/any", any),
    ];
    for (name, service, identity) in expected {
        assert_eq!(
            asked(address, name).await,
            (service.to_owned(), identity.certificate.to_vec()),
            "{name:?}"
        );
    }
}

#[tokio::test]
async fn a_name_of_no_listener_is_closed_and_so_is_what_is_no_tls() {
    let directory = tempfile::tempdir().unwrap();
    let listeners = [listener("exact", "exact.example", "{name: exact}")];
    let manifests = [
        gateway(&[&listeners[0]]),
        Identity::new(&["exact.example"]).secret("exact"),
        route("HTTPRoute", "exact", "exact", "", &[("exact", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    assert_eq!(asked(address, Some("exact.example")).await.0, "default/exact");
    for name in [Some("other.example"), Some("a.exact.example"), None] {
        get(address, Hello { name, ..Hello::default() }).await.unwrap_err();
    }
    let mut plain = TcpStream::connect(address).unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nHost: exact.example\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert_eq!(answer, b"");
}

#[tokio::test]
async fn of_several_certificates_the_one_for_the_name_is_shown() {
    let directory = tempfile::tempdir().unwrap();
    let (one, two) = (Identity::new(&["one.example"]), Identity::new(&["*.two.example"]));
    let listeners = [listener("any", "", "{name: one}, {name: two}")];
    let manifests = [
        gateway(&[&listeners[0]]),
        one.secret("one"),
        two.secret("two"),
        route("HTTPRoute", "any", "any", "", &[("any", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    let expected =
        [(Some("one.example"), &one), (Some("a.two.example"), &two), (Some("three.example"), &one)];
    for (name, identity) in expected {
        assert_eq!(asked(address, name).await.1, identity.certificate.to_vec(), "{name:?}");
    }
}

#[tokio::test]
async fn a_client_chooses_between_both_versions_of_http() {
    let directory = tempfile::tempdir().unwrap();
    let listeners = [listener("any", "", "{name: any}")];
    let manifests = [
        gateway(&[&listeners[0]]),
        Identity::new(&["any.example"]).secret("any"),
        route("HTTPRoute", "any", "any", "", &[("any", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    for (http2, version) in [(false, Version::HTTP_11), (true, Version::HTTP_2)] {
        let answer = get(address, Hello { name: Some("a.example"), http2, identity: None }).await.unwrap();
        assert_eq!((answer.version, answer.status), (version, 200));
        assert_eq!(answer.echo["headers"]["x-forwarded-proto"][0], "https");
    }
}

#[tokio::test]
async fn a_listener_without_a_certificate_closes_its_names_and_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let listeners = [
        listener("secure", "secure.example", "{name: missing}"),
        listener("wild", "*.example", "{name: wild}"),
    ];
    let manifests = [
        gateway(&[&listeners[0], &listeners[1]]),
        Identity::new(&["*.example"]).secret("wild"),
        route("HTTPRoute", "wild", "wild", "", &[("wild", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    assert_eq!(asked(address, Some("other.example")).await.0, "default/wild");
    get(address, Hello { name: Some("secure.example"), ..Hello::default() }).await.unwrap_err();
}

#[tokio::test]
async fn a_line_to_paste_reaches_the_route() {
    let directory = tempfile::tempdir().unwrap();
    let listeners =
        [listener("wild", "*.wild.example", "{name: web}, {name: web}"), listener("any", "", "{name: web}")];
    let manifests = [
        gateway(&[&listeners[0], &listeners[1]]),
        Identity::new(&["web.example"]).secret("web"),
        route("HTTPRoute", "wild", "wild", "", &[("wild", 1)]),
        route("HTTPRoute", "any", "any", "", &[("any", 1)]),
    ];
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());

    let address = running.socket(GATEWAY, 443);
    let said = running.stdout.said().join("\n");
    for line in [
        format!("Gateway default/web, listener wild (port 443): https://{address}"),
        format!("    curl -k --connect-to ::{address} https://any.wild.example/"),
        format!("    curl -k https://{address}/"),
    ] {
        assert!(said.contains(&line), "{line}:\n{said}");
    }
    assert_eq!(asked(address, Some("any.wild.example")).await.0, "default/wild");
    assert_eq!(asked(address, None).await.0, "default/any");
}

/// `GatewaySpec.listeners`: a connection is used for other names than its handshake says, as browsers do
/// where a certificate has several; a request that another listener has to answer gets 421.
#[tokio::test]
async fn a_request_that_belongs_to_another_listener_is_misdirected() {
    let directory = tempfile::tempdir().unwrap();
    let listeners = [
        listener("exact", "exact.example", "{name: web}"),
        listener("wild", "*.wild.example", "{name: web}"),
        listener("any", "", "{name: web}"),
    ];
    let listeners: Vec<_> = listeners.iter().map(String::as_str).collect();
    let mut manifests =
        vec![gateway(&listeners), Identity::new(&["exact.example", "*.wild.example"]).secret("web")];
    manifests.extend(["exact", "wild", "any"].map(|name| route("HTTPRoute", name, name, "", &[(name, 1)])));
    write(directory.path(), &manifests);
    let running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);

    for (name, host, expected) in [
        ("exact.example", "exact.example", (200, "default/exact")),
        ("exact.example", "a.wild.example", (421, "this connection is for another host")),
        ("exact.example", "other.example", (421, "this connection is for another host")),
        ("a.wild.example", "b.wild.example", (200, "default/wild")),
        ("a.wild.example", "exact.example", (421, "this connection is for another host")),
        ("one.example", "two.example", (200, "default/any")),
        ("one.example", "exact.example", (421, "this connection is for another host")),
    ] {
        for http2 in [false, true] {
            let hello = Hello { name: Some(name), http2, identity: None };
            let stream = handshake(address, hello).await.unwrap();
            let (_, status, body) = request(stream, host, "/").await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert_eq!(status, expected.0, "{name} {host}: {body}");
            assert!(body.contains(expected.1), "{name} {host}: {body}");
        }
    }
}
