//! Policies and what they are about.

use super::{
    Case,
    manifests::{HTTP, aged, authority, class, gateway, route, tls_secret},
};

pub(super) fn cases() -> Vec<Case> {
    [backend_tls(), backend_traffic(), backends()].into_iter().flatten().collect()
}

fn served() -> String {
    class("")
        + &gateway(HTTP, "")
        + &route(
            "HTTPRoute",
            "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 80}, {name: missing, port: 80}]}]}",
        )
}

fn backend_tls() -> Vec<Case> {
    let policy = |name: &str, second, target: &str, authorities: &str| {
        let spec = format!(
            "{{targetRefs: [{{group: '', kind: Service, {target}}}], validation: {{hostname: a.example, caCertificateRefs: [{authorities}]}}}}"
        );
        aged("BackendTLSPolicy", name, second, &spec)
    };
    let case = |story, policies: String, conditions| Case {
        story,
        manifests: served() + &policies + &authority("a"),
        controller: None,
        kind: "BackendTLSPolicy",
        pointer: "/ancestors/0",
        conditions,
    };
    let well_known = |name: &str| {
        let spec = format!(
            "{{targetRefs: [{{group: '', kind: Service, name: s}}], validation: {{hostname: a.example, wellKnownCACertificates: {name}}}}}"
        );
        aged("BackendTLSPolicy", "x", 1, &spec)
    };
    let known = "{group: '', kind: ConfigMap, name: a}";
    let unknown = "{group: '', kind: ConfigMap, name: b}";
    vec![
        case(
            "a policy holds",
            policy("x", 1, "name: s", known),
            "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "the older of two policies holds",
            policy("x", 2, "name: s", known) + &policy("older", 1, "name: s", known),
            "Accepted=False/Conflicted ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "a port is a target of its own",
            policy("x", 2, "name: s, sectionName: http", known) + &policy("older", 1, "name: s", known),
            "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "a port that the Service does not have",
            policy("x", 1, "name: s, sectionName: other", known),
            "Accepted=False/TargetNotFound ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "no authority is there",
            policy("x", 1, "name: s", unknown),
            "Accepted=False/NoValidCACertificate ResolvedRefs=False/InvalidCACertificateRef",
        ),
        case(
            "one authority of two is there",
            policy("x", 1, "name: s", &format!("{unknown}, {known}")),
            "Accepted=True/Accepted ResolvedRefs=False/InvalidCACertificateRef",
        ),
        case(
            "a Service that does not exist",
            policy("x", 1, "name: missing", known),
            "Accepted=False/TargetNotFound ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "a port that speaks UDP",
            policy("x", 1, "name: s, sectionName: dns", known),
            "Accepted=False/Invalid ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "the system's authorities",
            well_known("System"),
            "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "authorities that another implementation knows",
            well_known("example.com/authorities"),
            "Accepted=False/Invalid ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "a policy on a Gateway",
            aged(
                "BackendTLSPolicy",
                "x",
                1,
                "{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: x}], validation: {hostname: a.example, wellKnownCACertificates: System}}",
            ),
            "Accepted=False/Invalid ResolvedRefs=True/ResolvedRefs",
        ),
        case(
            "an authority of a kind that nobody knows",
            policy("x", 1, "name: s", "{group: example.com, kind: Authority, name: a}"),
            "Accepted=False/NoValidCACertificate ResolvedRefs=False/InvalidKind",
        ),
    ]
}

fn backend_traffic() -> Vec<Case> {
    let policy = |name: &str, second: u8, target: &str| {
        format!(
            "---\napiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XBackendTrafficPolicy\n\
             metadata: {{name: {name}, generation: 7, creationTimestamp: '2026-01-01T00:00:{second:02}Z'}}\n\
             spec: {{targetRefs: [{target}], retryConstraint: {{budget: {{percent: 30}}}}}}\n"
        )
    };
    let case = |story, policies: String, conditions| Case {
        story,
        manifests: served() + &policies,
        controller: None,
        kind: "XBackendTrafficPolicy",
        pointer: "/ancestors/0",
        conditions,
    };
    let service = "{group: '', kind: Service, name: s}";
    vec![
        case("a traffic policy holds", policy("x", 1, service), "Accepted=True/Accepted"),
        case(
            "the first by name of two policies holds",
            policy("x", 1, service) + &policy("a", 1, service),
            "Accepted=False/Conflicted",
        ),
        case(
            "a traffic policy on a Gateway",
            policy("x", 1, "{group: gateway.networking.k8s.io, kind: Gateway, name: x}"),
            "Accepted=False/Invalid",
        ),
        case("a name alone is no target", policy("x", 1, "{group: example.com, kind: Bucket, name: s}"), ""),
    ]
}

/// XBackends, each behind a route of a Gateway.
fn backends() -> Vec<Case> {
    let case = |story, extra: &str, others: &str, conditions| {
        let backend = format!(
            "---\napiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XBackend\nmetadata: {{name: x, generation: 7}}\n\
             spec: {{type: ExternalHostname, port: {{port: 443}}, externalHostname: {{hostname: a.example}}{extra}}}\n"
        );
        let reference = "{group: gateway.networking.x-k8s.io, kind: XBackend, name: x}";
        let spec = format!("{{parentRefs: [{{name: x}}], rules: [{{backendRefs: [{reference}]}}]}}");
        let manifests = class("") + &gateway(HTTP, "") + &route("HTTPRoute", &spec) + &backend + others;
        Case { story, manifests, controller: None, kind: "XBackend", pointer: "/parents/0", conditions }
    };
    let client = |namespace: &str| {
        format!(", tls: {{mode: ClientAndServer, clientCertificateRef: {{name: c, namespace: {namespace}}}}}")
    };
    let authorities = |names: &[&str]| {
        let references: Vec<_> =
            names.iter().map(|name| format!("{{group: '', kind: ConfigMap, name: {name}}}")).collect();
        format!(
            ", tls: {{mode: ServerOnly, validation: {{hostname: a.example, caCertificateRefs: [{}]}}}}",
            references.join(", ")
        )
    };
    let grant = |group: &str, kind: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: ReferenceGrant\nmetadata: {{name: g, namespace: other}}\n\
             spec: {{from: [{{group: {group}, kind: {kind}, namespace: default}}], to: [{{group: '', kind: Secret}}]}}\n"
        )
    };
    let well_known = ", tls: {mode: ServerOnly, validation: {hostname: a.example, wellKnownCACertificates: example.com/w}}";
    let (here, there) = (tls_secret("c", "default"), tls_secret("c", "other"));
    let ours = there.clone() + &grant("gateway.networking.x-k8s.io", "XBackend");
    let gateways = there.clone() + &grant("gateway.networking.k8s.io", "Gateway");
    vec![
        case("a host outside of the cluster", "", "", "Accepted=True/Accepted"),
        case(
            "a protocol that nobody speaks to a host",
            ", protocol: MCP",
            "",
            "Accepted=False/UnsupportedProtocol",
        ),
        case("a certificate for the host", &client("default"), &here, "Accepted=True/Accepted"),
        case(
            "a certificate for the host that is not there",
            &client("default"),
            "",
            "Accepted=False/InvalidClientCertificateRef",
        ),
        case(
            "a certificate for the host elsewhere that was granted",
            &client("other"),
            &ours,
            "Accepted=True/Accepted",
        ),
        case(
            "a certificate for the host elsewhere that Gateways may use",
            &client("other"),
            &gateways,
            "Accepted=False/RefNotPermitted",
        ),
        case(
            "one of the host's authorities",
            &authorities(&["a", "b"]),
            &authority("a"),
            "Accepted=True/Accepted",
        ),
        case(
            "none of the host's authorities",
            &authorities(&["a"]),
            "",
            "Accepted=False/NoValidCACertificate",
        ),
        case("the host's authorities are another implementation's", well_known, "", "Accepted=False/Invalid"),
    ]
}

#[test]
fn a_backend_that_no_route_leads_to_matters_to_no_gateway() {
    let backend = "---\napiVersion: gateway.networking.x-k8s.io/v1alpha1\nkind: XBackend\nmetadata: {name: x}\n\
        spec: {type: ExternalHostname, port: {port: 443}, externalHostname: {hostname: a.example}}\n";
    let status = super::object(&(served() + backend), None, "XBackend")["status"].clone();
    assert_eq!(status["parents"], serde_json::json!([]));
}

/// The names of the Gateways in the status of a BackendTLSPolicy `x` for Service `s`.
fn ancestors(manifests: &str) -> Vec<String> {
    let policy = "{targetRefs: [{group: '', kind: Service, name: s}], validation: {hostname: a.example, wellKnownCACertificates: System}}";
    let manifests = class("") + manifests + &aged("BackendTLSPolicy", "x", 1, policy);
    let status = super::object(&manifests, None, "BackendTLSPolicy")["status"].clone();
    let list = status["ancestors"].as_array().unwrap();
    list.iter().map(|entry| entry["ancestorRef"]["name"].as_str().unwrap().to_owned()).collect()
}

/// `BackendTLSPolicySpec.targetRefs`: routes that the Gateway is a TLS client for.
#[test]
fn a_tls_policy_matters_where_the_gateway_opens_the_connection() {
    let to_service = "rules: [{backendRefs: [{name: s, port: 80}]}]";
    let of = |kind: &str, listeners: &str, hosts: &str| {
        ancestors(
            &(gateway(listeners, "")
                + &route(kind, &format!("{{parentRefs: [{{name: x}}], {hosts}{to_service}}}"))),
        )
    };
    let tls = |mode: &str| {
        let listeners = format!(
            "[{{name: l, port: 443, protocol: TLS, tls: {{mode: {mode}, certificateRefs: [{{name: c}}]}}}}]"
        );
        of("TLSRoute", &listeners, "hostnames: [a.example], ")
    };
    assert_eq!(of("HTTPRoute", HTTP, ""), ["x"]);
    assert_eq!(of("GRPCRoute", HTTP, ""), ["x"]);
    assert_eq!(tls("Terminate"), ["x"]);
    assert_eq!(tls("Passthrough"), [""; 0]);
    assert_eq!(of("TCPRoute", "[{name: l, port: 9, protocol: TCP}]", ""), [""; 0]);
}

#[test]
fn a_policy_matters_to_the_backend_of_a_filter() {
    let mirrored = "{parentRefs: [{name: x}], rules: [{}, {filters: [{type: RequestMirror, requestMirror: {backendRef: {name: s, port: 80}}}]}]}";
    assert_eq!(ancestors(&(gateway(HTTP, "") + &route("HTTPRoute", mirrored))), ["x"]);
}

#[test]
fn a_policy_matters_to_no_gateway_that_refuses_the_route() {
    let elsewhere =
        "{parentRefs: [{name: x, sectionName: other}], rules: [{backendRefs: [{name: s, port: 80}]}]}";
    assert_eq!(ancestors(&(gateway(HTTP, "") + &route("HTTPRoute", elsewhere))), [""; 0]);
}

/// `PolicyStatus.ancestors`: sixteen entries, those of other controllers first.
#[test]
fn a_full_list_of_ancestors_takes_no_more() {
    let entry = "{ancestorRef: {name: other}, controllerName: other.example/c, conditions: [{type: Accepted, status: 'True', reason: Accepted, message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}]}";
    let with = |count: usize| {
        let spec = "{targetRefs: [{group: '', kind: Service, name: s}], validation: {hostname: a.example, wellKnownCACertificates: System}}";
        let entries = vec![entry; count].join(", ");
        let policy =
            aged("BackendTLSPolicy", "x", 1, spec) + &format!("status: {{ancestors: [{entries}]}}\n");
        let status = super::object(&(served() + &policy), None, "BackendTLSPolicy")["status"].clone();
        status["ancestors"].as_array().unwrap().iter().filter(|one| one["ancestorRef"]["name"] == "x").count()
    };
    assert_eq!(with(15), 1);
    assert_eq!(with(16), 0);
}

/// GEP-1897: a Service with ports of both protocols.
#[test]
fn a_tls_policy_says_that_udp_ports_are_left_out() {
    let policy = "{targetRefs: [{group: '', kind: Service, name: s}], validation: {hostname: a.example, wellKnownCACertificates: System}}";
    let manifests = served() + &aged("BackendTLSPolicy", "x", 1, policy);
    let status = super::object(&manifests, None, "BackendTLSPolicy")["status"].clone();
    assert_eq!(
        status["ancestors"][0]["conditions"][0]["message"],
        "the policy is accepted; it holds for the TCP ports of Service `default/s` alone"
    );
}
