//! Definitions themselves: which are read, and what of them.

use serde_json::{Value, json};

use super::{Files, definition, limit, lines, of_spec};
use crate::source::Severity;

#[test]
fn what_is_not_understood_is_said_with_its_place() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": {"type": "string", "pattern": "(?<x>a", "format": "isbn"},
            "b": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/definitions/x"}},
        },
        "patternProperties": {"^x": {"type": "string"}},
        "x-kubernetes-validations": [{"rule": "self.a.frobnicate()"}, {"rule": "1 +"}],
    });
    let files = Files::new(&[of_spec(schema)], &[limit(json!({"a": "anything"}))]);
    let warned = lines(&files.problems);
    let at = "spec.versions[0].schema.openAPIV3Schema.properties.spec";
    let expected = [
        format!("{at}.patternProperties: `patternProperties` is not supported, and not checked"),
        format!("{at}.properties.a.format: format `isbn` is not checked"),
        format!("{at}.properties.a.pattern: pattern not checked: "),
        format!(
            "{at}.properties.b.uniqueItems: `uniqueItems` is not checked: the API server refuses a definition that has it"
        ),
        format!("{at}.properties.b.items.$ref: `$ref` is not supported, and not checked"),
        format!(
            "{at}.x-kubernetes-validations[0].rule: rule not checked: unknown function `frobnicate` at offset 19"
        ),
        format!("{at}.x-kubernetes-validations[1].rule: rule not checked: expected a value at offset 3"),
    ];
    assert_eq!(warned.len(), expected.len(), "{warned:#?}");
    for (warned, expected) in warned.iter().zip(&expected) {
        assert!(warned.starts_with(expected), "{warned}\n{expected}");
    }
    assert!(files.problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert_eq!(lines(&files.admit().1), [""; 0]);
}

fn version(name: &str, more: Value) -> Value {
    let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {"spec": {
        "type": "object", "properties": {name: {"type": "string"}},
    }}}});
    let mut version = json!({"name": name, "served": true, "storage": false, "schema": schema});
    version.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    version
}

fn in_version(version: &str) -> Value {
    json!({
        "apiVersion": format!("example.com/{version}"), "kind": "Limit", "metadata": {"name": version},
        "spec": {version: "a"},
    })
}

#[test]
fn each_version_has_its_own_schema_if_it_is_served() {
    let definition = definition(json!([
        version("v1", json!({"storage": true})),
        version("v1beta1", json!({"deprecated": true, "deprecationWarning": "example.com/v1beta1 is old"})),
        version("v1alpha1", json!({"served": false})),
    ]));
    let objects = [in_version("v1"), in_version("v1beta1"), in_version("v1alpha1"), in_version("v2")];
    let files = Files::new(&[definition], &objects);
    let (world, problems) = files.admit();
    assert_eq!(world.others.len(), 2);
    assert_eq!(
        lines(&problems),
        [
            "apiVersion: example.com/v1beta1 is old",
            "apiVersion: Limit has no version `v1alpha1`",
            "apiVersion: Limit has no version `v2`",
        ]
    );
    assert_eq!(problems[0].severity, Severity::Note);
    assert_eq!(problems[0].hint.as_deref(), Some("write `apiVersion: example.com/v1`"));
    assert_eq!(problems[1].hint.as_deref(), Some("use `example.com/v1` or `example.com/v1beta1`"));
}

#[test]
fn a_kind_of_gateway_api_stays_as_it_is_built_in() {
    let mut gateway = definition(json!([version("v1", json!({}))]));
    gateway["spec"]["group"] = json!("gateway.networking.k8s.io");
    gateway["spec"]["names"]["kind"] = json!("Gateway");
    let files = Files::new(&[gateway], &[]);
    assert!(files.custom.is_empty());
    assert_eq!(files.problems[0].severity, Severity::Note);
    assert_eq!(
        lines(&files.problems),
        [
            "spec.names.kind: `Gateway` of `gateway.networking.k8s.io` is built in: this definition is not used"
        ]
    );
}

#[test]
fn of_two_definitions_of_a_kind_the_last_counts() {
    let first = of_spec(json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    let second = of_spec(json!({"type": "object", "properties": {"b": {"type": "string"}}}));
    let files = Files::new(&[first, second], &[limit(json!({"a": "x"}))]);
    assert_eq!(lines(&files.admit().1), ["spec.a: unknown field \"spec.a\""]);
}

#[test]
fn a_definition_that_is_none_is_an_error() {
    let old = json!({"apiVersion": "apiextensions.k8s.io/v1beta1", "kind": "CustomResourceDefinition"});
    let empty = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"});
    let other = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}});
    let files = Files::new(&[old, empty, other], &[]);
    assert_eq!(
        lines(&files.problems),
        [
            "apiVersion: `apiextensions.k8s.io/v1beta1` is not read",
            "spec.group: a CustomResourceDefinition has `spec.group`",
        ]
    );
}

#[test]
fn objects_with_one_name_replace_each_other() {
    let schema = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let files = Files::new(&[of_spec(schema)], &[limit(json!({"a": 1})), limit(json!({"a": 2}))]);
    let (world, problems) = files.admit();
    assert_eq!(problems[0].code, "duplicate-object");
    assert_eq!(world.others.iter().map(|object| &object.body["spec"]["a"]).collect::<Vec<_>>(), [2]);
}
