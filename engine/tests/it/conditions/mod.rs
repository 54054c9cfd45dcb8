//! Every reason that the engine can write has manifests that lead to it, seen in the status.

mod addresses;
mod backends;
mod gateways;
mod kept;
mod listeners;
mod manifests;
mod policies;
mod routes;
mod sets;

use std::collections::BTreeSet;

use engine::{
    analysis::Options,
    attach::{AttachOptions, CONDITIONS},
};
use serde_json::{Value, json};

use self::manifests::{API, HTTP, class, gateway, route};
use crate::support::analyse_with;

/// What a case looks at, and every condition that it has to have there.
struct Case {
    /// What is told of it.
    story: &'static str,
    manifests: String,
    controller: Option<&'static str>,
    /// The object's kind; the one that is looked at is called `x`.
    kind: &'static str,
    /// Below `status`.
    pointer: &'static str,
    /// `Type=Status/Reason`, in order.
    conditions: &'static str,
}

impl Case {
    /// Whose conditions they are, in the words of [`CONDITIONS`].
    fn object(&self) -> &'static str {
        match self.kind {
            "Gateway" | "ListenerSet" if self.pointer.starts_with("/listeners") => "Listener",
            kind if kind.ends_with("Route") => "Route",
            kind => kind,
        }
    }
}

fn cases() -> Vec<Case> {
    let nouns = [
        gateways::cases(),
        listeners::cases(),
        sets::cases(),
        routes::cases(),
        backends::cases(),
        policies::cases(),
    ];
    nouns.into_iter().flatten().collect()
}

fn object(manifests: &str, controller: Option<&str>, kind: &str) -> Value {
    let attach = AttachOptions { controller: controller.map(str::to_owned) };
    let analysis = analyse_with(manifests, &Options { attach, ..Options::default() });
    let list = analysis.status_list("2026-01-02T03:04:05Z", |_| true);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|item| item["kind"] == kind && item["metadata"]["name"] == "x")
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
            .map(|condition| {
                let text = |field: &str| condition[field].as_str().unwrap().to_owned();
                format!("{}={}/{}", text("type"), text("status"), text("reason"))
            })
            .collect();
        assert_eq!(seen.join(" "), case.conditions, "{}", case.story);
    }
}

/// Reasons that are told and not written: objects of other controllers get no status from this one.
const UNREACHED: &[&str] = &["GatewayClass Accepted=Unknown/Pending", "XMesh Accepted=Unknown/Pending"];

#[test]
fn every_reason_is_reached() {
    let declared = CONDITIONS.iter().flat_map(|declared| {
        declared.reasons.iter().map(move |reason| {
            format!("{} {}={}/{}", declared.object, declared.condition, reason.truth.as_str(), reason.name)
        })
    });
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for case in cases() {
        for condition in case.conditions.split(' ') {
            reached.insert(format!("{} {condition}", case.object()));
            // What policies of both kinds have in common is declared once.
            if case.kind.ends_with("Policy") && condition.starts_with("Accepted") {
                reached.insert(format!("Policy {condition}"));
            }
        }
    }
    let missing: Vec<_> = declared
        .filter(|reason| !reached.contains(reason) && !UNREACHED.contains(&reason.as_str()))
        .collect();
    assert_eq!(missing, [] as [String; 0], "add a case to this folder");
}

/// `ListenerSetSpec.listeners`: a status tells nothing of what its reader may not see.
#[test]
fn a_set_learns_no_names_of_another_namespace() {
    let set = |namespace: &str, name: &str, second: u8| {
        format!(
            "---\n{API}\nkind: ListenerSet\n\
             metadata: {{name: {name}, namespace: {namespace}, creationTimestamp: '2026-01-01T00:00:{second:02}Z'}}\n\
             spec: {{parentRef: {{name: x, namespace: default}}, listeners: [{{name: secret, port: 81, protocol: HTTP}}]}}\n"
        )
    };
    let message = |older: &str| {
        let gateway = gateway(HTTP, "  allowedListeners: {namespaces: {from: All}}\n");
        let manifests = class("") + &gateway + &set(older, "older", 1) + &set("mine", "x", 2);
        let status = object(&manifests, None, "ListenerSet")["status"].clone();
        status["listeners"][0]["conditions"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(message("other"), "a listener of another ListenerSet has the same port and hostname");
    assert_eq!(
        message("mine"),
        "listener `secret` of ListenerSet `mine/older` has the same port and hostname"
    );
}

#[test]
fn a_listener_counts_the_routes_that_it_took() {
    let two = "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP}]";
    let twice = "{parentRefs: [{name: x, sectionName: l}, {name: x, sectionName: m}]}";
    let manifests = class("") + &gateway(two, "") + &route("HTTPRoute", twice);
    let status = object(&manifests, None, "Gateway")["status"].clone();
    assert_eq!(status["listeners"][0]["attachedRoutes"], 1);
    assert_eq!(status["listeners"][1]["attachedRoutes"], 1);

    let elsewhere = "{parentRefs: [{name: x, sectionName: other}]}";
    let refused = class("") + &gateway(two, "") + &route("HTTPRoute", elsewhere);
    assert_eq!(object(&refused, None, "Gateway")["status"]["listeners"][0]["attachedRoutes"], 0);
}

#[test]
fn a_listener_lists_the_kinds_that_it_takes() {
    let kinds = |listener: &str| {
        let manifests = class("") + &gateway(listener, "");
        let status = object(&manifests, None, "Gateway")["status"]["listeners"][0].clone();
        let kinds = status["supportedKinds"].as_array().unwrap().clone();
        assert!(kinds.iter().all(|kind| kind["group"] == "gateway.networking.k8s.io"));
        json!(kinds.iter().map(|kind| kind["kind"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(kinds(HTTP), json!(["HTTPRoute", "GRPCRoute"]));
    let tls = "tls: {certificateRefs: [{name: c}]}";
    assert_eq!(
        kinds(&format!("[{{name: l, port: 443, protocol: HTTPS, {tls}}}]")),
        json!(["HTTPRoute", "GRPCRoute"])
    );
    let passthrough = "[{name: l, port: 443, protocol: TLS, tls: {mode: Passthrough}}]";
    assert_eq!(kinds(passthrough), json!(["TLSRoute"]));
    assert_eq!(kinds("[{name: l, port: 9, protocol: TCP}]"), json!(["TCPRoute"]));
    assert_eq!(kinds("[{name: l, port: 9, protocol: UDP}]"), json!(["UDPRoute"]));
    let some = "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}, {kind: HTTPRoute}]}}]";
    assert_eq!(kinds(some), json!(["HTTPRoute"]));
    let none = "[{name: l, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{kind: UDPRoute}]}}]";
    assert_eq!(kinds(none), json!([]));
}
