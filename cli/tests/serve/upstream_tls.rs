//! TLS with backends: who is trusted, by which name, and which certificate is shown.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use serde_json::Value;

use crate::bystanders::Bystanders;
use crate::manifests;
use crate::one_route::ask;
use crate::pki::{Authority, Identity};
use crate::running::Running;
use crate::tls_backend::{TlsBackend, mark};
use crate::tls_client::{Hello, get};

const CHANGES: usize = 12;

/// A class, and Gateways with more or less in their `spec`.
fn gateways(gateways: &[(&str, &str)]) -> String {
    let mut text = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
"
    .to_owned();
    for (name, more) in gateways {
        text += &format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}}}\n\
             spec: {{gatewayClassName: example, listeners: [{{name: http, protocol: HTTP, port: 80}}]{more}}}\n"
        );
    }
    text
}

/// A route with a rule for each Service: below its name, or below `/` for the only one.
fn services(parents: &str, names: &[&str]) -> String {
    let path = |name: &str| if names.len() == 1 { String::new() } else { name.to_owned() };
    let rule = |name: &&str| {
        format!(
            "{{matches: [{{path: {{value: /{}}}}}], backendRefs: [{{name: {name}, port: 443}}]}}",
            path(name)
        )
    };
    let rules: Vec<_> = names.iter().map(rule).collect();
    let mut text = format!(
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: route}}\n\
         spec: {{parentRefs: {parents}, rules: [{}]}}\n",
        rules.join(", ")
    );
    for name in names {
        text += &format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n\
             spec: {{ports: [{{name: https, port: 443}}]}}\n"
        );
    }
    text
}

fn policy(name: &str, target: &str, validation: &str) -> String {
    format!(
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nmetadata: {{name: {name}}}\n\
         spec: {{targetRefs: [{{group: '', kind: Service, {target}}}], validation: {{{validation}}}}}\n"
    )
}

fn authorities(names: &[&str]) -> String {
    let list: Vec<_> =
        names.iter().map(|name| format!("{{group: '', kind: ConfigMap, name: {name}}}")).collect();
    format!("caCertificateRefs: [{}]", list.join(", "))
}

/// In one step, as an editor does.
fn write(directory: &Path, text: &str) {
    let new = directory.join("web.new");
    fs::write(&new, text).unwrap();
    fs::rename(new, directory.join("web.yaml")).unwrap();
}

fn backends(names: &[&str], backend: &TlsBackend) -> Vec<String> {
    names.iter().map(|name| format!("--backend=default/{name}:443={}", backend.address)).collect()
}

/// What the backend saw, or the status of an answer that is not its own.
fn seen(address: SocketAddr, path: &str) -> String {
    let response = ask(address, "GET", path, &[]);
    match response.status {
        200 => {
            let body: Value = serde_json::from_slice(&response.body).unwrap();
            format!("{} {}", body["name"].as_str().unwrap(), body["client"].as_str().unwrap())
        }
        status => status.to_string(),
    }
}

#[test]
fn a_policy_says_who_is_trusted_and_by_which_name() {
    let (good, other) = (Authority::new("good"), Authority::new("other"));
    let identity = good.identity(&["backend.example", "also.example", "spiffe://example/backend"]);
    let backend = TlsBackend::start(&identity, &good);
    let (own, foreign) = (authorities(&["good"]), authorities(&["other"]));
    // Name of the Service and of its policy, validation, what comes back.
    let cases = [
        ("by-hostname", format!("{own}, hostname: backend.example"), "backend.example -"),
        ("wrong-hostname", format!("{own}, hostname: wrong.example"), "503"),
        ("wrong-authority", format!("{foreign}, hostname: backend.example"), "503"),
        (
            "several-authorities",
            format!("{}, hostname: backend.example", authorities(&["other", "good"])),
            "backend.example -",
        ),
        (
            // The hostname is asked for and proves nothing.
            "by-other-name",
            format!(
                "{own}, hostname: sni.example, subjectAltNames: [{{type: Hostname, hostname: wrong.example}}, {{type: Hostname, hostname: also.example}}]"
            ),
            "sni.example -",
        ),
        (
            "wrong-other-name",
            format!(
                "{own}, hostname: backend.example, subjectAltNames: [{{type: Hostname, hostname: wrong.example}}]"
            ),
            "503",
        ),
        (
            "by-uri",
            format!(
                "{own}, hostname: sni.example, subjectAltNames: [{{type: URI, uri: 'spiffe://example/backend'}}]"
            ),
            "sni.example -",
        ),
        (
            "wrong-uri",
            format!(
                "{own}, hostname: backend.example, subjectAltNames: [{{type: URI, uri: 'spiffe://example/other'}}]"
            ),
            "503",
        ),
        (
            "by-system",
            "wellKnownCACertificates: System, hostname: backend.example".to_owned(),
            "backend.example -",
        ),
    ];
    let mut names: Vec<_> = cases.iter().map(|(name, ..)| *name).collect();
    names.push("by-port");
    let mut text = gateways(&[("web", "")]) + &services("[{name: web}]", &names);
    text += &good.config_map("good");
    text += &other.config_map("other");
    for (name, validation, _) in &cases {
        text += &policy(name, &format!("name: {name}"), validation);
    }
    // A policy for the port outranks one for the Service.
    text += &policy("whole", "name: by-port", &format!("{foreign}, hostname: wrong.example"));
    text +=
        &policy("port", "name: by-port, sectionName: https", &format!("{own}, hostname: backend.example"));
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &text);
    let system = tempfile::NamedTempFile::new().unwrap();
    fs::write(system.path(), &good.pem).unwrap();
    let mut arguments = backends(&names, &backend);
    arguments.push(format!("--authorities={}", system.path().display()));
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let running = Running::start_given(directory.path(), &arguments);
    let address = running.only_address();
    for (name, _, expected) in cases {
        assert_eq!(seen(address, &format!("/{name}")), expected, "{name}");
    }
    assert_eq!(seen(address, "/by-port"), "backend.example -");
}

#[test]
fn each_gateway_shows_its_own_certificate() {
    let authority = Authority::new("all");
    let backend = TlsBackend::start(&authority.identity(&["backend.example"]), &authority);
    let (a, b) = (authority.identity(&["a.example"]), authority.identity(&["b.example"]));
    let own = |name: &str| format!(", tls: {{backend: {{clientCertificateRef: {{name: {name}}}}}}}");
    let manifests = |a: &Identity| {
        let mut text = gateways(&[("a", &own("a")), ("b", &own("b")), ("none", "")]);
        text += &services("[{name: a}, {name: b}, {name: none}]", &["tls"]);
        text += &policy("tls", "name: tls", &format!("{}, hostname: backend.example", authorities(&["all"])));
        text + &authority.config_map("all") + &a.secret("a") + &b.secret("b")
    };
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &manifests(&a));
    let arguments = backends(&["tls"], &backend);
    let mut running =
        Running::start_given(directory.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let shown =
        |running: &Running, gateway: &str| seen(running.address(&format!("default/{gateway}")), "/tls");
    assert_eq!(shown(&running, "a"), format!("backend.example {}", mark(&a.certificate)));
    assert_eq!(shown(&running, "b"), format!("backend.example {}", mark(&b.certificate)));
    assert_eq!(shown(&running, "none"), "backend.example -");

    let renewed = authority.identity(&["a.example"]);
    write(directory.path(), &manifests(&renewed));
    running.stderr.until("applied");
    assert_eq!(shown(&running, "a"), format!("backend.example {}", mark(&renewed.certificate)));
    assert_eq!(shown(&running, "b"), format!("backend.example {}", mark(&b.certificate)));
}

/// Whatever certificate the Gateway has.
#[test]
fn an_xbackend_says_for_itself() {
    let authority = Authority::new("all");
    let backend = TlsBackend::start(&authority.identity(&["backend.example"]), &authority);
    let (gateway, own) = (authority.identity(&["gateway.example"]), authority.identity(&["own.example"]));
    let x_backend = |name: &str, tls: &str| {
        format!(
            "---\napiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XBackend\nmetadata: {{name: {name}}}\n\
             spec: {{type: ExternalHostname, externalHostname: {{hostname: backend.example}}, port: {{port: 443}}, tls: {{{tls}, validation: {{{}, hostname: backend.example}}}}}}\n",
            authorities(&["all"])
        )
    };
    let rule = |name: &str| {
        format!(
            "{{matches: [{{path: {{value: /{name}}}}}], backendRefs: [{{group: gateway.networking.x-k8s.io, kind: XBackend, name: {name}}}]}}"
        )
    };
    let text = gateways(&[("web", ", tls: {backend: {clientCertificateRef: {name: gateway}}}")])
        + &format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: route}}\n\
             spec: {{parentRefs: [{{name: web}}], rules: [{}, {}]}}\n",
            rule("own"),
            rule("none")
        )
        + &x_backend("own", "mode: ClientAndServer, clientCertificateRef: {name: own}")
        + &x_backend("none", "mode: ServerOnly")
        + &authority.config_map("all")
        + &gateway.secret("gateway")
        + &own.secret("own");
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &text);
    let given = ["own", "none"].map(|name| format!("default/{name}.xbackend:443={}", backend.address));
    let running = Running::start_with(directory.path(), &given);
    let address = running.only_address();
    assert_eq!(seen(address, "/own"), format!("backend.example {}", mark(&own.certificate)));
    assert_eq!(seen(address, "/none"), "backend.example -");
}

/// Of a TLSRoute too, where TLS ends at the Gateway; not where it is passed on.
#[test]
fn a_stream_whose_tls_ended_is_secured_again() {
    let authority = Authority::new("all");
    let identity = authority.identity(&["backend.example", "inner.example"]);
    let backend = TlsBackend::start(&identity, &authority);
    let (listener, own) = (authority.identity(&["ends.example"]), authority.identity(&["own.example"]));
    let listeners = [
        "{name: ends, protocol: TLS, port: 443, hostname: ends.example, tls: {mode: Terminate, certificateRefs: [{name: listener}]}}",
        "{name: passes, protocol: TLS, port: 443, hostname: inner.example, tls: {mode: Passthrough}}",
    ];
    let route = |name: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: TLSRoute\nmetadata: {{name: {name}}}\n\
             spec: {{parentRefs: [{{name: web, sectionName: {name}}}], hostnames: ['*.example'], rules: [{{backendRefs: [{{name: tls, port: 443}}]}}]}}\n"
        )
    };
    let text = manifests::gateway_with("  tls: {backend: {clientCertificateRef: {name: own}}}\n", &listeners)
        + &route("ends")
        + &route("passes")
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: tls}\nspec: {ports: [{port: 443}]}\n"
        + &policy("tls", "name: tls", &format!("{}, hostname: backend.example", authorities(&["all"])))
        + &authority.config_map("all")
        + &listener.secret("listener")
        + &own.secret("own");
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &text);
    let running = Running::start_with(directory.path(), &[format!("default/tls:443={}", backend.address)]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ask = |name| {
        let hello = Hello { name: Some(name), ..Hello::default() };
        runtime.block_on(get(running.socket("default/web", 443), hello)).unwrap()
    };
    let ended = ask("ends.example");
    assert_eq!(ended.certificate, listener.certificate);
    assert_eq!(
        (&ended.echo["name"], &ended.echo["client"]),
        (&"backend.example".into(), &mark(&own.certificate).into())
    );
    let passed = ask("inner.example");
    assert_eq!(passed.certificate, identity.certificate);
    assert_eq!((&passed.echo["name"], &passed.echo["client"]), (&"inner.example".into(), &"-".into()));
}

#[test]
fn other_authorities_drop_no_request() {
    let (first, second) = (Authority::new("first"), Authority::new("second"));
    let backend = TlsBackend::start(&first.identity(&["backend.example"]), &first);
    let manifests = |more: bool| {
        let refs = if more { authorities(&["first", "second"]) } else { authorities(&["first"]) };
        gateways(&[("web", "")])
            + &services("[{name: web}]", &["tls"])
            + &policy("tls", "name: tls", &format!("{refs}, hostname: backend.example"))
            + &first.config_map("first")
            + &second.config_map("second")
    };
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &manifests(false));
    let arguments = backends(&["tls"], &backend);
    let mut running =
        Running::start_given(directory.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let clients = Bystanders::start(running.only_address(), "backend.example", "tls");
    for change in 1..=CHANGES {
        write(directory.path(), &manifests(change % 2 == 1));
        running.stderr.until("applied");
    }
    let answered = clients.end().unwrap();
    assert!(answered > 0);
}

#[test]
fn an_echo_that_should_speak_tls_is_told_of() {
    let authority = Authority::new("all");
    let text = gateways(&[("web", "")])
        + &services("[{name: web}]", &["tls"])
        + &policy("tls", "name: tls", &format!("{}, hostname: backend.example", authorities(&["all"])))
        + &authority.config_map("all");
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &text);
    let running = Running::start(directory.path());
    let said = running.stderr.said().join("\n");
    assert!(said.contains("warning: the echo backend of default/tls:443 has no certificate"), "{said}");
    let echo = ask(running.only_address(), "GET", "/", &[]);
    assert!(String::from_utf8(echo.body).unwrap().contains("\"service\":\"default/tls\""));
}
