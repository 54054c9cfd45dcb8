//! References of routes to backends, and the protocols of their ports.

use super::{
    Case,
    manifests::{HTTP, aged, class, gateway, route},
    routes::{SERVED, route_case},
};

pub(super) fn cases() -> Vec<Case> {
    [backends(), protocols()].into_iter().flatten().collect()
}

fn backends() -> Vec<Case> {
    let backend = |story, backend: &str, conditions| {
        let spec = format!("{{parentRefs: [{{name: x}}], rules: [{{backendRefs: [{backend}]}}]}}");
        route_case(story, HTTP, &spec, conditions)
    };
    vec![
        backend(
            "a backend elsewhere that nobody granted",
            "{name: s, namespace: other, port: 80}",
            "Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted",
        ),
        backend(
            "a backend that is no Service",
            "{name: s, group: example.com, kind: Bucket}",
            "Accepted=True/Accepted ResolvedRefs=False/InvalidKind",
        ),
        backend(
            "a Service that does not exist",
            "{name: t, port: 80}",
            "Accepted=True/Accepted ResolvedRefs=False/BackendNotFound",
        ),
        broken_tls("HTTPRoute", "requests that the backend's policy makes fail", HTTP, ""),
        broken_tls("HTTPRoute", "a policy for the very port", HTTP, ", sectionName: http"),
        backend(
            "a port that speaks no TCP",
            "{name: s, port: 53}",
            "Accepted=True/Accepted ResolvedRefs=False/UnsupportedProtocol",
        ),
        backend(
            "a port that speaks something else than HTTP",
            "{name: odd, port: 80}",
            "Accepted=True/Accepted ResolvedRefs=False/UnsupportedProtocol",
        ),
    ]
}

const UNSUPPORTED: &str = "Accepted=True/Accepted ResolvedRefs=False/UnsupportedProtocol";

/// A route to Service `s`, whose BackendTLSPolicy names an authority that is not there.
pub(super) fn broken_tls(kind: &'static str, story: &'static str, listeners: &str, section: &str) -> Case {
    let policy = format!(
        "{{targetRefs: [{{group: '', kind: Service, name: s{section}}}], validation: {{hostname: a.example, caCertificateRefs: [{{group: '', kind: ConfigMap, name: gone}}]}}}}"
    );
    let spec = "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 80}]}]}";
    let manifests =
        class("") + &gateway(listeners, "") + &route(kind, spec) + &aged("BackendTLSPolicy", "p", 1, &policy);
    let conditions = match kind {
        "TCPRoute" => SERVED,
        _ => "Accepted=True/Accepted ResolvedRefs=False/InvalidBackendTLSPolicy",
    };
    Case { story, manifests, controller: None, kind, pointer: "/parents/0", conditions }
}

/// What a kind of route can be carried by (GEP-1911, GEP-4894).
fn protocols() -> Vec<Case> {
    let case = |kind, story, listeners: &str, backend: &str, extra: &str, conditions| {
        let hosts = if kind == "TLSRoute" { "hostnames: [a.example], " } else { "" };
        let spec = format!("{{parentRefs: [{{name: x}}], {hosts}rules: [{{backendRefs: [{{{backend}}}]}}]}}");
        let manifests = class("") + &gateway(listeners, "") + &route(kind, &spec) + extra;
        Case { story, manifests, controller: None, kind, pointer: "/parents/0", conditions }
    };
    let policy = |section: &str| {
        let target = format!("{{group: '', kind: Service, name: sockets{section}}}");
        let validation = "{hostname: a.example, wellKnownCACertificates: System}";
        let spec = format!("{{targetRefs: [{target}], validation: {validation}}}");
        aged("BackendTLSPolicy", "p", 1, &spec)
    };
    let external = |namespace: &str, protocol: &str| {
        format!(
            "---\napiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XBackend\n\
             metadata: {{name: e, namespace: {namespace}}}\n\
             spec: {{type: ExternalHostname, port: {{port: 443}}, protocol: {protocol}, externalHostname: {{hostname: a.example}}}}\n"
        )
    };
    let grant = "---\napiVersion: gateway.networking.k8s.io/v1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: other}\n\
         spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}], to: [{group: gateway.networking.x-k8s.io, kind: XBackend}]}\n";
    let (ws, wss) = ("name: sockets, port: 80", "name: sockets, port: 443");
    let backend = "group: gateway.networking.x-k8s.io, kind: XBackend, name: e";
    let elsewhere = "group: gateway.networking.x-k8s.io, kind: XBackend, name: e, namespace: other";
    let passthrough = "[{name: l, port: 443, protocol: TLS, tls: {mode: Passthrough}}]";
    let udp = "[{name: l, port: 9, protocol: UDP}]";
    vec![
        case("HTTPRoute", "web sockets", HTTP, ws, "", SERVED),
        case("GRPCRoute", "web sockets carry no gRPC", HTTP, ws, "", UNSUPPORTED),
        case("HTTPRoute", "web sockets over TLS, and nobody speaks TLS", HTTP, wss, "", UNSUPPORTED),
        case("HTTPRoute", "web sockets over TLS", HTTP, wss, &policy(""), SERVED),
        case("HTTPRoute", "TLS for another port", HTTP, wss, &policy(", sectionName: ws"), UNSUPPORTED),
        case("TLSRoute", "what is passed on may be anything", passthrough, wss, "", SERVED),
        case(
            "HTTPRoute",
            "a host outside of the cluster",
            HTTP,
            backend,
            &external("default", "HTTP"),
            SERVED,
        ),
        case(
            "HTTPRoute",
            "a protocol that nobody speaks",
            HTTP,
            backend,
            &external("default", "MCP"),
            UNSUPPORTED,
        ),
        case(
            "GRPCRoute",
            "HTTP/1.1 carries no gRPC",
            HTTP,
            backend,
            &external("default", "HTTP11"),
            UNSUPPORTED,
        ),
        case(
            "HTTPRoute",
            "a host outside of the cluster whose authority is gone",
            HTTP,
            backend,
            &external("default", "HTTP").replace(
                "}}\n",
                "}, tls: {mode: ServerOnly, validation: {hostname: a.example, caCertificateRefs: [{group: '', kind: ConfigMap, name: gone}]}}}\n",
            ),
            "Accepted=True/Accepted ResolvedRefs=False/InvalidBackendTLSPolicy",
        ),
        case("UDPRoute", "an XBackend takes no UDP", udp, backend, &external("default", "TCP"), UNSUPPORTED),
        case(
            "HTTPRoute",
            "no grant is for another namespace's XBackend",
            HTTP,
            elsewhere,
            &(external("other", "HTTP") + grant),
            "Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted",
        ),
    ]
}
