//! Listeners, and their certificates.

use super::{
    Case,
    gateways::{gateway_case, more},
    manifests::{HTTP, HTTPS, authority, grant, secret, tls_secret},
};

pub(super) const LISTENER: &str = "/listeners/0";

pub(super) fn cases() -> Vec<Case> {
    [of_listeners(), of_certificates(), of_client_certificates()].into_iter().flatten().collect()
}

fn of_listeners() -> Vec<Case> {
    vec![
        gateway_case(
            "a listener is served",
            HTTP,
            "",
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a listener of a Gateway that is not accepted",
            HTTP,
            "  addresses: [{type: Hostname, value: a.example}]\n",
            LISTENER,
            "Accepted=True/Accepted Programmed=False/Pending Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a listener of a Gateway whose address is nobody's",
            HTTP,
            "  addresses: [{type: IPAddress, value: 192.0.2.1}]\n",
            LISTENER,
            "Accepted=True/Accepted Programmed=False/Pending Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a protocol that nobody knows",
            "[{name: l, port: 80, protocol: example.com/x}]",
            "",
            LISTENER,
            "Accepted=False/UnsupportedProtocol Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        more(
            "HTTPS and TLS listeners need different hostnames",
            "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: m, port: 443, protocol: TLS, tls: {mode: Passthrough}}]",
            "",
            &tls_secret("c", "default"),
            LISTENER,
            "Accepted=False/HostnameConflict Programmed=False/HostnameConflict Conflicted=True/HostnameConflict ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "two protocols on one port",
            "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 80, protocol: TCP}]",
            "",
            LISTENER,
            "Accepted=False/ProtocolConflict Programmed=False/ProtocolConflict Conflicted=True/ProtocolConflict ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "UDP ports are a space of their own",
            "[{name: l, port: 53, protocol: UDP}, {name: m, port: 53, protocol: TCP}]",
            "",
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a kind of route that the listener cannot carry",
            "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}]}}]",
            "",
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=False/InvalidRouteKinds",
        ),
        more(
            "hostnames of two TLS listeners overlap",
            "[{name: l, hostname: a.example.com, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: m, hostname: '*.example.com', port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]",
            "",
            &tls_secret("c", "default"),
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs OverlappingTLSConfig=True/OverlappingHostnames",
        ),
        more(
            "a passed-through listener overlaps, too",
            "[{name: l, hostname: a.example.com, port: 443, protocol: TLS, tls: {mode: Passthrough}}, {name: m, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]",
            "",
            &tls_secret("c", "default"),
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs OverlappingTLSConfig=True/OverlappingHostnames",
        ),
        more(
            "another port does not overlap",
            "[{name: l, hostname: a.example.com, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: m, port: 444, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]",
            "",
            &tls_secret("c", "default"),
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
    ]
}

const NO_CERTIFICATE: &str = "Accepted=True/Accepted Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=False/InvalidCertificateRef";

fn of_certificates() -> Vec<Case> {
    let elsewhere =
        "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c, namespace: other}]}}]";
    let good = "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs";
    vec![
        more("a certificate is there", HTTPS, "", &tls_secret("c", "default"), LISTENER, good),
        gateway_case("a certificate that is not there", HTTPS, "", LISTENER, NO_CERTIFICATE),
        more(
            "a certificate that is none",
            HTTPS,
            "",
            &secret("c", "default", "hello\n", "hello\n"),
            LISTENER,
            NO_CERTIFICATE,
        ),
        gateway_case(
            "a certificate of a kind that nobody knows",
            "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c, kind: Vault, group: example.com}]}}]",
            "",
            LISTENER,
            NO_CERTIFICATE,
        ),
        more(
            "a certificate elsewhere that nobody granted",
            elsewhere,
            "",
            &tls_secret("c", "other"),
            LISTENER,
            "Accepted=True/Accepted Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=False/RefNotPermitted",
        ),
        more(
            "a certificate elsewhere that was granted",
            elsewhere,
            "",
            &(tls_secret("c", "other") + &grant("Gateway", "Secret")),
            LISTENER,
            good,
        ),
    ]
}

fn of_client_certificates() -> Vec<Case> {
    let frontend = |reference: &str| {
        format!("  tls: {{frontend: {{default: {{validation: {{caCertificateRefs: [{reference}]}}}}}}}}\n")
    };
    let case = |story, references: &str, others: &str, conditions| {
        let others = tls_secret("c", "default") + others;
        more(story, HTTPS, &frontend(references), &others, LISTENER, conditions)
    };
    vec![
        case(
            "no authority that could check clients",
            "{group: '', kind: ConfigMap, name: a}",
            "",
            "Accepted=False/NoValidCACertificate Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=False/InvalidCACertificateRef",
        ),
        case(
            "an authority of a kind that nobody knows",
            "{group: example.com, kind: Authority, name: a}",
            "",
            "Accepted=False/NoValidCACertificate Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=False/InvalidCACertificateKind",
        ),
        case(
            "one authority of two is there",
            "{group: '', kind: ConfigMap, name: a}, {group: '', kind: ConfigMap, name: b}",
            &authority("a"),
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=False/InvalidCACertificateRef",
        ),
    ]
}
