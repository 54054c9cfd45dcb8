use serde_json::json;

use super::*;

fn with_metadata(kind: &str, metadata: Value) -> Admission {
    let (api_version, spec) = match kind {
        "Namespace" => ("v1", json!({})),
        "Service" => ("v1", json!({"ports": [{"port": 80}]})),
        "GatewayClass" => (GATEWAY_API, json!({"controllerName": "example.com/x"})),
        _ => (GATEWAY_API, json!({})),
    };
    admit(json!({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}))
}

/// Which names a kind takes, of a few that tell the rules apart.
fn accepted(kind: &str) -> Vec<&'static str> {
    ["a", "a.b", "1a", "A", "-a", "a-"]
        .into_iter()
        .filter(|name| with_metadata(kind, json!({"name": name})).errors.is_empty())
        .collect()
}

#[test]
fn each_kind_has_its_rule_for_names() {
    assert_eq!(accepted("HTTPRoute"), ["a", "a.b", "1a"]);
    assert_eq!(accepted("Namespace"), ["a", "1a"]);
    assert_eq!(accepted("Service"), ["a"]);
}

#[test]
fn a_bad_name_is_answered_with_the_rule() {
    assert_eq!(
        complaints(&with_metadata("HTTPRoute", json!({"name": "A"})).errors),
        ["metadata.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case \
          alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. \
          'example.com', regex used for validation is \
          '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]
    );
}

#[test]
fn a_name_is_required_even_if_it_could_be_generated() {
    let errors = with_metadata("HTTPRoute", json!({"generateName": "a-"})).errors;
    assert_eq!(complaints(&errors)[0], "metadata.name: Required value: name or generateName is required");
    assert!(errors[0].hint.is_some());
    let without = admit(json!({"apiVersion": GATEWAY_API, "kind": "HTTPRoute", "spec": {}}));
    assert_eq!(without.errors[0].path.to_string(), "metadata.name");
}

#[test]
fn labels_and_annotations_have_qualified_names() {
    let metadata = json!({
        "name": "x",
        "labels": {"example.com/ok": "fine", "/bad": "fine", "fine": "not fine"},
        "annotations": {"Example.COM/Ok": "anything at all", "a b": ""},
    });
    let errors = with_metadata("HTTPRoute", metadata).errors;
    let paths: Vec<_> = errors.iter().map(|error| error.path.to_string()).collect();
    assert_eq!(paths, ["metadata.labels", "metadata.labels", "metadata.annotations"]);
    assert_eq!(errors[0].message, "Invalid value: \"/bad\": prefix part must be non-empty");
}

#[test]
fn a_label_that_is_no_text_has_the_wrong_type_and_a_hint() {
    let errors = with_metadata("HTTPRoute", json!({"name": "x", "labels": {"a": true}})).errors;
    assert_eq!(errors[0].kind.code(), "field-type-invalid");
    assert_eq!(errors[0].hint.as_deref(), Some("write it in quotes: `\"true\"`"));
}

#[test]
fn the_creation_timestamp_is_rfc_3339_or_null() {
    let errors = |timestamp: Value| {
        with_metadata("HTTPRoute", json!({"name": "x", "creationTimestamp": timestamp})).errors.len()
    };
    assert_eq!(errors(json!("2024-01-31T12:00:00Z")), 0);
    assert_eq!(errors(json!("2024-01-31T12:00:00+02:00")), 0);
    assert_eq!(errors(json!(null)), 0);
    assert_eq!(errors(json!("2024-01-31")), 1);
    assert_eq!(errors(json!("2024-01-31 12:00:00Z")), 1);
    assert_eq!(errors(json!("yesterday")), 1);
}

#[test]
fn a_namespace_is_a_label_and_cluster_scoped_objects_lose_theirs() {
    let admission = with_metadata("HTTPRoute", json!({"name": "x", "namespace": "a.b"}));
    assert_eq!(
        complaints(&admission.errors),
        ["metadata.namespace: Invalid value: \"a.b\": must not contain dots"]
    );
    let admission = with_metadata("GatewayClass", json!({"name": "x", "namespace": "a.b"}));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(admission.value["metadata"], json!({"name": "x"}));
}

#[test]
fn metadata_has_unknown_fields_too() {
    let errors = with_metadata("HTTPRoute", json!({"name": "x", "lables": {}})).errors;
    assert_eq!(complaints(&errors), ["metadata.lables: unknown field \"metadata.lables\""]);
    assert_eq!(errors[0].hint.as_deref(), Some("did you mean `labels`?"));
}

#[test]
fn owners_are_named_and_one_of_them_controls() {
    let owner = |more: Value| {
        let mut owner = json!({"apiVersion": "apps/v1", "kind": "Deployment", "name": "a", "uid": "1"});
        owner.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        owner
    };
    let errors = |owners: Value| {
        let admission = with_metadata("HTTPRoute", json!({"name": "x", "ownerReferences": owners}));
        complaints(&admission.errors)
    };
    assert_eq!(errors(json!([owner(json!({"controller": true})), owner(json!({}))])), [""; 0]);
    assert_eq!(
        errors(json!([{"apiVersion": "apps/", "kind": "Deployment"}])),
        [
            "metadata.ownerReferences[0].apiVersion: Invalid value: \"apps/\": version must not be empty",
            "metadata.ownerReferences[0].name: Invalid value: \"\": must not be empty",
            "metadata.ownerReferences[0].uid: Invalid value: \"\": must not be empty",
        ]
    );
    let controller = |name: &str| owner(json!({"controller": true, "name": name}));
    assert_eq!(
        errors(json!([controller("a"), controller("b")])),
        [
            "metadata.ownerReferences: Invalid value: [{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"a\",\
             \"uid\":\"1\",\"controller\":true},{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"b\",\"uid\":\"1\",\
             \"controller\":true}]: Only one reference can have Controller set to true. Found \"true\" in references \
             for Deployment/a and Deployment/b"
        ]
    );
    assert_eq!(
        errors(json!([owner(json!({"apiVersion": "v1", "kind": "Event"}))])),
        [
            "metadata.ownerReferences[0]: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"a\",\"uid\":\"1\"}: \
             /v1, Kind=Event is disallowed from being an owner"
        ]
    );
}

#[test]
fn what_an_export_of_a_cluster_holds_is_taken() {
    let metadata = json!({
        "name": "x",
        "creationTimestamp": "2024-01-31T12:00:00Z",
        "deletionTimestamp": "2024-01-31T12:00:01Z",
        "deletionGracePeriodSeconds": 0,
        "generation": 7,
        "resourceVersion": "1234",
        "selfLink": "/apis/x",
        "uid": "2d5a1f6e-0000-4000-8000-000000000000",
        "managedFields": [{
            "apiVersion": GATEWAY_API,
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:spec": {}},
            "manager": "kubectl",
            "operation": "Update",
            "subresource": "status",
            "time": "2024-01-31T12:00:00Z",
        }],
    });
    assert_eq!(complaints(&with_metadata("HTTPRoute", metadata).errors), [""; 0]);
}

#[test]
fn managers_of_fields_are_checked() {
    let managers = json!([{"operation": "Delete", "fieldsType": "FieldsV2", "manager": "a\u{0}", "subresource": "s".repeat(257)}]);
    let admission = with_metadata("HTTPRoute", json!({"name": "x", "managedFields": managers}));
    assert_eq!(
        complaints(&admission.errors)[..4],
        [
            "metadata.managedFields[0].operation: Invalid value: \"Delete\": must be `Apply` or `Update`",
            "metadata.managedFields[0].fieldsType: Invalid value: \"FieldsV2\": must be `FieldsV1`",
            "metadata.managedFields[0].manager: Invalid value: \"a\\x00\": invalid character U+0000 (at position 1)",
            "metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes",
        ]
    );
}

#[test]
fn finalizers_are_qualified_names_that_agree() {
    let errors = |finalizers: Value| {
        let admission = with_metadata("HTTPRoute", json!({"name": "x", "finalizers": finalizers}));
        complaints(&admission.errors)
    };
    assert_eq!(errors(json!(["example.com/a", "orphan"])), [""; 0]);
    assert_eq!(
        errors(json!(["orphan", "foregroundDeletion"])),
        ["metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and \
             foregroundDeletion cannot be both set"]
    );
}
