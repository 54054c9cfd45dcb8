//! What a schema says of values.

use serde_json::json;

use super::check;

#[test]
fn constraints_of_texts() {
    let schema = json!({"type": "object", "properties": {
        "size": {"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^[a-z{]+$"},
        "unit": {"type": "string", "enum": ["second", "hour"]},
        "when": {"type": "string", "format": "date-time"},
    }});
    check(
        schema,
        &[
            (json!({"size": "ab", "unit": "hour", "when": "2024-01-31T12:00:00Z"}), &[]),
            (json!({"size": "a{"}), &[]),
            (
                json!({"size": "a"}),
                &["spec.size: Invalid value: \"a\": spec.size in body should be at least 2 chars long"],
            ),
            (json!({"size": "abcd"}), &["spec.size: Too long: may not be more than 3 bytes"]),
            (
                json!({"size": "AB"}),
                &["spec.size: Invalid value: \"AB\": spec.size in body should match '^[a-z{]+$'"],
            ),
            (
                json!({"unit": "hours"}),
                &["spec.unit: Unsupported value: \"hours\": supported values: \"second\", \"hour\""],
            ),
            (
                json!({"when": "noon"}),
                &[
                    "spec.when: Invalid value: \"noon\": spec.when in body must be of type date-time: \"noon\"",
                ],
            ),
        ],
    );
}

#[test]
fn constraints_of_numbers() {
    let schema = json!({"type": "object", "properties": {
        "open": {"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true},
        "even": {"type": "integer", "multipleOf": 2, "maximum": 10},
        "tenth": {"type": "number", "multipleOf": 0.1},
        "small": {"type": "integer", "format": "int32"},
    }});
    check(
        schema,
        &[
            (json!({"open": 0.5, "even": 4, "tenth": 0.3, "small": 7}), &[]),
            (
                json!({"open": 0}),
                &["spec.open: Invalid value: 0: spec.open in body should be greater than 0"],
            ),
            (json!({"open": 1.0}), &["spec.open: Invalid value: 1: spec.open in body should be less than 1"]),
            (
                json!({"even": 11}),
                &[
                    "spec.even: Invalid value: 11: spec.even in body should be a multiple of 2",
                    "spec.even: Invalid value: 11: spec.even in body should be less than or equal to 10",
                ],
            ),
            (
                json!({"tenth": 0.25}),
                &["spec.tenth: Invalid value: 0.25: spec.tenth in body should be a multiple of 0.1"],
            ),
            (
                json!({"small": 3_000_000_000_i64}),
                &[
                    "spec.small: Invalid value: \"\": Checked value must be of type integer with format int32 in spec.small",
                ],
            ),
        ],
    );
}

#[test]
fn constraints_of_lists_and_maps() {
    let schema = json!({"type": "object", "maxProperties": 3, "properties": {
        "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}, "maxItems": 3},
        "map": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        },
        "labels": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "maxLength": 1}},
    }});
    check(
        schema,
        &[
            (json!({"set": ["a", "b"], "map": [{"name": "a"}, {"name": "b"}], "labels": {"k": "v"}}), &[]),
            (json!({"set": ["a", "a"]}), &["spec.set[1]: Duplicate value: \"a\""]),
            (
                json!({"map": [{"name": "a"}, {"name": "a"}]}),
                &["spec.map[1]: Duplicate value: {\"name\":\"a\"}"],
            ),
            (json!({"map": [{}]}), &["spec.map[0].name: Required value"]),
            (
                json!({"labels": {}}),
                &["spec.labels: Invalid value: 0: spec.labels in body should have at least 1 properties"],
            ),
            (json!({"labels": {"k": "vv"}}), &["spec.labels.k: Too long: may not be more than 1 bytes"]),
        ],
    );
}

#[test]
fn alternatives() {
    let schema = json!({
        "type": "object",
        "properties": {"rate": {"type": "integer"}, "share": {"type": "integer"}, "name": {"type": "string"}},
        "oneOf": [{"required": ["rate"]}, {"required": ["share"]}],
        "not": {"required": ["name", "share"]},
        "allOf": [{"properties": {"rate": {"minimum": 1}}}],
        "anyOf": [{"properties": {"rate": {"maximum": 5}}}, {"required": ["name"]}],
    });
    check(
        schema,
        &[
            (json!({"rate": 1}), &[]),
            (json!({"rate": 9, "name": "a"}), &[]),
            (
                json!({}),
                &[
                    "spec: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). Found none valid",
                    "spec.rate: Required value",
                ],
            ),
            (
                json!({"rate": 1, "share": 1}),
                &[
                    "spec: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). Found 2 valid alternatives",
                ],
            ),
            (
                json!({"share": 1, "name": "a"}),
                &["spec: Invalid value: \"\": \"spec\" must not validate the schema (not)"],
            ),
            (
                json!({"rate": 0}),
                &[
                    "spec.rate: Invalid value: 0: spec.rate in body should be greater than or equal to 1",
                    "spec: Invalid value: \"\": \"spec\" must validate all the schemas (allOf). None validated",
                ],
            ),
            (
                json!({"rate": 9}),
                &[
                    "spec: Invalid value: \"\": \"spec\" must validate at least one schema (anyOf)",
                    "spec.rate: Invalid value: 9: spec.rate in body should be less than or equal to 5",
                ],
            ),
        ],
    );
}

#[test]
fn a_number_or_a_text() {
    let schema = json!({"type": "object", "properties": {"port": {
        "x-kubernetes-int-or-string": true, "pattern": "^[a-z]+$", "maximum": 9,
        "anyOf": [{"type": "integer"}, {"type": "string"}],
    }}});
    check(
        schema,
        &[
            (json!({"port": 9}), &[]),
            (json!({"port": "http"}), &[]),
            (
                json!({"port": 10}),
                &["spec.port: Invalid value: 10: spec.port in body should be less than or equal to 9"],
            ),
            (
                json!({"port": "9"}),
                &["spec.port: Invalid value: \"9\": spec.port in body should match '^[a-z]+$'"],
            ),
        ],
    );
}
