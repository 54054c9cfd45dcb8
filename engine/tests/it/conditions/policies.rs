//! Policies and what they are about.

use super::{
    Case,
    manifests::{HTTP, aged, authority, class, gateway, route},
};

pub(super) fn cases() -> Vec<Case> {
    [backend_tls(), backend_traffic()].into_iter().flatten().collect()
}

fn served() -> String {
    class("")
        + &gateway(HTTP, "")
        + &route("HTTPRoute", "{parentRefs: [{name: x}], rules: [{backendRefs: [{name: s, port: 80}]}]}")
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
            "a target of a kind that nobody knows",
            policy("x", 1, "{group: example.com, kind: Bucket, name: s}"),
            "Accepted=False/Invalid",
        ),
    ]
}
