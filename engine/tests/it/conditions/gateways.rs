//! GatewayClasses, Gateways, ListenerSets and their listeners.

use super::{
    Case,
    manifests::{HTTP, aged, authority, class, gateway, grant, object, secret, tls_secret},
};

const LISTENER: &str = "/listeners/0";
const HTTPS: &str = "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]";

pub(super) fn cases() -> Vec<Case> {
    [of_classes(), of_gateways(), of_listeners(), of_certificates(), of_client_certificates(), of_sets()]
        .into_iter()
        .flatten()
        .collect()
}

fn class_case(
    story: &'static str,
    extra: &str,
    controller: Option<&'static str>,
    conditions: &'static str,
) -> Case {
    Case { story, manifests: class(extra), controller, kind: "GatewayClass", pointer: "", conditions }
}

fn of_classes() -> Vec<Case> {
    vec![
        class_case(
            "a class of any controller is taken",
            "",
            None,
            "Accepted=True/Accepted SupportedVersion=True/SupportedVersion",
        ),
        class_case(
            "the controller that was asked for knows no parameters",
            ", parametersRef: {group: example.com, kind: P, name: p}",
            Some("example.com/c"),
            "Accepted=False/InvalidParameters SupportedVersion=True/SupportedVersion",
        ),
    ]
}

fn gateway_case(
    story: &'static str,
    listeners: &str,
    extra: &str,
    pointer: &'static str,
    conditions: &'static str,
) -> Case {
    more(story, listeners, extra, "", pointer, conditions)
}

/// With other objects beside the Gateway.
fn more(
    story: &'static str,
    listeners: &str,
    extra: &str,
    others: &str,
    pointer: &'static str,
    conditions: &'static str,
) -> Case {
    let manifests = class("") + &gateway(listeners, extra) + others;
    Case { story, manifests, controller: None, kind: "Gateway", pointer, conditions }
}

fn of_gateways() -> Vec<Case> {
    vec![
        gateway_case(
            "a Gateway is served",
            HTTP,
            "",
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a default Gateway",
            HTTP,
            "  defaultScope: All\n",
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=True/ResolvedRefs DefaultGateway=True/DefaultScope",
        ),
        gateway_case(
            "no default Gateway by its own word",
            HTTP,
            "  defaultScope: None\n",
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=True/ResolvedRefs",
        ),
        Case {
            story: "no class, no Gateway",
            manifests: gateway(HTTP, ""),
            controller: None,
            kind: "Gateway",
            pointer: "",
            conditions: "Accepted=Unknown/Pending Programmed=Unknown/Pending",
        },
        gateway_case(
            "some listeners cannot be used",
            "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: example.com/x}]",
            "",
            "",
            "Accepted=True/ListenersNotValid Programmed=True/Programmed ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "no listener can be used",
            "[{name: l, port: 80, protocol: example.com/x}]",
            "",
            "",
            "Accepted=False/ListenersNotValid Programmed=False/Invalid ResolvedRefs=True/ResolvedRefs",
        ),
        Case {
            story: "the controller that was asked for knows no parameters of a Gateway",
            manifests: class("")
                + &gateway(
                    HTTP,
                    "  infrastructure: {parametersRef: {group: example.com, kind: P, name: p}}\n",
                ),
            controller: Some("example.com/c"),
            kind: "Gateway",
            pointer: "",
            conditions: "Accepted=False/InvalidParameters Programmed=False/Invalid ResolvedRefs=True/ResolvedRefs",
        },
        gateway_case(
            "a name is no address to bind to",
            HTTP,
            "  addresses: [{type: Hostname, value: a.example}]\n",
            "",
            "Accepted=False/UnsupportedAddress Programmed=False/Invalid ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "an address that is nobody's",
            HTTP,
            "  addresses: [{type: IPAddress, value: 192.0.2.1}]\n",
            "",
            "Accepted=True/Accepted Programmed=False/AddressNotUsable ResolvedRefs=True/ResolvedRefs",
        ),
        gateway_case(
            "a client certificate that is not there",
            HTTP,
            "  tls: {backend: {clientCertificateRef: {name: c}}}\n",
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=False/InvalidClientCertificateRef",
        ),
        gateway_case(
            "a client certificate elsewhere that nobody granted",
            HTTP,
            "  tls: {backend: {clientCertificateRef: {name: c, namespace: other}}}\n",
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=False/RefNotPermitted",
        ),
        gateway_case(
            "the only listener has no certificate",
            HTTPS,
            "",
            "",
            "Accepted=True/ListenersNotValid Programmed=False/Invalid ResolvedRefs=False/ListenersNotResolved",
        ),
        gateway_case(
            "one listener of two has no certificate",
            "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: m, port: 80, protocol: HTTP}]",
            "",
            "",
            "Accepted=True/ListenersNotValid Programmed=True/Programmed ResolvedRefs=False/ListenersNotResolved",
        ),
        more(
            "clients are let in without a valid certificate",
            HTTP,
            "  tls: {frontend: {default: {validation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: a}], mode: AllowInsecureFallback}}}}\n",
            &authority("a"),
            "",
            "Accepted=True/Accepted Programmed=True/Programmed ResolvedRefs=True/ResolvedRefs InsecureFrontendValidationMode=True/ConfigurationChanged",
        ),
    ]
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

fn of_sets() -> Vec<Case> {
    let allowing = "  allowedListeners: {namespaces: {from: Same}}\n";
    let set = |name: &str, second: u8, listeners: &str| {
        aged("ListenerSet", name, second, &format!("{{parentRef: {{name: x}}, listeners: {listeners}}}"))
    };
    let case = |story, extra: &str, sets: String, pointer, conditions| Case {
        story,
        manifests: class("") + &gateway(HTTP, extra) + &sets,
        controller: None,
        kind: "ListenerSet",
        pointer,
        conditions,
    };
    let one = "[{name: a, port: 81, protocol: HTTP}]";
    let unknown = "{name: b, port: 82, protocol: example.com/x}";
    vec![
        case(
            "a set joins its Gateway",
            allowing,
            set("x", 1, one),
            "",
            "Accepted=True/Accepted Programmed=True/Programmed",
        ),
        case(
            "a set's listener is served",
            allowing,
            set("x", 1, one),
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "Gateways take no sets unless they say so",
            "",
            set("x", 1, one),
            "",
            "Accepted=False/NotAllowed Programmed=False/NotAllowed",
        ),
        case(
            "one listener of a set can be used",
            allowing,
            set("x", 1, &format!("[{{name: a, port: 81, protocol: HTTP}}, {unknown}]")),
            "",
            "Accepted=True/ListenersNotValid Programmed=True/Programmed",
        ),
        case(
            "no listener of a set can be used",
            allowing,
            set("x", 1, &format!("[{unknown}]")),
            "",
            "Accepted=False/ListenersNotValid Programmed=False/ListenersNotValid",
        ),
        case(
            "the only listener of a set has no certificate",
            allowing,
            set("x", 1, HTTPS),
            "",
            "Accepted=False/ListenersNotValid Programmed=False/ListenersNotValid",
        ),
        case(
            "one listener of a set has no certificate",
            allowing,
            set(
                "x",
                1,
                "[{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: b, port: 81, protocol: HTTP}]",
            ),
            "",
            "Accepted=True/ListenersNotValid Programmed=True/Programmed",
        ),
        case(
            "the address of a set's Gateway is nobody's",
            "  allowedListeners: {namespaces: {from: Same}}\n  addresses: [{type: IPAddress, value: 192.0.2.1}]\n",
            set("x", 1, one),
            "",
            "Accepted=True/Accepted Programmed=False/ParentNotProgrammed",
        ),
        Case {
            story: "the Gateway of a set cannot be used",
            manifests: class("")
                + &gateway("[{name: l, port: 80, protocol: example.com/x}]", allowing)
                + &set("x", 1, one),
            controller: None,
            kind: "ListenerSet",
            pointer: "",
            conditions: "Accepted=False/ParentNotAccepted Programmed=False/ParentNotProgrammed",
        },
        case(
            "the Gateway's own listener comes before a set's",
            allowing,
            set("x", 1, HTTP),
            LISTENER,
            "Accepted=False/HostnameConflict Programmed=False/HostnameConflict Conflicted=True/HostnameConflict ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "the older set comes first",
            allowing,
            set("x", 2, one) + &set("older", 1, one),
            LISTENER,
            "Accepted=False/HostnameConflict Programmed=False/HostnameConflict Conflicted=True/HostnameConflict ResolvedRefs=True/ResolvedRefs",
        ),
        Case {
            story: "what a Gateway disputes with itself is not free for a set",
            manifests: class("")
                + &gateway(
                    "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP}, {name: o, port: 81, protocol: TCP}]",
                    allowing,
                )
                + &set("x", 1, one),
            controller: None,
            kind: "ListenerSet",
            pointer: LISTENER,
            conditions: "Accepted=False/ProtocolConflict Programmed=False/ProtocolConflict Conflicted=True/ProtocolConflict ResolvedRefs=True/ResolvedRefs",
        },
        case(
            "what a set loses is free for the next",
            allowing,
            set("x", 2, "[{name: a, port: 80, protocol: HTTP, hostname: a.example}]")
                + &set("older", 1, "[{name: a, port: 80, protocol: TCP}]"),
            LISTENER,
            "Accepted=True/Accepted Programmed=True/Programmed Conflicted=False/NoConflicts ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "a grant for Gateways is none for sets",
            allowing,
            set(
                "x",
                1,
                "[{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c, namespace: other}]}}]",
            ) + &tls_secret("c", "other")
                + &grant("Gateway", "Secret"),
            LISTENER,
            "Accepted=True/Accepted Programmed=False/Invalid Conflicted=False/NoConflicts ResolvedRefs=False/RefNotPermitted",
        ),
        Case {
            story: "a set of a Gateway that nobody takes gets no status",
            manifests: gateway(HTTP, allowing)
                + &object("ListenerSet", "x", &format!("{{parentRef: {{name: x}}, listeners: {one}}}")),
            controller: None,
            kind: "ListenerSet",
            pointer: "",
            conditions: "",
        },
    ]
}
