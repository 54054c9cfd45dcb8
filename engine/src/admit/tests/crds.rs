//! Kinds that somebody brings along: from the text of their CustomResourceDefinition.

use serde_json::{Value, json};

use crate::{
    admit::{AdmitOptions, CustomKinds, World, admit},
    source::{DocId, Input, Place, Problem, Severity, Sources, read},
};

/// Definitions, and objects behind them.
struct Files {
    sources: Sources,
    custom: CustomKinds,
    /// What reading the definitions found.
    problems: Vec<Problem>,
}

impl Files {
    fn new(definitions: &[Value], objects: &[Value]) -> Self {
        let inputs = definitions.iter().chain(objects).enumerate().map(|(number, object)| Input {
            path: format!("{number}.json"),
            bytes: object.to_string().into_bytes(),
        });
        let (sources, problems) = read(inputs.collect());
        assert_eq!(problems, []);
        let (custom, problems) = CustomKinds::read(&sources, (0..definitions.len()).map(DocId));
        Files { sources, custom, problems }
    }

    fn admit(&self) -> (World, Vec<Problem>) {
        let options = AdmitOptions { custom: self.custom.clone(), ..AdmitOptions::default() };
        let taken = admit(&self.sources, &options);
        (taken.world, taken.problems)
    }
}

fn definition(versions: Value) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "limits.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"kind": "Limit", "plural": "limits"},
            "scope": "Namespaced",
            "versions": versions,
        },
    })
}

/// A definition of one version whose `spec` is this schema.
fn of_spec(spec: Value) -> Value {
    let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}});
    definition(json!([{"name": "v1", "served": true, "storage": true, "schema": schema}]))
}

fn limit(spec: Value) -> Value {
    json!({"apiVersion": "example.com/v1", "kind": "Limit", "metadata": {"name": "x"}, "spec": spec})
}

/// What `admit` says of an object whose `spec` has a schema; reading the schema finds nothing.
fn complaints(schema: Value, spec: Value) -> Vec<String> {
    let files = Files::new(&[of_spec(schema)], &[limit(spec)]);
    assert_eq!(files.problems, []);
    lines(&files.admit().1)
}

fn lines(problems: &[Problem]) -> Vec<String> {
    let line = |problem: &Problem| match &problem.place {
        Place::Field { path, .. } | Place::Key { path, .. } => format!("{path}: {}", problem.message),
        other => panic!("{other:?}"),
    };
    problems.iter().map(line).collect()
}

/// The object as it is kept.
fn kept(schema: Value, spec: Value) -> Value {
    let files = Files::new(&[of_spec(schema)], &[limit(spec)]);
    let (world, problems) = files.admit();
    assert_eq!(lines(&problems), [""; 0]);
    world.others[0].body["spec"].clone()
}

/// Asserts what is wrong with each of several specs.
fn check(schema: Value, cases: &[(Value, &[&str])]) {
    for (spec, expected) in cases {
        assert_eq!(complaints(schema.clone(), spec.clone()), *expected, "{spec}");
    }
}

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
fn rules_with_everything_that_belongs_to_them() {
    let schema = json!({
        "type": "object",
        "properties": {
            "min": {"type": "integer"},
            "max": {"type": "integer"},
            "name": {"type": "string", "x-kubernetes-validations": [{"rule": "self.size() < 4"}]},
        },
        "x-kubernetes-validations": [
            {
                "rule": "!has(self.max) || self.min <= self.max",
                "message": "min first",
                "messageExpression": "'min is ' + string(self.min)",
                "reason": "FieldValueForbidden",
                "fieldPath": ".min",
            },
            {"rule": "self.min == oldSelf.min", "message": "cannot change"},
        ],
    });
    check(
        schema,
        &[
            (json!({"min": 1, "max": 1}), &[]),
            (json!({"min": 2, "max": 1}), &["spec.min: Forbidden: min is 2"]),
            (
                json!({"min": 1, "name": "long"}),
                &["spec.name: Invalid value: \"long\": failed rule: self.size() < 4"],
            ),
        ],
    );
}

/// What a field is in an expression follows from its schema.
#[test]
fn rules_see_the_types_of_the_schema() {
    let list = |unique: Value| {
        let mut list = json!({"type": "array", "items": {"type": "string"}});
        list.as_object_mut().unwrap().extend(unique.as_object().unwrap().clone());
        list
    };
    let mut schema = json!({"type": "object", "properties": {
        "number": {"type": "number"},
        "time": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "length": {"type": "string", "format": "duration"},
        "bytes": {"type": "string", "format": "byte"},
        "set": list(json!({"x-kubernetes-list-type": "set"})),
        "list": list(json!({})),
        "null": {"type": "string", "nullable": true},
        "values": {"type": "object", "additionalProperties": {"type": "string", "nullable": true}},
    }});
    let rules = [
        "self.number == 2.0 && type(self.number) == double",
        "self.time == timestamp('2024-02-29T12:14:15Z') && self.time.getHours() == 12",
        "self.day == timestamp('2024-01-31T00:00:00Z')",
        "self.length == duration('48h')",
        "self.bytes == b'hello'",
        "self.set == ['b', 'a'] && ['b', 'a'] != self.set && self.set + ['a', 'c'] == ['a', 'b', 'c']",
        "self.list != ['b', 'a'] && self.list + ['a'] == ['a', 'b', 'a']",
        "!has(self.__null__) && self.values.a == null",
    ];
    schema["x-kubernetes-validations"] = rules.map(|rule| json!({"rule": rule})).to_vec().into();
    let spec = json!({
        "number": 2,
        "time": "2024-02-29T13:14:15+01:00",
        "day": "2024-01-31",
        "length": "2 days",
        "bytes": "aGVsbG8=",
        "set": ["a", "b"],
        "list": ["a", "b"],
        "null": null,
        "values": {"a": null},
    });
    assert_eq!(complaints(schema, spec), [""; 0]);
}

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
