use serde_json::{Value, json};

use super::{Frame, Twins, persistence};
use crate::admit::tests::object;

const TARGETS: Frame = |targets| {
    let validation = json!({"hostname": "a", "wellKnownCACertificates": "System"});
    object("BackendTLSPolicy", json!({"targetRefs": targets, "validation": validation}))
};
/// Where it is said how the certificate of a backend is validated.
const VALIDATIONS: [Frame; 2] = [
    |validation| {
        let targets = json!([{"group": "", "kind": "Service", "name": "a"}]);
        object("BackendTLSPolicy", json!({"targetRefs": targets, "validation": validation}))
    },
    |validation| TLS(json!({"mode": "ServerOnly", "validation": validation})),
];
const NAMES: [Frame; 2] = [|name| VALIDATIONS[0](with_name(name)), |name| VALIDATIONS[1](with_name(name))];

const BACKEND: Frame = |more| {
    let mut backend = json!({
        "type": "ExternalHostname", "port": {"port": 1}, "externalHostname": {"hostname": "example.com"},
    });
    backend.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    unstable("XBackend", backend)
};
const TLS: Frame = |tls| BACKEND(json!({"tls": tls}));

const TRAFFIC: Frame = |more| {
    let mut policy = json!({"targetRefs": [{"group": "", "kind": "Service", "name": "a"}]});
    policy.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    unstable("XBackendTrafficPolicy", policy)
};
const RETRY: Frame = |constraint| TRAFFIC(json!({"retryConstraint": constraint}));
const PERSISTENCE: Frame = |persistence| TRAFFIC(json!({"sessionPersistence": persistence}));

pub(super) fn cases() -> Vec<(Frame, Vec<Twins>)> {
    let mut cases = vec![
        (TARGETS, targets()),
        (BACKEND, backends()),
        (TLS, modes()),
        (RETRY, retries()),
        (PERSISTENCE, persistence()),
    ];
    cases.extend(VALIDATIONS.map(|frame| (frame, validations())));
    cases.extend(NAMES.map(|frame| (frame, alternative_names())));
    cases
}

fn unstable(kind: &str, spec: Value) -> Value {
    let mut object = object(kind, spec);
    object["apiVersion"] = json!("gateway.networking.x-k8s.io/v1alpha1");
    object
}

fn with_name(name: Value) -> Value {
    json!({"hostname": "a", "wellKnownCACertificates": "System", "subjectAltNames": [name]})
}

fn targets() -> Vec<Twins> {
    let target = |section: &str| json!({"group": "", "kind": "Service", "name": "a", "sectionName": section});
    let whole = || json!({"group": "", "kind": "Service", "name": "a"});
    vec![
        (
            "sectionName must be specified when targetRefs includes 2 or more references to the same target",
            json!([target("a"), target("b")]),
            json!([target("a"), whole()]),
        ),
        (
            "sectionName must be unique when targetRefs includes 2 or more references to the same target",
            json!([whole(), {"group": "", "kind": "Service", "name": "b"}]),
            json!([target("a"), target("a")]),
        ),
    ]
}

fn validations() -> Vec<Twins> {
    let references = || json!([{"group": "", "kind": "ConfigMap", "name": "a"}]);
    vec![
        (
            "must not contain both CACertificateRefs and WellKnownCACertificates",
            json!({"hostname": "a", "caCertificateRefs": references()}),
            json!({"hostname": "a", "caCertificateRefs": references(), "wellKnownCACertificates": "System"}),
        ),
        (
            "must specify either CACertificateRefs or WellKnownCACertificates",
            json!({"hostname": "a", "caCertificateRefs": [], "wellKnownCACertificates": "System"}),
            json!({"hostname": "a", "caCertificateRefs": []}),
        ),
    ]
}

fn alternative_names() -> Vec<Twins> {
    let mut twins = Vec::new();
    let kinds = [("Hostname", "hostname", "*.example.com"), ("URI", "uri", "spiffe://a/b")];
    for ((kind, field, value), (other, ..)) in kinds.into_iter().zip(kinds.into_iter().rev()) {
        let good = json!({"type": kind, field: value});
        let missing = format!("SubjectAltName element must contain {kind}, if Type is set to {kind}");
        twins.push((&*missing.leak(), good.clone(), json!({"type": kind})));
        let foreign = format!("SubjectAltName element must not contain {kind}, if Type is not set to {kind}");
        twins.push((&*foreign.leak(), good, json!({"type": other, field: value})));
    }
    twins
}

fn backends() -> Vec<Twins> {
    vec![
        (
            "externalHostname must be set when type is ExternalHostname and must be unset otherwise",
            json!({}),
            json!({"externalHostname": null}),
        ),
        (
            "hostname must not be an IP address or end with .cluster.local",
            json!({"externalHostname": {"hostname": "10.0.0.1"}}),
            json!({"externalHostname": {"hostname": "a.default.svc.cluster.local"}}),
        ),
        (
            "Name must be a valid DNS label",
            json!({"port": {"port": 1, "name": ""}}),
            json!({"port": {"port": 1, "name": "A"}}),
        ),
    ]
}

fn modes() -> Vec<Twins> {
    vec![(
        "clientCertificateRef must be set if and only if mode is ClientAndServer",
        json!({"mode": "ClientAndServer", "clientCertificateRef": {"name": "a"}}),
        json!({"mode": "None", "clientCertificateRef": {"name": "a"}}),
    )]
}

fn retries() -> Vec<Twins> {
    vec![
        (
            "interval cannot be greater than one hour or less than one second",
            json!({"budget": {"interval": "1h"}}),
            json!({"budget": {"interval": "999ms"}}),
        ),
        (
            "interval cannot be greater than one hour",
            json!({"minRetryRate": {"interval": "1ms"}}),
            json!({"minRetryRate": {"interval": "0s"}}),
        ),
    ]
}
