//! A value that is said at a glance to keep the rules of its node does keep each of them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, sample::select, strategy::Union, test_runner::TestRunner};
use serde_json::{Value, json};

use super::declarations::{each_node, each_schema};
use crate::admit::{
    cel::{Budget, EvalError},
    schema::{Evident, FILTERS, Node},
};

/// So many values are tried of each kind, spread over the nodes of that kind.
const VALUES: usize = 3000;

/// Values of few kinds under few names, so that they come close to the rules again and again.
fn values(evident: Evident) -> BoxedStrategy<Value> {
    match evident {
        Evident::Path => object(vec![
            ("type", texts(&["Exact", "PathPrefix", "RegularExpression", "Other"])),
            ("value", joined(&["/", "/", "/", "a", ".", "..", "%2f", "%2F", "#"])),
        ]),
        Evident::Method => object(vec![
            ("type", texts(&["Exact", "RegularExpression"])),
            ("service", joined(&["a", "_", "Z9", "9", "."])),
            ("method", joined(&["a", "_", "Z9", "9", "."])),
        ]),
        Evident::Reference => object(vec![
            ("group", texts(&["", "example.com"])),
            ("kind", texts(&["Service", "Other"])),
            ("port", select(vec![json!(80), json!(80.0), Value::Null]).boxed()),
        ]),
        Evident::Filter => filter(),
        Evident::Filters => filters(),
        Evident::Rule => rule(),
        Evident::Rules => {
            // A route may have 128 of them.
            let count = select(vec![0, 1, 2, 63, 64]);
            let matches = count.prop_map(|count| json!(vec![json!({}); count])).boxed();
            list(object(vec![("name", texts(&["a", "b"])), ("matches", matches)]), 4)
        }
        Evident::Parents => {
            let port = || select(vec![json!(0), json!(80), json!(80.0), Value::Null]).boxed();
            list(
                object(vec![
                    ("group", texts(&["gateway.networking.k8s.io"])),
                    ("kind", texts(&["Gateway"])),
                    ("name", texts(&["a", "b"])),
                    ("namespace", texts(&["", "a"])),
                    ("sectionName", texts(&["", "a"])),
                    ("port", port()),
                ]),
                3,
            )
        }
        Evident::Never => Just(Value::Null).boxed(),
    }
}

/// A type and its field; of most something is missing, or there is another field beside it or in its place.
fn filter() -> BoxedStrategy<Value> {
    let any = || select(FILTERS.to_vec());
    let configuration = json!({ "path": { "type": "ReplacePrefixMatch", "replacePrefixMatch": "/" } });
    let flawed = (any(), any(), 0..6).prop_map(move |((kind, own), (_, other), flaw)| match flaw {
        0 => json!({ "type": kind, own: configuration, other: configuration }),
        1 => json!({ "type": kind, other: configuration }),
        2 => json!({ "type": kind }),
        3 => json!({ own: configuration }),
        _ => json!({ "type": kind, own: configuration }),
    });
    flawed.boxed()
}

fn filters() -> BoxedStrategy<Value> {
    list(filter(), 3)
}

fn rule() -> BoxedStrategy<Value> {
    let path = object(vec![("type", texts(&["Exact", "PathPrefix"]))]);
    object(vec![
        ("matches", list(object(vec![("path", path)]), 3)),
        ("filters", filters()),
        ("backendRefs", list(object(vec![("filters", filters())]), 3)),
    ])
}

fn texts(texts: &[&'static str]) -> BoxedStrategy<Value> {
    select(texts.iter().map(|text| json!(text)).collect::<Vec<_>>()).boxed()
}

/// A few of these pieces and of characters that are seldom allowed, one behind the other.
fn joined(pieces: &[&'static str]) -> BoxedStrategy<Value> {
    let pieces = select(pieces.to_vec()).prop_map(str::to_owned);
    let piece = prop_oneof![4 => pieces, 1 => "[ %{^$é-]"];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat().into()).boxed()
}

fn list(item: BoxedStrategy<Value>, most: usize) -> BoxedStrategy<Value> {
    prop::collection::vec(item, 0..=most).prop_map(Value::from).boxed()
}

/// Each field may be missing, which it mostly is not; nulls are.
fn object(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let fields = fields.into_iter().map(|(name, value)| {
        Union::new_weighted(vec![(1, Just(Value::Null).boxed()), (4, value)])
            .prop_map(move |value| (name, value))
    });
    let fields: Vec<_> = fields.collect();
    fields
        .prop_map(|fields| {
            let present = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(present.map(|(name, value)| (name.to_owned(), value)).collect())
        })
        .boxed()
}

/// What each rule of a node, told by its message, makes of a value.
fn verdicts<'n>(node: &'n Node, value: &Value) -> Vec<(&'n str, Result<bool, EvalError>)> {
    let rules = node.rules.iter().filter(|rule| !rule.program.is_transition());
    rules.map(|rule| (&*rule.message, rule.program.holds(value, node, &Budget::new(1_000_000)))).collect()
}

/// Hands over values for each kind of glance, one for each of its nodes in turn, and where the node is.
fn each_value(mut visit: impl FnMut(&str, &'static Node, &Value)) {
    let mut nodes: BTreeMap<String, Vec<_>> = BTreeMap::new();
    each_schema(|known, version, channel, schema| {
        each_node(&schema.root, "", &mut |path, node| {
            if node.evident != Evident::Never {
                let place = format!("{} {} {channel:?} {path}", known.kind, version.name);
                nodes.entry(format!("{:?}", node.evident)).or_default().push((place, node));
            }
        });
    });
    for nodes in nodes.into_values() {
        let mut runner = TestRunner::deterministic();
        let strategy = values(nodes[0].1.evident);
        for (place, node) in nodes.iter().cycle().take(VALUES) {
            visit(place, node, &strategy.new_tree(&mut runner).unwrap().current());
        }
    }
}

#[test]
fn what_is_said_to_keep_the_rules_keeps_them() {
    each_value(|place, node, value| {
        if node.evident.keeps_rules(value) {
            let verdicts = verdicts(node, value);
            assert!(
                verdicts.iter().all(|(_, verdict)| *verdict == Ok(true)),
                "{place}: {value} {verdicts:?}"
            );
        }
    });
}

/// Or the test above would say nothing of a glance that leaves the rule out.
#[test]
fn each_rule_is_broken_by_a_value_that_was_tried() {
    let (mut tried, mut broken) = (BTreeSet::new(), BTreeSet::new());
    each_value(|_, node, value| {
        for (message, verdict) in verdicts(node, value) {
            let rule = (format!("{:?}", node.evident), message);
            if verdict == Ok(false) {
                broken.insert(rule.clone());
            }
            tried.insert(rule);
        }
    });
    assert_eq!(tried, broken);
}

#[test]
fn each_kind_is_told_of_some_values() {
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    each_value(|_, node, value| {
        *told.entry(format!("{:?}", node.evident)).or_default() +=
            usize::from(node.evident.keeps_rules(value));
    });
    assert!(told.values().all(|told| told * 50 > VALUES), "{told:?}");
}
