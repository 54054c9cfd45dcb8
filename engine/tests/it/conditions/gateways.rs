//! GatewayClasses and Gateways.

use super::{
    Case,
    manifests::{HTTP, HTTPS, authority, class, gateway},
};

pub(super) fn cases() -> Vec<Case> {
    [of_classes(), of_gateways()].into_iter().flatten().collect()
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

pub(super) fn gateway_case(
    story: &'static str,
    listeners: &str,
    extra: &str,
    pointer: &'static str,
    conditions: &'static str,
) -> Case {
    more(story, listeners, extra, "", pointer, conditions)
}

/// With other objects beside the Gateway.
pub(super) fn more(
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
