use serde_json::{Value, json};

use super::{Admission, Channel, schema_of, validate};

fn admit(channel: Channel, object: Value) -> Admission {
    let (group, version) = object["apiVersion"].as_str().unwrap().rsplit_once('/').unwrap_or(("", "v1"));
    let schema = schema_of(group, version, object["kind"].as_str().unwrap(), channel).unwrap();
    validate(schema, object)
}

fn route(spec: Value) -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "r"},
        "spec": spec,
    })
}

#[test]
fn an_empty_route_matches_every_path() {
    let admission = admit(Channel::Standard, route(json!({})));
    assert_eq!(admission.errors, []);
    assert_eq!(
        admission.value["spec"],
        json!({"rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]}]})
    );
}
