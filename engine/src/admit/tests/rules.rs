//! Every CEL rule that is declared is known to be kept by some object and broken by another.

use std::collections::BTreeSet;

use serde_json::json;

use super::{
    declarations::{each_node, each_schema},
    twins::{LISTENER_TLS, cases},
    *,
};
use crate::source::{FieldPath, Segment};

/// A rule is known by its kind, its place, list indexes left out, and its message.
type Name = (String, String, String);

fn declared(wanted: Channel) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    each_schema(|known, _, channel, schema| {
        if channel != wanted {
            return;
        }
        each_node(&schema.root, "", &mut |path, node| {
            // Rules about updates say nothing about the objects of a file.
            let rules = node.rules.iter().filter(|rule| !rule.program.as_ref().unwrap().is_transition());
            names
                .extend(rules.map(|rule| (known.kind.to_owned(), path.to_owned(), rule.message.to_string())));
        });
    });
    names
}

fn place(path: &FieldPath) -> String {
    let steps = path.segments().iter().enumerate().map(|(position, segment)| match segment {
        Segment::Index(_) => "[]".to_owned(),
        Segment::Field(name) if position == 0 => name.clone(),
        Segment::Field(name) => format!(".{name}"),
    });
    steps.collect()
}

/// The rules that an object breaks.
fn broken(channel: Channel, object: Value) -> BTreeSet<Name> {
    let kind = object["kind"].as_str().unwrap().to_owned();
    let errors = admit_in(channel, object).errors;
    let rules = errors.iter().filter(|error| error.kind.code() == "field-rule");
    rules
        .map(|error| {
            let message = error.message.strip_prefix("Invalid value: ").unwrap();
            // Of a text, the message repeats the value.
            let message = message.split_once("\": ").map_or(message, |(_, message)| message);
            (kind.clone(), place(&error.path), message.to_owned())
        })
        .collect()
}

/// Whether the channel has the kind of an object in its version.
fn exists(channel: Channel, object: &Value) -> bool {
    let api_version = object["apiVersion"].as_str().unwrap();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    schema_of(group, version, object["kind"].as_str().unwrap(), channel).is_some()
}

fn check(channel: Channel) {
    let declared = declared(channel);
    let messages: BTreeSet<_> = declared.iter().map(|(_, _, message)| message.clone()).collect();
    let mut seen = BTreeSet::new();
    for (frame, (message, good, bad)) in cases(channel) {
        if !messages.contains(message) || !exists(channel, &frame(good.clone())) {
            continue;
        }
        assert_eq!(complaints(&admit_in(channel, frame(good)).errors), [""; 0], "{message}");
        let broken = broken(channel, frame(bad));
        assert!(broken.iter().any(|(_, _, broken)| broken == message), "{message}: {broken:?}");
        seen.extend(broken);
    }
    let untested: Vec<_> = declared.difference(&seen).collect();
    // No value of `type` gets past its enumeration and then breaks the rule that repeats it.
    let unbreakable = ["type must be one of ['Exact', 'PathPrefix', 'RegularExpression']"];
    let untested: Vec<_> =
        untested.into_iter().filter(|(_, _, message)| !unbreakable.contains(&message.as_str())).collect();
    assert_eq!(untested, Vec::<&Name>::new());
}

#[test]
fn each_rule_of_the_standard_channel_is_kept_by_one_twin_and_broken_by_the_other() {
    check(Channel::Standard);
}

#[test]
fn each_rule_of_the_experimental_channel_is_kept_by_one_twin_and_broken_by_the_other() {
    check(Channel::Experimental);
}

#[test]
fn a_rule_about_updates_does_not_bind_new_objects() {
    let class = object("GatewayClass", json!({"controllerName": "example.com/x"}));
    assert_eq!(complaints(&admit(class).errors), [""; 0]);
}

#[test]
fn a_rule_that_cannot_be_evaluated_is_broken() {
    let object = LISTENER_TLS(json!({}));
    assert_eq!(
        complaints(&admit(object).errors),
        ["spec.listeners[0].tls: Invalid value: \"object\": no such key: certificateRefs evaluating rule: \
          certificateRefs or options must be specified when mode is Terminate"]
    );
}
