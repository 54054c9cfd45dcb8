//! Kinds that somebody brings along: from the text of their CustomResourceDefinition.

mod constraints;
mod definitions;
mod fields;
mod rules;

use serde_json::{Value, json};

use crate::{
    admit::{AdmitOptions, CustomKinds, World, admit},
    source::{DocId, Input, Place, Problem, Sources, read},
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
