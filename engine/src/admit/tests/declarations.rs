use std::collections::BTreeSet;

use super::super::{
    Channel, KindInfo, Version, known_kinds,
    schema::{Node, Schema, Shape},
    schema_of,
};

pub(super) const CHANNELS: [Channel; 2] = [Channel::Standard, Channel::Experimental];

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

pub(super) fn each_schema(
    mut visit: impl FnMut(&'static KindInfo, &'static Version, Channel, &'static Schema),
) {
    for known in known_kinds() {
        for channel in CHANNELS {
            for version in known.served(channel) {
                let schema = schema_of(known.group, version.name, known.kind, channel).unwrap();
                visit(known, version, channel, schema);
            }
        }
    }
}

#[test]
fn every_pattern_compiles() {
    each_schema(|known, _, _, schema| {
        each_node(&schema.root, known.kind, &mut |path, node| {
            if let Shape::String(string) = &node.shape
                && let Some(pattern) = &string.pattern
            {
                assert!(pattern.regex().is_some(), "{path}: {}", pattern.source());
            }
        });
    });
}

#[test]
fn no_field_is_declared_twice() {
    each_schema(|known, _, _, schema| {
        each_node(&schema.root, known.kind, &mut |path, node| {
            let Shape::Object(object) = &node.shape else { return };
            let names: BTreeSet<_> = object.fields.iter().map(|field| &field.name).collect();
            assert_eq!(names.len(), object.fields.len(), "{path}");
        });
    });
}

#[test]
fn the_standard_channel_has_no_field_that_the_experimental_one_lacks() {
    each_schema(|known, version, channel, standard| {
        if channel == Channel::Standard {
            let experimental = schema_of(known.group, version.name, known.kind, Channel::Experimental);
            let more = paths(experimental.unwrap());
            let only: Vec<_> = paths(standard).difference(&more).cloned().collect();
            assert_eq!(only, Vec::<String>::new(), "{}", known.kind);
        }
    });
}

fn paths(schema: &'static Schema) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    each_node(&schema.root, "", &mut |path, _| {
        paths.insert(path.to_owned());
    });
    paths
}

#[test]
fn a_version_that_is_not_served_has_no_schema() {
    let group = "gateway.networking.k8s.io";
    assert!(schema_of(group, "v1beta1", "HTTPRoute", Channel::Standard).is_some());
    assert!(schema_of(group, "v1alpha2", "HTTPRoute", Channel::Standard).is_none());
    assert!(schema_of("", "v1", "HTTPRoute", Channel::Standard).is_none());
    assert!(schema_of(group, "v1alpha2", "TCPRoute", Channel::Standard).is_none());
    assert!(schema_of(group, "v1alpha2", "TCPRoute", Channel::Experimental).is_some());
}

#[test]
fn the_standard_channel_has_none_of_the_kinds_that_may_still_change() {
    let only: Vec<_> = known_kinds()
        .iter()
        .filter(|known| known.served(Channel::Standard).count() == 0)
        .map(|known| known.kind)
        .collect();
    assert_eq!(only, ["XBackendTrafficPolicy", "XBackend", "XMesh"]);
}

#[test]
fn older_versions_of_layer_4_routes_have_several_rules() {
    let rules = |kind: &str, version: &str| {
        let schema = schema_of("gateway.networking.k8s.io", version, kind, Channel::Experimental).unwrap();
        let mut max = None;
        each_node(&schema.root, "", &mut |path, node| {
            if path == "spec.rules"
                && let Shape::List(list) = &node.shape
            {
                max = list.max;
            }
        });
        max.unwrap()
    };
    assert_eq!((rules("TCPRoute", "v1"), rules("TCPRoute", "v1alpha2")), (1, 16));
    assert_eq!((rules("TLSRoute", "v1"), rules("TLSRoute", "v1alpha2")), (1, 16));
    assert_eq!(rules("TLSRoute", "v1alpha3"), 1);
}
