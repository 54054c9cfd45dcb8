//! Routes of every kind.

use super::{
    Case,
    backends::broken_tls,
    manifests::{HTTP, aged, class, gateway, route},
};
use crate::support::analyse;

pub(super) fn cases() -> Vec<Case> {
    [attachment(), rules(), of_filters(), other_kinds(), rivals()].into_iter().flatten().collect()
}

pub(super) fn route_case(story: &'static str, listeners: &str, spec: &str, conditions: &'static str) -> Case {
    of_kind("HTTPRoute", story, listeners, spec, conditions)
}

pub(super) fn of_kind(
    kind: &'static str,
    story: &'static str,
    listeners: &str,
    spec: &str,
    conditions: &'static str,
) -> Case {
    let manifests = class("") + &gateway(listeners, "") + &route(kind, spec);
    Case { story, manifests, controller: None, kind, pointer: "/parents/0", conditions }
}

pub(super) const SERVED: &str = "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs";

fn attachment() -> Vec<Case> {
    vec![
        route_case(
            "a route is served",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 80}]}]}",
            SERVED,
        ),
        route_case(
            "the listener takes no HTTPRoutes",
            "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: GRPCRoute}]}}]",
            "{parentRefs: [{name: x}]}",
            "Accepted=False/NotAllowedByListeners ResolvedRefs=True/ResolvedRefs",
        ),
        route_case(
            "no hostname meets the listener's",
            "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]",
            "{parentRefs: [{name: x}], hostnames: [b.example]}",
            "Accepted=False/NoMatchingListenerHostname ResolvedRefs=True/ResolvedRefs",
        ),
        route_case(
            "no listener has that name",
            HTTP,
            "{parentRefs: [{name: x, sectionName: other}]}",
            "Accepted=False/NoMatchingParent ResolvedRefs=True/ResolvedRefs",
        ),
        Case {
            story: "a default Gateway takes a route that names none",
            manifests: class("")
                + &gateway(HTTP, "  defaultScope: All\n")
                + &route(
                    "HTTPRoute",
                    "{useDefaultGateways: All, rules: [{backendRefs: [{name: s, port: 80}]}]}",
                ),
            controller: None,
            kind: "HTTPRoute",
            pointer: "/parents/0",
            conditions: SERVED,
        },
        Case {
            story: "a default Gateway that is named, too, is one parent",
            manifests: class("")
                + &gateway(HTTP, "  defaultScope: All\n")
                + &route("HTTPRoute", "{useDefaultGateways: All, parentRefs: [{name: x}]}"),
            controller: None,
            kind: "HTTPRoute",
            pointer: "/parents/1",
            conditions: "",
        },
        Case {
            story: "a default Gateway refuses as any other",
            manifests: class("")
                + &gateway("[{name: l, port: 9, protocol: TCP}]", "  defaultScope: All\n")
                + &route("HTTPRoute", "{useDefaultGateways: All}"),
            controller: None,
            kind: "HTTPRoute",
            pointer: "/parents/0",
            conditions: "Accepted=False/NotAllowedByListeners ResolvedRefs=True/ResolvedRefs",
        },
        Case {
            story: "a route on a listener of a set",
            manifests: class("")
                + &gateway(HTTP, "  allowedListeners: {namespaces: {from: All}}\n")
                + &aged(
                    "ListenerSet",
                    "set",
                    1,
                    "{parentRef: {name: x}, listeners: [{name: a, port: 81, protocol: HTTP}]}",
                )
                + &route(
                    "HTTPRoute",
                    "{parentRefs: [{kind: ListenerSet, name: set, sectionName: a}], rules: [{backendRefs: [{name: s, port: 80}]}]}",
                ),
            controller: None,
            kind: "HTTPRoute",
            pointer: "/parents/0",
            conditions: SERVED,
        },
        Case {
            story: "a set's listeners are not the Gateway's own",
            manifests: class("")
                + &gateway(HTTP, "  allowedListeners: {namespaces: {from: All}}\n")
                + &aged(
                    "ListenerSet",
                    "set",
                    1,
                    "{parentRef: {name: x}, listeners: [{name: a, port: 81, protocol: HTTP}]}",
                )
                + &route("HTTPRoute", "{parentRefs: [{name: x, sectionName: a}]}"),
            controller: None,
            kind: "HTTPRoute",
            pointer: "/parents/0",
            conditions: "Accepted=False/NoMatchingParent ResolvedRefs=True/ResolvedRefs",
        },
    ]
}

fn rules() -> Vec<Case> {
    vec![
        route_case(
            "no rule has an expression that can be used",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{matches: [{path: {type: RegularExpression, value: 'a('}}]}]}",
            "Accepted=False/UnsupportedValue ResolvedRefs=True/ResolvedRefs",
        ),
        route_case(
            "one rule of two can be used",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{}, {matches: [{path: {type: RegularExpression, value: 'a('}}]}]}",
            "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs PartiallyInvalid=True/UnsupportedValue",
        ),
        route_case(
            "two backends replace a prefix that is none",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{matches: [{path: {type: Exact, value: /a}}], backendRefs: [\
            {name: s, port: 80, filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}]}, \
            {name: s, port: 80, filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /c}}}]}]}]}",
            "Accepted=False/IncompatibleFilters ResolvedRefs=True/ResolvedRefs",
        ),
        of_kind(
            "GRPCRoute",
            "a method that is no expression",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{matches: [{method: {type: RegularExpression, service: 'a(', method: b}}]}]}",
            "Accepted=False/UnsupportedValue ResolvedRefs=True/ResolvedRefs",
        ),
    ]
}

/// Mirrors and authorizers.
fn of_filters() -> Vec<Case> {
    let filters = |story, filters: &str, conditions| {
        let spec = format!(
            "{{parentRefs: [{{name: x}}], rules: [{{filters: [{filters}], backendRefs: [{{name: s, port: 80}}]}}]}}"
        );
        route_case(story, HTTP, &spec, conditions)
    };
    let auth = |name: &str| {
        format!(
            "{{type: ExternalAuth, externalAuth: {{protocol: HTTP, http: {{}}, backendRef: {{name: {name}, port: 80}}}}}}"
        )
    };
    let mirror = |name: &str| {
        format!("{{type: RequestMirror, requestMirror: {{backendRef: {{name: {name}, port: 80}}}}}}")
    };
    let redirect = format!(
        "{{parentRefs: [{{name: x}}], rules: [{{filters: [{}, {{type: RequestRedirect, requestRedirect: {{port: 81}}}}]}}]}}",
        auth("s")
    );
    vec![
        filters("mirrors and an authorizer", &[mirror("s"), mirror("s"), auth("s")].join(", "), SERVED),
        filters(
            "a mirror that does not exist",
            &mirror("t"),
            "Accepted=True/Accepted ResolvedRefs=False/BackendNotFound",
        ),
        filters(
            "an authorizer that does not exist",
            &auth("t"),
            "Accepted=True/Accepted ResolvedRefs=False/BackendNotFound",
        ),
        filters(
            "two authorizers",
            &[auth("s"), auth("s")].join(", "),
            "Accepted=False/UnsupportedValue ResolvedRefs=True/ResolvedRefs",
        ),
        route_case(
            "a redirect that an authorizer would come too late for",
            HTTP,
            &redirect,
            "Accepted=False/IncompatibleFilters ResolvedRefs=True/ResolvedRefs",
        ),
    ]
}

fn other_kinds() -> Vec<Case> {
    let passthrough = "[{name: l, port: 443, protocol: TLS, tls: {mode: Passthrough}}]";
    let to = |extra: &str, port: u16| {
        format!("{{parentRefs: [{{name: x}}], {extra}rules: [{{backendRefs: [{{name: s, port: {port}}}]}}]}}")
    };
    vec![
        of_kind("GRPCRoute", "a GRPCRoute is served", HTTP, &to("", 80), SERVED),
        of_kind("TLSRoute", "a TLSRoute is served", passthrough, &to("hostnames: [a.example], ", 80), SERVED),
        of_kind(
            "TLSRoute",
            "a TLSRoute needs a TLS listener",
            HTTP,
            &to("hostnames: [a.example], ", 80),
            "Accepted=False/NotAllowedByListeners ResolvedRefs=True/ResolvedRefs",
        ),
        of_kind(
            "TCPRoute",
            "a TCPRoute is served",
            "[{name: l, port: 9, protocol: TCP}]",
            &to("", 80),
            SERVED,
        ),
        broken_tls(
            "TCPRoute",
            "no policy is about what is passed on",
            "[{name: l, port: 9, protocol: TCP}]",
            "",
        ),
        of_kind(
            "UDPRoute",
            "a UDPRoute is served",
            "[{name: l, port: 9, protocol: UDP}]",
            &to("", 53),
            SERVED,
        ),
        of_kind(
            "UDPRoute",
            "a UDPRoute needs a UDP port",
            "[{name: l, port: 9, protocol: UDP}]",
            &to("", 80),
            "Accepted=True/Accepted ResolvedRefs=False/UnsupportedProtocol",
        ),
    ]
}

/// An HTTPRoute and a GRPCRoute on one listener.
fn rivals() -> Vec<Case> {
    let case = |story, http: &str, grpc: &str, (older, younger): (u8, u8), kind, conditions| {
        let spec = |hosts: &str| format!("{{parentRefs: [{{name: x}}], hostnames: [{hosts}]}}");
        Case {
            story,
            manifests: class("")
                + &gateway(HTTP, "")
                + &aged("HTTPRoute", "x", older, &spec(http))
                + &aged("GRPCRoute", "x", younger, &spec(grpc)),
            controller: None,
            kind,
            pointer: "/parents/0",
            conditions,
        }
    };
    vec![
        case(
            "the younger of two rivals is refused",
            "a.example",
            "'*.example', b.test",
            (1, 2),
            "GRPCRoute",
            "Accepted=False/RouteConflict ResolvedRefs=True/ResolvedRefs",
        ),
        case("the older stays", "a.example", "a.example", (1, 2), "HTTPRoute", SERVED),
        case(
            "age decides, not the kind",
            "a.example",
            "a.example",
            (2, 1),
            "HTTPRoute",
            "Accepted=False/RouteConflict ResolvedRefs=True/ResolvedRefs",
        ),
        Case {
            story: "a route that is not accepted is nobody's rival",
            manifests: class("")
                + &gateway(HTTP, "")
                + &aged(
                    "HTTPRoute",
                    "other",
                    1,
                    "{parentRefs: [{name: x}], rules: [{matches: [{path: {type: RegularExpression, value: 'a('}}]}]}",
                )
                + &aged("GRPCRoute", "x", 2, "{parentRefs: [{name: x}]}"),
            controller: None,
            kind: "GRPCRoute",
            pointer: "/parents/0",
            conditions: SERVED,
        },
        case("other hostnames, no rivals", "a.example", "b.example", (1, 2), "GRPCRoute", SERVED),
    ]
}

/// GEP-3793: without a default Gateway, `useDefaultGateways` is as if it were not there.
#[test]
fn a_default_gateway_of_nobody_is_not_missed() {
    let manifests = gateway(HTTP, "  defaultScope: All\n") + &route("HTTPRoute", "{useDefaultGateways: All}");
    let found = analyse(&manifests).problems;
    let codes: Vec<_> =
        found.iter().map(|problem| problem.code).filter(|code| code.contains("parent")).collect();
    assert_eq!(codes, ["no-parent"]);
}

#[test]
fn a_route_is_told_that_its_set_was_not_taken() {
    let set = "{parentRef: {name: x}, listeners: [{name: a, port: 81, protocol: HTTP}]}";
    let spec = "{parentRefs: [{kind: ListenerSet, name: set, sectionName: a}]}";
    let manifests =
        class("") + &gateway(HTTP, "") + &aged("ListenerSet", "set", 1, set) + &route("HTTPRoute", spec);
    let status = super::object(&manifests, None, "HTTPRoute")["status"].clone();
    let accepted = &status["parents"][0]["conditions"][0];
    assert_eq!(accepted["reason"], "NoMatchingParent");
    assert_eq!(
        accepted["message"],
        "ListenerSet `default/set` has no listeners in effect: \
         Gateway `default/x` takes no ListenerSets from namespace `default`"
    );
}

/// `metav1.Condition.message`: at most 32768 characters, or the API server refuses the status.
#[test]
fn a_message_is_cut_where_the_api_server_would_refuse_it() {
    let long = "m".repeat(63);
    let refused = vec![format!("{{name: {long}, namespace: {long}, port: 80}}"); 16].join(", ");
    let rules = vec![format!("{{backendRefs: [{refused}]}}"); 16].join(", ");
    let spec = format!("{{parentRefs: [{{name: x}}], rules: [{rules}]}}");
    let status =
        super::object(&(class("") + &gateway(HTTP, "") + &route("HTTPRoute", &spec)), None, "HTTPRoute");
    let message = status["status"]["parents"][0]["conditions"][1]["message"].as_str().unwrap().to_owned();
    assert_eq!(message.chars().count(), 32768);
    assert!(message.ends_with('…'));
}
