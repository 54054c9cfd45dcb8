use serde_json::{Value, json};

use super::{Frame, Twins, backend, parents};
use crate::admit::tests::object;

const PARENTS: [Frame; 3] = [
    |parents| tls(json!({"parentRefs": parents})),
    |parents| route("TCPRoute", json!({"parentRefs": parents})),
    |parents| route("UDPRoute", json!({"parentRefs": parents})),
];
const BACKENDS: [Frame; 3] = [
    |backend| tls(json!({"rules": [{"backendRefs": [backend]}]})),
    |backend| route("TCPRoute", json!({"rules": [{"backendRefs": [backend]}]})),
    |backend| route("UDPRoute", json!({"rules": [{"backendRefs": [backend]}]})),
];
/// Only the older version has several rules.
const RULES: [Frame; 3] = [
    |rules| alpha(tls(json!({"rules": rules}))),
    |rules| alpha(route("TCPRoute", json!({"rules": rules}))),
    |rules| alpha(route("UDPRoute", json!({"rules": rules}))),
];
const HOSTNAMES: Frame = |hostnames| tls(json!({"hostnames": hostnames}));

pub(super) fn cases() -> Vec<(Frame, Vec<Twins>)> {
    let backends = || json!([{"name": "a", "port": 1}]);
    let names = (
        "Rule name must be unique within the route",
        json!([{"name": "a", "backendRefs": backends()}, {"backendRefs": backends()}]),
        json!([{"name": "a", "backendRefs": backends()}, {"name": "a", "backendRefs": backends()}]),
    );
    let mut cases = vec![(HOSTNAMES, hostnames())];
    cases.extend(PARENTS.map(|frame| (frame, parents())));
    cases.extend(BACKENDS.map(|frame| (frame, backend())));
    cases.extend(RULES.map(|frame| (frame, vec![names.clone()])));
    cases
}

fn route(kind: &str, more: Value) -> Value {
    let mut route = object(kind, json!({"rules": [{"backendRefs": [{"name": "a", "port": 1}]}]}));
    route["spec"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    route
}

fn tls(more: Value) -> Value {
    let mut route = route("TLSRoute", more);
    route["spec"].as_object_mut().unwrap().entry("hostnames").or_insert(json!(["a.example.com"]));
    route
}

fn alpha(mut route: Value) -> Value {
    route["apiVersion"] = json!("gateway.networking.k8s.io/v1alpha2");
    route
}

fn hostnames() -> Vec<Twins> {
    vec![
        ("Hostnames cannot contain an IP", json!(["*.example.com", "a.example.com"]), json!(["10.0.0.1"])),
        ("Hostnames must be valid based on RFC-1123", json!(["1.example.com"]), json!(["a..example.com"])),
        (
            "Wildcards on hostnames must be the first label, and the rest of hostname must be valid based on RFC-1123",
            json!(["*.com"]),
            json!(["a.*.com"]),
        ),
    ]
}
