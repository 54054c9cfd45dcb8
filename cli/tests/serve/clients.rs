//! Certificates of clients (`Gateway.spec.tls.frontend`).

use std::net::SocketAddr;

use crate::manifests::{gateway_with, route, write};
use crate::pki::{Authority, Identity};
use crate::running::Running;
use crate::tls_client::{Hello, get};

const GATEWAY: &str = "default/web";

/// Two ports, both with a route to a Service.
fn manifests(frontend: &str, authority: &Authority) -> Vec<String> {
    let listener = |port: u16| {
        format!("{{name: p{port}, port: {port}, protocol: HTTPS, tls: {{certificateRefs: [{{name: web}}]}}}}")
    };
    vec![
        gateway_with(&format!("  tls:\n    frontend: {frontend}\n"), &[&listener(443), &listener(8443)]),
        Identity::new(&["web.example"]).secret("web"),
        authority.config_map("clients"),
        route("HTTPRoute", "a", "p443", "", &[("a", 1)]),
        route("HTTPRoute", "b", "p8443", "", &[("b", 1)]),
    ]
}

fn validation(mode: &str, authority: &str) -> String {
    format!(
        "{{validation: {{mode: {mode}, caCertificateRefs: [{{group: '', kind: ConfigMap, name: {authority}}}]}}}}"
    )
}

async fn is_let_in(address: SocketAddr, identity: Option<&Identity>) -> bool {
    let hello = Hello { name: Some("web.example"), http2: false, identity };
    get(address, hello).await.is_ok_and(|answer| answer.status == 200)
}

#[tokio::test]
async fn only_clients_with_a_certificate_of_the_authority_are_let_in() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, other) = (Authority::new("ours"), Authority::new("other"));
    let frontend = format!("{{default: {}}}", validation("AllowValidOnly", "clients"));
    write(directory.path(), &manifests(&frontend, &authority));
    let running = Running::start(directory.path());

    for port in [443, 8443] {
        let address = running.socket(GATEWAY, port);
        assert!(is_let_in(address, Some(&authority.identity(&["client"]))).await);
        assert!(!is_let_in(address, Some(&other.identity(&["client"]))).await);
        assert!(!is_let_in(address, None).await);
    }
}

#[tokio::test]
async fn a_fallback_lets_everybody_in() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, other) = (Authority::new("ours"), Authority::new("other"));
    let frontend = format!("{{default: {}}}", validation("AllowInsecureFallback", "clients"));
    write(directory.path(), &manifests(&frontend, &authority));
    let running = Running::start(directory.path());

    let address = running.socket(GATEWAY, 443);
    for identity in [None, Some(other.identity(&["client"])), Some(authority.identity(&["client"]))] {
        assert!(is_let_in(address, identity.as_ref()).await);
    }
}

#[tokio::test]
async fn a_port_has_its_own_way() {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new("ours");
    let frontend = format!(
        "{{default: {}, perPort: [{{port: 8443, tls: {{}}}}]}}",
        validation("AllowValidOnly", "clients")
    );
    write(directory.path(), &manifests(&frontend, &authority));
    let running = Running::start(directory.path());

    assert!(!is_let_in(running.socket(GATEWAY, 443), None).await);
    assert!(is_let_in(running.socket(GATEWAY, 8443), None).await);
}

#[tokio::test]
async fn without_an_authority_nobody_is_let_in() {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new("ours");
    let frontend = format!(
        "{{default: {{}}, perPort: [{{port: 443, tls: {}}}]}}",
        validation("AllowValidOnly", "missing")
    );
    write(directory.path(), &manifests(&frontend, &authority));
    let running = Running::start(directory.path());

    assert!(!is_let_in(running.socket(GATEWAY, 443), Some(&authority.identity(&["client"]))).await);
    assert!(is_let_in(running.socket(GATEWAY, 8443), None).await);
}

#[tokio::test]
async fn another_authority_takes_over_without_a_new_listener() {
    let directory = tempfile::tempdir().unwrap();
    let (former, next) = (Authority::new("former"), Authority::new("next"));
    let (old, new) = (former.identity(&["client"]), next.identity(&["client"]));
    let frontend = format!("{{default: {}}}", validation("AllowValidOnly", "clients"));
    write(directory.path(), &manifests(&frontend, &former));
    let mut running = Running::start(directory.path());
    let address = running.socket(GATEWAY, 443);
    assert!(is_let_in(address, Some(&old)).await && !is_let_in(address, Some(&new)).await);

    write(directory.path(), &manifests(&frontend, &next));
    running.stderr.until("applied");
    assert!(!is_let_in(address, Some(&old)).await && is_let_in(address, Some(&new)).await);
}
