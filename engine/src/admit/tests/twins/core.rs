use serde_json::{Value, json};

use super::{Frame, Twins};
use crate::admit::tests::service;

const SERVICE: Frame = service;
const PORTS: Frame = |ports| service(json!({"ports": ports}));

/// Where keys of a Secret or a ConfigMap stand.
const KEYS: [Frame; 4] = [
    |data| named("Secret", json!({"data": data})),
    |data| named("Secret", json!({"stringData": data})),
    |data| named("ConfigMap", json!({"data": data})),
    |data| named("ConfigMap", json!({"binaryData": data})),
];
const SECRET: Frame = |fields| named("Secret", fields);
const CONFIG_MAP: Frame = |fields| named("ConfigMap", fields);
const ENDPOINT_SLICE: Frame = |fields| {
    let mut object = named("EndpointSlice", fields);
    object["apiVersion"] = json!("discovery.k8s.io/v1");
    object
};

pub(super) fn cases() -> Vec<(Frame, Vec<Twins>)> {
    let mut cases = vec![
        (SERVICE, services()),
        (PORTS, ports()),
        (SECRET, secrets()),
        (
            CONFIG_MAP,
            vec![(
                "the keys of `data` and of `binaryData` must differ",
                json!({"data": {"a": ""}, "binaryData": {"b": ""}}),
                json!({"data": {"a": ""}, "binaryData": {"a": ""}}),
            )],
        ),
        (ENDPOINT_SLICE, endpoint_slices()),
    ];
    let form = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', or 'KEY_NAME', or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    cases.extend(KEYS.map(|frame| (frame, vec![(form, json!({"tls.crt": ""}), json!({"a b": ""}))])));
    cases
}

fn named(kind: &str, fields: Value) -> Value {
    let mut object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}});
    object.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    object
}

fn services() -> Vec<Twins> {
    vec![
        (
            "`ports` is required, unless the Service is headless or of type ExternalName",
            json!({"clusterIP": "None"}),
            json!({"ports": []}),
        ),
        (
            "`externalName` is required for type ExternalName",
            json!({"type": "ExternalName", "externalName": "example.com"}),
            json!({"type": "ExternalName"}),
        ),
    ]
}

fn ports() -> Vec<Twins> {
    vec![
        (
            "each port needs a name when there are several",
            json!([{"name": "a", "port": 1}, {"name": "b", "port": 2}]),
            json!([{"name": "a", "port": 1}, {"port": 2}]),
        ),
        (
            "port names must be unique",
            json!([{"port": 1}]),
            json!([{"name": "a", "port": 1}, {"name": "a", "port": 2}]),
        ),
        (
            "combinations of port and protocol must be unique",
            json!([{"name": "a", "port": 1}, {"name": "b", "port": 1, "protocol": "UDP"}]),
            json!([{"name": "a", "port": 1}, {"name": "b", "port": 1}]),
        ),
    ]
}

fn secrets() -> Vec<Twins> {
    let keys = [
        ("kubernetes.io/tls", "tls.crt"),
        ("kubernetes.io/tls", "tls.key"),
        ("kubernetes.io/dockercfg", ".dockercfg"),
        ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
        ("kubernetes.io/ssh-auth", "ssh-privatekey"),
    ];
    let twins = keys.map(|(kind, key)| {
        let message = format!("data[{key}]: Required value for type {kind}");
        let good = json!({"type": kind, "data": {key: ""}, "stringData": {"tls.crt": "", "tls.key": ""}});
        (&*message.leak(), good, json!({"type": kind, "data": {"other": ""}}))
    });
    twins.into()
}

fn endpoint_slices() -> Vec<Twins> {
    let slice =
        |kind: &str, address: &str| json!({"addressType": kind, "endpoints": [{"addresses": [address]}]});
    vec![
        (
            "each address must be an IP address of the family that `addressType` names",
            slice("IPv6", "2001:db8::1"),
            slice("IPv4", "2001:db8::1"),
        ),
        (
            "each address must be a domain name, as `addressType` says",
            slice("FQDN", "a.example.com"),
            slice("FQDN", "A_b"),
        ),
        (
            "port names must be unique",
            json!({"addressType": "IPv4", "ports": [{"name": "a"}, {}]}),
            json!({"addressType": "IPv4", "ports": [{}, {"port": 80}]}),
        ),
    ]
}
