//! Which fields an object may have, and which it is kept with.

use serde_json::{Value, json};

use super::{Files, check, definition, kept, lines};

#[test]
fn objects_are_kept_with_their_defaults() {
    let schema = json!({"type": "object", "properties": {
        "burst": {"type": "integer", "default": 5},
        "nested": {"type": "object", "default": {}, "properties": {"unit": {"type": "string", "default": "s"}}},
    }});
    assert_eq!(kept(schema.clone(), json!({})), json!({"burst": 5, "nested": {"unit": "s"}}));
    assert_eq!(kept(schema, json!({"burst": null, "nested": {"unit": "h"}}))["burst"], 5);
}

#[test]
fn unknown_fields_are_refused_unless_they_are_kept() {
    let schema = json!({"type": "object", "properties": {
        "closed": {"type": "object", "properties": {"a": {"type": "string"}}},
        "open": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {
            "inside": {"type": "object"},
        }},
        "any": {"x-kubernetes-preserve-unknown-fields": true},
        "values": {"type": "object", "additionalProperties": true},
    }});
    check(
        schema.clone(),
        &[
            (json!({"open": {"x": {"y": 1}}, "any": [{"z": null}], "values": {"a": 1, "b": "c"}}), &[]),
            (json!({"closed": {"b": 1}}), &["spec.closed.b: unknown field \"spec.closed.b\""]),
            (
                json!({"open": {"inside": {"c": 1}}}),
                &["spec.open.inside.c: unknown field \"spec.open.inside.c\""],
            ),
            (json!({"values": {"a": {"b": 1}}}), &["spec.values.a.b: unknown field \"spec.values.a.b\""]),
        ],
    );
    let spec = json!({"open": {"x": {"y": null}}, "any": {"z": null}});
    assert_eq!(kept(schema, spec.clone()), spec);
}

#[test]
fn nulls_are_dropped_unless_they_are_values() {
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string"},
        "b": {"type": "string", "nullable": true, "default": "x"},
        "c": {"type": "array", "items": {"type": "string"}},
    }});
    assert_eq!(kept(schema.clone(), json!({"a": null, "b": null})), json!({"b": null}));
    check(
        schema,
        &[(
            json!({"c": [null]}),
            &["spec.c[0]: Invalid value: \"null\": spec.c[0] in body must be of type string: \"null\""],
        )],
    );
}

#[test]
fn an_object_inside_an_object() {
    let schema = json!({"type": "object", "properties": {"template": {
        "type": "object",
        "x-kubernetes-embedded-resource": true,
        "properties": {"spec": {"type": "object"}},
    }}});
    check(
        schema,
        &[
            (
                json!({"template": {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"a": "b"}}}}),
                &[],
            ),
            (
                json!({"template": {"kind": "9"}}),
                &[
                    "spec.template.apiVersion: Required value",
                    "spec.template.kind: Invalid value: \"9\": may have mixed case, but should otherwise match: a DNS-1035 \
                     label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, \
                     and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is \
                     '[a-z]([-a-z0-9]*[a-z0-9])?')",
                ],
            ),
            (
                json!({"template": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a/b", "nmae": 1}}}),
                &[
                    "spec.template.metadata.nmae: unknown field \"spec.template.metadata.nmae\"",
                    "spec.template.metadata.name: Invalid value: \"a/b\": may not contain '/'",
                ],
            ),
        ],
    );
}

#[test]
fn metadata_is_checked_and_a_schema_can_say_more_of_it() {
    let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {
        "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}}},
    }}});
    let definition = definition(json!([{"name": "v1", "served": true, "storage": true, "schema": schema}]));
    let object =
        |metadata: Value| json!({"apiVersion": "example.com/v1", "kind": "Limit", "metadata": metadata});
    let complaints = |metadata: Value| {
        lines(&Files::new(std::slice::from_ref(&definition), &[object(metadata)]).admit().1)
    };
    assert_eq!(complaints(json!({"name": "abc", "labels": {"a": "b"}})), [""; 0]);
    assert_eq!(
        complaints(json!({"name": "abcd"})),
        ["metadata.name: Too long: may not be more than 3 bytes"]
    );
    assert_eq!(complaints(json!({"name": "abc", "x": 1})), ["metadata.x: unknown field \"metadata.x\""]);
}

#[test]
fn the_status_of_an_object_is_dropped_if_it_has_a_resource_of_its_own() {
    let spec_and_status = |more: Value| {
        let schema =
            json!({"openAPIV3Schema": {"type": "object", "properties": {"status": {"type": "object"}}}});
        let mut version = json!({"name": "v1", "served": true, "storage": true, "schema": schema});
        version.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        definition(json!([version]))
    };
    let object = json!({
        "apiVersion": "example.com/v1", "kind": "Limit", "metadata": {"name": "x"}, "status": {"a": 1},
    });
    let with = Files::new(
        &[spec_and_status(json!({"subresources": {"status": {}}}))],
        std::slice::from_ref(&object),
    );
    assert_eq!(lines(&with.admit().1), [""; 0]);
    let without = Files::new(&[spec_and_status(json!({}))], &[object]);
    assert_eq!(lines(&without.admit().1), ["status.a: unknown field \"status.a\""]);
}
