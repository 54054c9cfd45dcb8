use serde_json::json;

use super::*;

/// Code and text of the only error beside the remark that rules were not checked.
fn only(object: Value) -> (&'static str, String) {
    let errors: Vec<_> =
        admit(object).errors.into_iter().filter(|error| error.kind.code() != "rules-unchecked").collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    (errors[0].kind.code(), complaints(&errors).remove(0))
}

/// Whether this is the code of the only error, and these the words.
fn check(object: Value, code: &str, complaint: &str) {
    assert_eq!(only(object), (code, complaint.to_owned()));
}

#[test]
fn a_required_field() {
    check(object("GatewayClass", json!({})), "field-required", "spec.controllerName: Required value");
    check(
        json!({"apiVersion": GATEWAY_API, "kind": "HTTPRoute", "metadata": {"name": "x"}}),
        "field-required",
        "spec: Required value",
    );
}

#[test]
fn a_pattern() {
    check(
        route(json!({"hostnames": ["a_b"]})),
        "field-invalid",
        "spec.hostnames[0]: Invalid value: \"a_b\": spec.hostnames[0] in body should match \
         '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'",
    );
}

#[test]
fn lengths_are_counted_in_characters() {
    let value =
        |length| rule(json!({"matches": [{"queryParams": [{"name": "a", "value": "é".repeat(length)}]}]}));
    assert_eq!(complaints(&admit(value(1024)).errors), [""; 0]);
    check(
        value(1025),
        "field-too-long",
        "spec.rules[0].matches[0].queryParams[0].value: Too long: may not be more than 1024 bytes",
    );
    check(
        value(0),
        "field-invalid",
        "spec.rules[0].matches[0].queryParams[0].value: Invalid value: \"\": \
         spec.rules[0].matches[0].queryParams[0].value in body should be at least 1 chars long",
    );
}

#[test]
fn numbers_of_items() {
    check(
        route(json!({"hostnames": vec!["a"; 17]})),
        "field-too-many",
        "spec.hostnames: Too many: 17: must have at most 16 items",
    );
    check(
        route(json!({"rules": []})),
        "field-invalid",
        "spec.rules: Invalid value: 0: spec.rules in body should have at least 1 items",
    );
    let labels: serde_json::Map<_, _> = (0..9).map(|index| (format!("l{index}"), json!(""))).collect();
    check(
        gateway(json!({"infrastructure": {"labels": labels}})),
        "field-too-many",
        "spec.infrastructure.labels: Too many: 9: must have at most 8 items",
    );
}

#[test]
fn bounds_of_numbers() {
    let weight = |weight: Value| rule(json!({"backendRefs": [{"name": "a", "port": 80, "weight": weight}]}));
    assert_eq!(complaints(&admit(weight(json!(1_000_000))).errors), [""; 0]);
    check(
        weight(json!(-1)),
        "field-invalid",
        "spec.rules[0].backendRefs[0].weight: Invalid value: -1: spec.rules[0].backendRefs[0].weight in body \
         should be greater than or equal to 0",
    );
    check(
        weight(json!(1_000_001)),
        "field-invalid",
        "spec.rules[0].backendRefs[0].weight: Invalid value: 1000001: spec.rules[0].backendRefs[0].weight in \
         body should be less than or equal to 1000000",
    );
}

#[test]
fn a_number_past_32_bits_is_told_so_too() {
    let errors =
        admit(gateway(json!({"listeners": [{"name": "a", "protocol": "HTTP", "port": 4294967296_u64}]})))
            .errors;
    assert_eq!(
        complaints(&errors),
        [
            "spec.listeners[0].port: Invalid value: \"\": Checked value must be of type integer with format \
             int32 in spec.listeners[0].port",
            "spec.listeners[0].port: Invalid value: 4294967296: spec.listeners[0].port in body should be less \
             than or equal to 65535",
        ]
    );
}

#[test]
fn enumerations_and_what_was_meant() {
    let object = rule(json!({"matches": [{"path": {"type": "Prefix"}}]}));
    check(
        object.clone(),
        "field-not-supported",
        "spec.rules[0].matches[0].path.type: Unsupported value: \"Prefix\": supported values: \"Exact\", \
         \"PathPrefix\", \"RegularExpression\"",
    );
    let method = admit(rule(json!({"matches": [{"method": "get"}]})));
    assert_eq!(method.errors[0].hint.as_deref(), Some("did you mean `GET`?"));
    check(
        rule(json!({"filters": [{"type": "RequestRedirect", "requestRedirect": {"statusCode": 300}}]})),
        "field-not-supported",
        "spec.rules[0].filters[0].requestRedirect.statusCode: Unsupported value: 300: supported values: \
         \"301\", \"302\", \"303\", \"307\", \"308\"",
    );
}

#[test]
fn types_are_those_of_json() {
    check(
        route(json!({"hostnames": "a"})),
        "field-type-invalid",
        "spec.hostnames: Invalid value: \"string\": spec.hostnames in body must be of type array: \"string\"",
    );
    check(
        route(json!({"rules": [[]]})),
        "field-type-invalid",
        "spec.rules[0]: Invalid value: \"array\": spec.rules[0] in body must be of type object: \"array\"",
    );
}

#[test]
fn a_number_in_quotes_is_a_text_and_the_hint_says_how_to_write_it() {
    let object = rule(json!({"backendRefs": [{"name": "a", "port": "80"}]}));
    check(
        object.clone(),
        "field-type-invalid",
        "spec.rules[0].backendRefs[0].port: Invalid value: \"string\": spec.rules[0].backendRefs[0].port in \
         body must be of type integer: \"string\"",
    );
    assert_eq!(admit(object).errors[0].hint.as_deref(), Some("write it without quotes: `80`"));
}

#[test]
fn where_there_is_a_format_it_is_named_instead_of_the_type() {
    check(
        rule(json!({"backendRefs": [{"name": "a", "port": true}]})),
        "field-type-invalid",
        "spec.rules[0].backendRefs[0].port: Invalid value: \"\": spec.rules[0].backendRefs[0].port in body must \
         be of type int32: \"\"",
    );
}

#[test]
fn items_of_sets_and_keys_of_maps_are_unique() {
    check(
        rule(json!({"filters": [{"type": "CORS", "cors": {"allowMethods": ["GET", "PUT", "GET", "GET"]}}]})),
        "field-duplicate",
        "spec.rules[0].filters[0].cors.allowMethods[2]: Duplicate value: \"GET\"",
    );
    let header = |name| json!({"name": name, "value": "1"});
    check(
        rule(json!({"matches": [{"headers": [header("a"), header("b"), header("a")]}]})),
        "field-duplicate",
        "spec.rules[0].matches[0].headers[2]: Duplicate value: {\"name\":\"a\"}",
    );
}

/// As Kubernetes has it, list-map keys are compared as they are written, although headers are not.
#[test]
fn header_names_that_differ_in_case_are_no_duplicates() {
    let header = |name| json!({"name": name, "value": "1"});
    let admission = admit(rule(json!({"matches": [{"headers": [header("a"), header("A")]}]})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
}

#[test]
fn the_value_of_an_ip_address_is_one() {
    let address = |value| gateway(json!({"addresses": [{"value": value}]}));
    for good in ["10.0.0.1", "010.0.0.1", "::1", "::ffff:1.2.3.4"] {
        assert_eq!(complaints(&admit(address(good)).errors), [""; 0]);
    }
    for bad in ["10.0.0", "10.0.0.256", "example.com", "fe80::1%eth0", ""] {
        let errors = admit(address(bad)).errors;
        assert_eq!(
            errors[0].message,
            "Invalid value: \"\": \"spec.addresses[0]\" must validate one and only one schema (oneOf). Found none \
             valid"
        );
    }
}

#[test]
fn rules_wait_until_the_shape_is_right() {
    let admission = admit(rule(json!({"matches": [{"path": {"type": "Nope", "value": "no-slash"}}]})));
    let codes: Vec<_> = admission.errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["field-not-supported", "rules-unchecked"]);
    // A broken pattern does not keep the rules from being evaluated.
    let admission = admit(route(json!({
        "hostnames": ["a_b"],
        "rules": [{"matches": [{"path": {"value": "no-slash"}}]}],
    })));
    let codes: Vec<_> = admission.errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["field-invalid", "field-rule"]);
}

#[test]
fn header_values_are_restricted_in_the_experimental_channel_only() {
    let object = rule(json!({"matches": [{"headers": [{"name": "a", "value": "é"}]}]}));
    assert_eq!(complaints(&admit_in(Channel::Standard, object.clone()).errors), [""; 0]);
    assert_eq!(admit_in(Channel::Experimental, object).errors.len(), 1);
}

#[test]
fn external_auth_is_a_filter_of_the_experimental_channel_only() {
    let auth = json!({"protocol": "GRPC", "grpc": {}, "backendRef": {"name": "a", "port": 80}});
    let object = rule(json!({"filters": [{"type": "ExternalAuth", "externalAuth": auth}]}));
    assert_eq!(complaints(&admit_in(Channel::Experimental, object.clone()).errors), [""; 0]);
    let codes: Vec<_> =
        admit_in(Channel::Standard, object).errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["field-unknown", "field-not-supported", "rules-unchecked"]);
}

#[test]
fn values_in_messages_look_as_go_prints_them() {
    let message = |name: &str| {
        let object =
            json!({"apiVersion": GATEWAY_API, "kind": "HTTPRoute", "metadata": {"name": name}, "spec": {}});
        admit(object).errors.remove(0).message
    };
    assert!(message("a\"\\\n\u{0}é\u{301}\u{a0}").starts_with(r#"Invalid value: "a\"\\\n\x00é"#));
    assert!(message("\u{a0}").starts_with(r#"Invalid value: "\u00a0""#));
    let errors = admit(rule(json!({"retry": {"attempts": 1.5e-7}}))).errors;
    assert!(errors.iter().any(|error| error.message.starts_with("Invalid value: 1.5e-07: ")));
}

#[test]
fn the_data_of_a_secret_is_base64() {
    let secret = |value: &str| {
        admit(json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}, "data": {"a": value}}))
    };
    for fine in ["", "YQ==", "YWI=", "YWJj", "YW\nJj", "+/+/"] {
        assert_eq!(complaints(&secret(fine).errors), [""; 0], "{fine:?}");
    }
    for bad in ["YQ", "YQ=", "Y===", "Y=Q=", "a_b-", "YQ==YQ=="] {
        assert_eq!(secret(bad).errors[0].kind.code(), "field-type-invalid", "{bad:?}");
    }
    assert_eq!(
        complaints(&secret("plain").errors)[..1],
        ["data.a: Invalid value: \"plain\": data.a in body must be of type byte: \"plain\""]
    );
}

#[test]
fn a_service_needs_ports_unless_it_is_headless_or_a_name() {
    let fine = [
        json!({"ports": [{"port": 80}], "selector": {"app": "a"}}),
        json!({"ports": [{"port": 80}]}),
        json!({"clusterIP": "None"}),
        json!({"type": "ExternalName", "externalName": "example.com"}),
    ];
    for spec in fine {
        assert_eq!(complaints(&admit(service(spec.clone())).errors), [""; 0], "{spec}");
    }
}
