//! Every reason that the engine can write has manifests that lead to it, seen in the status.

use std::collections::BTreeSet;

use engine::{
    analysis::Options,
    attach::{
        AttachOptions, ClassAccepted, ClassSupportedVersion, GatewayAccepted, GatewayProgrammed,
        ListenerAccepted, ListenerConflicted, ListenerProgrammed, ListenerResolvedRefs, Reason,
        RouteAccepted, RoutePartiallyInvalid, RouteResolvedRefs,
    },
};
use serde_json::{Value, json};

use crate::support::analyse_with;

/// What a case looks at, and every condition that it has to have there.
struct Case {
    /// What is told of it.
    story: &'static str,
    manifests: String,
    controller: Option<&'static str>,
    /// The object's kind; all are called `x`.
    kind: &'static str,
    /// Below `status`.
    pointer: &'static str,
    /// Type, status and reason.
    conditions: &'static [[&'static str; 3]],
}

const API: &str = "apiVersion: gateway.networking.k8s.io/v1";

fn class(extra: &str) -> String {
    format!(
        "---\n{API}\nkind: GatewayClass\nmetadata: {{name: x, generation: 7}}\nspec: {{controllerName: example.com/c{extra}}}\n"
    )
}

fn gateway(listeners: &str, extra: &str) -> String {
    format!(
        "---\n{API}\nkind: Gateway\nmetadata: {{name: x, generation: 7}}\nspec:\n  gatewayClassName: x\n  listeners: {listeners}\n{extra}"
    )
}

fn route(spec: &str) -> String {
    format!("---\n{API}\nkind: HTTPRoute\nmetadata: {{name: x, generation: 7}}\nspec: {spec}\n---\n{SERVICE}")
}

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]}\n";

const HTTP: &str = "[{name: l, port: 80, protocol: HTTP}]";

fn cases() -> Vec<Case> {
    let gateway_case = |story, listeners: &str, extra: &str, pointer, conditions| Case {
        story,
        manifests: class("") + &gateway(listeners, extra),
        controller: None,
        kind: "Gateway",
        pointer,
        conditions,
    };
    let class_case = |story, extra: &str, controller, conditions| Case {
        story,
        manifests: class(extra),
        controller,
        kind: "GatewayClass",
        pointer: "",
        conditions,
    };
    let route_case = |story, listeners: &str, spec: &str, conditions| Case {
        story,
        manifests: class("") + &gateway(listeners, "") + &route(spec),
        controller: None,
        kind: "HTTPRoute",
        pointer: "/parents/0",
        conditions,
    };
    let listener = "/listeners/0";
    vec![
        class_case(
            "a class of any controller is taken",
            "",
            None,
            &[["Accepted", "True", "Accepted"], ["SupportedVersion", "True", "SupportedVersion"]],
        ),
        class_case(
            "the controller that was asked for knows no parameters",
            ", parametersRef: {group: example.com, kind: P, name: p}",
            Some("example.com/c"),
            &[["Accepted", "False", "InvalidParameters"], ["SupportedVersion", "True", "SupportedVersion"]],
        ),
        gateway_case(
            "a Gateway is served",
            HTTP,
            "",
            "",
            &[["Accepted", "True", "Accepted"], ["Programmed", "True", "Programmed"]],
        ),
        Case {
            story: "no class, no Gateway",
            manifests: gateway(HTTP, ""),
            controller: None,
            kind: "Gateway",
            pointer: "",
            conditions: &[["Accepted", "Unknown", "Pending"], ["Programmed", "Unknown", "Pending"]],
        },
        gateway_case(
            "some listeners cannot be used",
            "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: example.com/x}]",
            "",
            "",
            &[["Accepted", "True", "ListenersNotValid"], ["Programmed", "True", "Programmed"]],
        ),
        gateway_case(
            "no listener can be used",
            "[{name: l, port: 80, protocol: example.com/x}]",
            "",
            "",
            &[["Accepted", "False", "ListenersNotValid"], ["Programmed", "False", "Invalid"]],
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
            conditions: &[["Accepted", "False", "InvalidParameters"], ["Programmed", "False", "Invalid"]],
        },
        gateway_case(
            "a name is no address to bind to",
            HTTP,
            "  addresses: [{type: Hostname, value: a.example}]\n",
            "",
            &[["Accepted", "False", "UnsupportedAddress"], ["Programmed", "False", "Invalid"]],
        ),
        gateway_case(
            "a listener is served",
            HTTP,
            "",
            listener,
            &[
                ["Accepted", "True", "Accepted"],
                ["Programmed", "True", "Programmed"],
                ["Conflicted", "False", "NoConflicts"],
                ["ResolvedRefs", "True", "ResolvedRefs"],
            ],
        ),
        gateway_case(
            "a protocol that nobody knows",
            "[{name: l, port: 80, protocol: example.com/x}]",
            "",
            listener,
            &[
                ["Accepted", "False", "UnsupportedProtocol"],
                ["Programmed", "False", "Invalid"],
                ["Conflicted", "False", "NoConflicts"],
                ["ResolvedRefs", "True", "ResolvedRefs"],
            ],
        ),
        gateway_case(
            "HTTPS and TLS listeners need different hostnames",
            "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}, {name: m, port: 443, protocol: TLS, tls: {mode: Passthrough}}]",
            "",
            listener,
            &[
                ["Accepted", "False", "HostnameConflict"],
                ["Programmed", "False", "Invalid"],
                ["Conflicted", "True", "HostnameConflict"],
                ["ResolvedRefs", "True", "ResolvedRefs"],
            ],
        ),
        gateway_case(
            "two protocols on one port",
            "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 80, protocol: TCP}]",
            "",
            listener,
            &[
                ["Accepted", "False", "ProtocolConflict"],
                ["Programmed", "False", "Invalid"],
                ["Conflicted", "True", "ProtocolConflict"],
                ["ResolvedRefs", "True", "ResolvedRefs"],
            ],
        ),
        gateway_case(
            "a kind of route that the listener cannot carry",
            "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}]}}]",
            "",
            listener,
            &[
                ["Accepted", "True", "Accepted"],
                ["Programmed", "True", "Programmed"],
                ["Conflicted", "False", "NoConflicts"],
                ["ResolvedRefs", "False", "InvalidRouteKinds"],
            ],
        ),
        route_case(
            "a route is served",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 80}]}]}",
            &[["Accepted", "True", "Accepted"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "the listener takes no HTTPRoutes",
            "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: GRPCRoute}]}}]",
            "{parentRefs: [{name: x}]}",
            &[["Accepted", "False", "NotAllowedByListeners"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "no hostname meets the listener's",
            "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]",
            "{parentRefs: [{name: x}], hostnames: [b.example]}",
            &[["Accepted", "False", "NoMatchingListenerHostname"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "no listener has that name",
            HTTP,
            "{parentRefs: [{name: x, sectionName: other}]}",
            &[["Accepted", "False", "NoMatchingParent"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "no rule has an expression that can be used",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{matches: [{path: {type: RegularExpression, value: 'a('}}]}]}",
            &[["Accepted", "False", "UnsupportedValue"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "one rule of two can be used",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{}, {matches: [{path: {type: RegularExpression, value: 'a('}}]}]}",
            &[
                ["Accepted", "True", "Accepted"],
                ["ResolvedRefs", "True", "ResolvedRefs"],
                ["PartiallyInvalid", "True", "UnsupportedValue"],
            ],
        ),
        route_case(
            "two backends replace a prefix that is none",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{matches: [{path: {type: Exact, value: /a}}], backendRefs: [\
            {name: s, port: 80, filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}]}, \
            {name: s, port: 80, filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /c}}}]}]}]}",
            &[["Accepted", "False", "IncompatibleFilters"], ["ResolvedRefs", "True", "ResolvedRefs"]],
        ),
        route_case(
            "a backend elsewhere that nobody granted",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, namespace: other, port: 80}]}]}",
            &[["Accepted", "True", "Accepted"], ["ResolvedRefs", "False", "RefNotPermitted"]],
        ),
        route_case(
            "a backend that is no Service",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, group: example.com, kind: Bucket}]}]}",
            &[["Accepted", "True", "Accepted"], ["ResolvedRefs", "False", "InvalidKind"]],
        ),
        route_case(
            "a Service that does not exist",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: t, port: 80}]}]}",
            &[["Accepted", "True", "Accepted"], ["ResolvedRefs", "False", "BackendNotFound"]],
        ),
        route_case(
            "a port that speaks no TCP",
            HTTP,
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 53}]}]}",
            &[["Accepted", "True", "Accepted"], ["ResolvedRefs", "False", "UnsupportedProtocol"]],
        ),
    ]
}

fn object(manifests: &str, controller: Option<&str>, kind: &str) -> Value {
    let attach = AttachOptions { controller: controller.map(str::to_owned) };
    let analysis = analyse_with(manifests, &Options { attach, ..Options::default() });
    let list = analysis.status_list("2026-01-02T03:04:05Z");
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|item| item["kind"] == kind)
        .unwrap_or_else(|| panic!("refused: {:?}", analysis.problems))
        .clone()
}

#[test]
fn every_case_has_exactly_its_conditions() {
    for case in cases() {
        let object = object(&case.manifests, case.controller, case.kind);
        let conditions = object["status"].pointer(&format!("{}/conditions", case.pointer));
        let seen: Vec<_> = conditions
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .inspect(|condition| {
                assert_eq!(condition["observedGeneration"], 7, "{}", case.story);
                assert_eq!(condition["lastTransitionTime"], "2026-01-02T03:04:05Z", "{}", case.story);
                assert!(condition["message"].as_str().is_some_and(|m| !m.is_empty()), "{}", case.story);
            })
            .map(|condition| ["type", "status", "reason"].map(|field| condition[field].as_str().unwrap()))
            .collect();
        assert_eq!(seen, case.conditions, "{}", case.story);
    }
}

/// Reasons that are told and not written.
/// A class of another controller gets no status from this one.
const UNREACHED: &[(&str, &str, &str)] = &[("GatewayClass", "Accepted", "Pending")];

#[test]
fn every_reason_is_reached() {
    fn all<R: Reason>(whose: &'static str, reasons: &[R]) -> Vec<[&'static str; 4]> {
        reasons.iter().map(|reason| [whose, R::CONDITION, reason.truth().as_str(), reason.name()]).collect()
    }
    let declared = [
        all("GatewayClass", ClassAccepted::ALL),
        all("GatewayClass", ClassSupportedVersion::ALL),
        all("Gateway", GatewayAccepted::ALL),
        all("Gateway", GatewayProgrammed::ALL),
        all("Listener", ListenerAccepted::ALL),
        all("Listener", ListenerConflicted::ALL),
        all("Listener", ListenerProgrammed::ALL),
        all("Listener", ListenerResolvedRefs::ALL),
        all("HTTPRoute", RouteAccepted::ALL),
        all("HTTPRoute", RouteResolvedRefs::ALL),
        all("HTTPRoute", RoutePartiallyInvalid::ALL),
    ];
    let reached: BTreeSet<_> = cases()
        .iter()
        .flat_map(|case| {
            let whose = if case.pointer.starts_with("/listeners") { "Listener" } else { case.kind };
            case.conditions
                .iter()
                .map(move |[condition, status, reason]| [whose, *condition, *status, *reason])
        })
        .collect();
    let missing: Vec<_> = declared
        .into_iter()
        .flatten()
        .filter(|reason| !reached.contains(reason))
        .filter(|[whose, condition, _, reason]| !UNREACHED.contains(&(*whose, *condition, *reason)))
        .collect();
    assert_eq!(missing, [] as [[&str; 4]; 0], "add a case to this file");
}

#[test]
fn a_listener_counts_the_routes_that_it_took() {
    let two = "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP}]";
    let twice = "{parentRefs: [{name: x, sectionName: l}, {name: x, sectionName: m}]}";
    let manifests = class("") + &gateway(two, "") + &route(twice);
    let status = object(&manifests, None, "Gateway")["status"].clone();
    assert_eq!(status["listeners"][0]["attachedRoutes"], 1);
    assert_eq!(status["listeners"][1]["attachedRoutes"], 1);

    let refused = class("") + &gateway(two, "") + &route("{parentRefs: [{name: x, sectionName: other}]}");
    assert_eq!(object(&refused, None, "Gateway")["status"]["listeners"][0]["attachedRoutes"], 0);
}

#[test]
fn a_listener_lists_the_kinds_that_it_takes() {
    let kinds = |listener: &str| {
        let manifests = class("") + &gateway(listener, "");
        object(&manifests, None, "Gateway")["status"]["listeners"][0]["supportedKinds"].clone()
    };
    let http_route = json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"}]);
    assert_eq!(kinds(HTTP), http_route);
    let some = "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}, {kind: HTTPRoute}]}}]";
    assert_eq!(kinds(some), http_route);
    let none = "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}]}}]";
    assert_eq!(kinds(none), json!([]));
}
