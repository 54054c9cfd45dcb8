use std::collections::BTreeSet;

use super::super::{
    Channel, known_kinds,
    schema::{Node, Schema, Shape},
    schema_of,
};

const CHANNELS: [Channel; 2] = [Channel::Standard, Channel::Experimental];

/// Calls `visit` with the path, list indexes left out, of every node.
pub(super) fn each_node<'a>(node: &'a Node, path: &str, visit: &mut impl FnMut(&str, &'a Node)) {
    visit(path, node);
    match &node.shape {
        Shape::Object(object) => {
            for field in &object.fields {
                let separator = if path.is_empty() { "" } else { "." };
                each_node(&field.node, &format!("{path}{separator}{}", field.name), visit);
            }
        }
        Shape::Map(map) => each_node(&map.values, &format!("{path}.*"), visit),
        Shape::List(list) => each_node(&list.items, &format!("{path}[]"), visit),
        _ => {}
    }
}

pub(super) fn each_schema(mut visit: impl FnMut(&'static str, Channel, &'static Schema)) {
    for known in known_kinds() {
        for channel in CHANNELS {
            let schema = schema_of(known.group, known.versions[0], known.kind, channel).unwrap();
            visit(known.kind, channel, schema);
        }
    }
}

#[test]
fn every_rule_and_every_pattern_compiles() {
    each_schema(|kind, channel, schema| {
        each_node(&schema.root, kind, &mut |path, node| {
            for rule in &node.rules {
                assert_eq!(rule.program.as_ref().err(), None, "{path} in {channel:?}");
            }
            if let Shape::String(string) = &node.shape
                && let Some(pattern) = string.pattern
            {
                assert!(pattern.regex().is_some(), "{path}: {}", pattern.source());
            }
        });
    });
}

#[test]
fn no_field_is_declared_twice() {
    each_schema(|kind, _, schema| {
        each_node(&schema.root, kind, &mut |path, node| {
            let Shape::Object(object) = &node.shape else { return };
            let names: BTreeSet<_> = object.fields.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), object.fields.len(), "{path}");
        });
    });
}

#[test]
fn the_standard_channel_has_no_field_that_the_experimental_one_lacks() {
    for known in known_kinds() {
        let paths = |channel| {
            let mut paths = BTreeSet::new();
            let schema = schema_of(known.group, known.versions[0], known.kind, channel).unwrap();
            each_node(&schema.root, "", &mut |path, _| {
                paths.insert(path.to_owned());
            });
            paths
        };
        let only: Vec<_> =
            paths(Channel::Standard).difference(&paths(Channel::Experimental)).cloned().collect();
        assert_eq!(only, Vec::<String>::new(), "{}", known.kind);
    }
}

#[test]
fn a_version_that_is_not_served_has_no_schema() {
    let group = "gateway.networking.k8s.io";
    assert!(schema_of(group, "v1beta1", "HTTPRoute", Channel::Standard).is_some());
    assert!(schema_of(group, "v1alpha2", "HTTPRoute", Channel::Standard).is_none());
    assert!(schema_of("", "v1", "HTTPRoute", Channel::Standard).is_none());
}
