//! The twins of `host-tests/admission/twins`, each put into the base of its kind. The engine's own tests include this
//! file, since they need the same twins.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// An object that keeps a rule and one that breaks it.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) kind: String,
    /// Where the rule stands, list indexes left out.
    pub(crate) path: String,
    pub(crate) message: String,
    pub(crate) channel: Option<String>,
    pub(crate) version: Option<String>,
    /// Parts of the messages of other errors that the invalid twin has.
    pub(crate) also: Vec<String>,
    pub(crate) never: Option<Never>,
    /// The object that the twins would replace, for a rule about updates.
    pub(crate) old: Option<Value>,
    pub(crate) valid: Value,
    pub(crate) invalid: Value,
}

/// What no object can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Never {
    Kept,
    Broken,
}

/// A document of kind `Twins`.
#[derive(Debug, Deserialize)]
struct Twins {
    put: Vec<String>,
    channel: Option<String>,
    version: Option<String>,
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    at: String,
    message: String,
    channel: Option<String>,
    never: Option<Never>,
    because: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    old: Option<Value>,
    valid: Value,
    invalid: Value,
}

/// Every pair of the documents of all files.
pub(crate) fn pairs(documents: Vec<Value>) -> Vec<Pair> {
    let (twins, bases): (Vec<_>, Vec<_>) =
        documents.into_iter().partition(|document| document["kind"] == "Twins");
    let bases: BTreeMap<String, Value> =
        bases.into_iter().map(|base| (base["kind"].as_str().expect("a kind").to_owned(), base)).collect();
    let mut pairs = Vec::new();
    for document in twins {
        let twins: Twins = serde_json::from_value(document).expect("a document of the README's form");
        for place in &twins.put {
            let (kind, path) = place.split_once('.').unwrap_or((place, ""));
            let base = bases.get(kind).unwrap_or_else(|| panic!("no base of kind {kind}"));
            pairs.extend(twins.rules.iter().map(|rule| pair(&twins, rule, base, path)));
        }
    }
    pairs
}

fn pair(twins: &Twins, rule: &Rule, base: &Value, path: &str) -> Pair {
    assert_eq!(rule.never.is_some(), rule.because.is_some(), "`never` needs `because`: {}", rule.message);
    let with = |value: &Value| put(base.clone(), path, value);
    Pair {
        kind: base["kind"].as_str().expect("a kind").to_owned(),
        path: place(&join(path, &rule.at)),
        message: rule.message.clone(),
        channel: rule.channel.clone().or_else(|| twins.channel.clone()),
        version: twins.version.clone(),
        also: rule.also.clone(),
        never: rule.never,
        old: rule.old.as_ref().map(with),
        valid: with(&rule.valid),
        invalid: with(&rule.invalid),
    }
}

fn join(path: &str, below: &str) -> String {
    let separator = if path.is_empty() || below.is_empty() || below.starts_with('[') { "" } else { "." };
    format!("{path}{separator}{below}")
}

/// A path without its list indexes, and with the keys of maps where they are in brackets.
pub(crate) fn place(path: &str) -> String {
    let mut place = String::new();
    let mut index = false;
    for character in path.chars() {
        match character {
            '[' => index = true,
            ']' => index = false,
            digit if index && digit.is_ascii_digit() => continue,
            _ => {}
        }
        place.push(character);
    }
    place
}

/// Puts a value at a path, whose objects and lists are made where they are missing.
fn put(base: Value, path: &str, value: &Value) -> Value {
    if path.is_empty() {
        let (Value::Object(mut fields), Value::Object(more)) = (base, value) else {
            panic!("only an object is put at a kind: {value}");
        };
        fields.extend(more.clone());
        return fields.into();
    }
    let mut object = base;
    let mut at = &mut object;
    for step in path.split('.') {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, Some(index.trim_end_matches(']').parse().unwrap_or(0))),
            None => (step, None),
        };
        if !at.is_object() {
            *at = Map::new().into();
        }
        at = &mut at[name];
        if let Some(index) = index {
            if !at.is_array() {
                *at = Vec::<Value>::new().into();
            }
            let items = at.as_array_mut().expect("a list");
            if items.len() <= index {
                items.resize(index + 1, Value::Null);
            }
            at = &mut items[index];
        }
    }
    *at = value.clone();
    object
}
