//! A value that is said at a glance to keep the rules of its node does keep each of them.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::select, strategy::Union, test_runner::TestRunner};
use serde_json::{Value, json};

use super::declarations::{each_node, each_schema};
use crate::admit::{
    cel::Budget,
    schema::{Evident, Node},
};

/// Values of few kinds under few names, so that they come close to the rules again and again.
fn values(evident: Evident) -> BoxedStrategy<Value> {
    match evident {
        Evident::Path => object(vec![
            ("type", texts(&["Exact", "PathPrefix", "RegularExpression"])),
            ("value", "/?[a/.%2fF#~ {é_-]{0,7}".prop_map(Value::from).boxed()),
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
            let many = prop_oneof![0_usize..3, 60_usize..70];
            let matches = many.prop_map(|count| json!(vec![json!({}); count])).boxed();
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

fn filter() -> BoxedStrategy<Value> {
    let types = ["RequestHeaderModifier", "RequestRedirect", "URLRewrite", "CORS", "ExternalAuth"];
    let path = json!({ "path": { "type": "ReplacePrefixMatch", "replacePrefixMatch": "/" } });
    let of = move |value: Value| select(vec![Value::Null, Value::Null, value]).boxed();
    object(vec![
        ("type", texts(&types)),
        ("requestHeaderModifier", of(json!({}))),
        ("requestRedirect", of(path.clone())),
        ("urlRewrite", of(path)),
        ("cors", of(json!({}))),
        ("externalAuth", of(json!({}))),
    ])
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

fn broken(node: &Node, value: &Value) -> Option<String> {
    let rules = node.rules.iter().filter(|rule| !rule.program.is_transition());
    let mut broken =
        rules.filter(|rule| rule.program.holds(value, node, &Budget::new(1_000_000)) != Ok(true));
    broken.next().map(|rule| rule.message.to_string())
}

#[test]
fn what_is_said_to_keep_the_rules_keeps_them() {
    let mut nodes: Vec<(String, &Node)> = Vec::new();
    each_schema(|known, version, channel, schema| {
        each_node(&schema.root, "", &mut |path, node| {
            if node.evident != Evident::Never {
                nodes.push((format!("{} {} {channel:?} {path}", known.kind, version.name), node));
            }
        });
    });
    // How many values each kind was tried with, and of how many it said so.
    let mut worth: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (place, node) in nodes {
        let mut runner = TestRunner::deterministic();
        let strategy = values(node.evident);
        for _ in 0..200 {
            let value = strategy.new_tree(&mut runner).unwrap().current();
            let (tried, said) = worth.entry(format!("{:?}", node.evident)).or_default();
            *tried += 1;
            if node.evident.keeps_rules(&value) {
                *said += 1;
                assert_eq!(broken(node, &value), None, "{place}: {value}");
            }
        }
    }
    assert_eq!(worth.len(), 7, "{worth:?}");
    assert!(worth.values().all(|(tried, said)| said * 50 > *tried && said < tried), "{worth:?}");
}
