#[cfg(all(feature = "crds", feature = "yaml"))]
mod crds;
mod declarations;
mod defaults;
mod evident;
mod hostile;
mod metadata;
#[cfg(feature = "yaml")]
mod notes;
mod packed;
#[cfg(feature = "yaml")]
mod rules;
mod structure;
mod unknown;

use serde_json::{Value, json};

use super::{Admission, Channel, FieldError, schema_of, validate};

const GATEWAY_API: &str = "gateway.networking.k8s.io/v1";

fn admit_in(channel: Channel, object: Value) -> Admission {
    let api_version = object["apiVersion"].as_str().unwrap();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let schema = schema_of(group, version, object["kind"].as_str().unwrap(), channel).unwrap();
    validate(schema, object)
}

fn admit(object: Value) -> Admission {
    admit_in(Channel::Experimental, object)
}

/// The errors as people read them, `path: message`.
fn complaints(errors: &[FieldError]) -> Vec<String> {
    errors.iter().map(|error| format!("{}: {}", error.path, error.message)).collect()
}

fn object(kind: &str, spec: Value) -> Value {
    json!({"apiVersion": GATEWAY_API, "kind": kind, "metadata": {"name": "x"}, "spec": spec})
}

fn route(spec: Value) -> Value {
    object("HTTPRoute", spec)
}

/// A route with one rule.
fn rule(rule: Value) -> Value {
    route(json!({"rules": [rule]}))
}

/// A Gateway with one listener and `more` fields in its spec.
fn gateway(more: Value) -> Value {
    let mut spec = json!({
        "gatewayClassName": "x",
        "listeners": [{"name": "a", "port": 80, "protocol": "HTTP"}],
    });
    spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object("Gateway", spec)
}

fn service(spec: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": spec})
}
