//! ListenerSets.

use super::{
    Case,
    listeners::LISTENER,
    manifests::{HTTP, HTTPS, aged, class, gateway, grant, object, tls_secret},
};

pub(super) fn cases() -> Vec<Case> {
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
