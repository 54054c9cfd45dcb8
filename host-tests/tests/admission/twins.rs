//! Each CEL rule of the CRDs has its twins, and both sides judge them as they should.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

use super::{
    answer::{Answer, Fault, Question},
    compare::compare,
    conversation::ask,
    differences::Seen,
    oracle::{Oracle, Rule},
    pairs::{Never, Pair, pairs, place},
    seeds::{objects, yaml_files_below},
};

/// How many fields or items twins may differ in.
const DIFFERENT: usize = 2;

/// The two objects of a pair as questions in one channel and version.
struct Asked<'p> {
    rule: &'p Rule,
    pair: &'p Pair,
    valid: Answer,
    invalid: Answer,
    /// Where the engine has another opinion.
    differences: Vec<String>,
}

pub(crate) fn all_pairs() -> Vec<Pair> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("admission/twins");
    let mut documents = Vec::new();
    for file in yaml_files_below(&folder) {
        let text = fs::read_to_string(&file).expect("readable twins");
        documents.extend(objects(&file.display().to_string(), text));
    }
    pairs(documents)
}

fn fits(pair: &Pair, rule: &Rule) -> bool {
    let version = rule.api_version.rsplit('/').next();
    pair.kind == rule.kind
        && pair.path == rule.path
        && pair.message == rule.message
        && pair.channel.as_ref().is_none_or(|channel| *channel == rule.channel)
        && pair.version.as_ref().is_none_or(|wanted| Some(wanted.as_str()) == version)
}

#[test]
fn each_rule_has_a_valid_and_an_invalid_twin() {
    let oracle = Oracle::get();
    let pairs = all_pairs();
    let twins: Vec<_> =
        oracle.rules.iter().map(|rule| (rule, pairs.iter().find(|pair| fits(pair, rule)))).collect();
    let without: Vec<_> =
        twins.iter().filter(|(_, pair)| pair.is_none()).map(|(rule, _)| name(rule)).collect();
    assert!(without.is_empty(), "rules without twins:\n{}", without.join("\n"));

    let kinds: BTreeSet<_> = oracle.kinds.iter().map(|kind| &kind.kind).collect();
    let without: Vec<_> = pairs
        .iter()
        .filter(|pair| kinds.contains(&pair.kind) && !oracle.rules.iter().any(|rule| fits(pair, rule)))
        .map(|pair| format!("{} {}: {}", pair.kind, pair.path, pair.message))
        .collect();
    assert!(without.is_empty(), "twins without a rule:\n{}", without.join("\n"));

    let twins = twins.into_iter().filter_map(|(rule, pair)| Some((rule, pair?))).collect();
    let problems: Vec<_> = answers(oracle, twins).iter().filter_map(problem).collect();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn answers<'p>(oracle: &Oracle, twins: Vec<(&'p Rule, &'p Pair)>) -> Vec<Asked<'p>> {
    let questions = twins.iter().flat_map(|(rule, pair)| {
        [&pair.valid, &pair.invalid].map(|object| question(rule, object, pair.old.as_ref()))
    });
    let mut heard = Vec::new();
    ask(oracle, questions, |question, answer| {
        let differences = match question.old {
            // The engine knows no updates.
            Some(_) => Vec::new(),
            None => compare(&question, &answer, &mut Seen::default()),
        };
        heard.push((
            answer,
            differences.iter().map(|difference| format!("{difference:?}")).collect::<Vec<_>>(),
        ));
    });
    let mut heard = heard.into_iter();
    let mut next = || heard.next().expect("an answer to each question");
    twins
        .iter()
        .map(|(rule, pair)| {
            let ((valid, mut differences), (invalid, more)) = (next(), next());
            differences.extend(more);
            Asked { rule, pair, valid, invalid, differences }
        })
        .collect()
}

fn question(rule: &Rule, object: &Value, old: Option<&Value>) -> Question {
    let versioned = |object: &Value| {
        let mut object = object.clone();
        object["apiVersion"] = rule.api_version.as_str().into();
        object
    };
    Question {
        channel: rule.channel(),
        object: versioned(object),
        old: old.map(versioned),
        origin: String::new(),
    }
}

/// What is wrong with a pair, if anything.
fn problem(asked: &Asked<'_>) -> Option<String> {
    let Asked { rule, pair, valid, invalid, differences } = asked;
    let (of_rule, others): (Vec<&Fault>, Vec<&Fault>) =
        invalid.errors.iter().partition(|fault| is_of(fault, rule));
    let broken = of_rule.len() == 1
        && others.iter().all(|fault| pair.also.iter().any(|part| fault.message.contains(part)));
    let what = if !differences.is_empty() {
        format!("the engine disagrees: {}", differences.join(", "))
    } else if !holds(&pair.valid, &pair.path) {
        "the valid twin does not have the place of the rule".to_owned()
    } else if different(&pair.valid, &pair.invalid) > DIFFERENT {
        "the twins are too different".to_owned()
    } else {
        match pair.never {
            None if !valid.admitted => format!("the valid twin is refused: {:?}", valid.errors),
            None | Some(Never::Kept) if !broken => {
                format!("the invalid twin does not break this rule alone: {:?}", invalid.errors)
            }
            Some(Never::Kept) if valid.admitted => "the rule can be kept after all".to_owned(),
            Some(Never::Broken) if !of_rule.is_empty() => "the rule can be broken after all".to_owned(),
            Some(Never::Broken) if !valid.admitted => {
                format!("the valid twin is refused: {:?}", valid.errors)
            }
            _ => return None,
        }
    };
    Some(format!("{}\n    {what}", name(rule)))
}

fn is_of(fault: &Fault, rule: &Rule) -> bool {
    fault.kind == "FieldValueInvalid"
        && fault.message.ends_with(&rule.message)
        && place(&fault.field) == rule.path
}

fn name(rule: &Rule) -> String {
    let Rule { channel, api_version, kind, path, expression, message } = rule;
    format!("  {channel} {api_version} {kind} {path}: {message}\n    {expression}")
}

/// Whether an object has something at a place.
fn holds(object: &Value, place: &str) -> bool {
    let mut values = vec![object];
    for step in place.split('.') {
        let name = step.trim_end_matches("[]");
        values = values.into_iter().filter_map(|value| value.get(name)).collect();
        if step.ends_with("[]") {
            values = values.into_iter().filter_map(Value::as_array).flatten().collect();
        }
    }
    !values.is_empty()
}

/// In how many fields and items two values differ. One that only one of them has counts once, whatever is in it.
fn different(one: &Value, other: &Value) -> usize {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
            let values: BTreeMap<_, _> =
                names.into_iter().map(|name| (name, (one.get(name), other.get(name)))).collect();
            values.into_values().map(in_both).sum()
        }
        (Value::Array(one), Value::Array(other)) => {
            (0..one.len().max(other.len())).map(|index| in_both((one.get(index), other.get(index)))).sum()
        }
        _ => usize::from(one != other),
    }
}

fn in_both(values: (Option<&Value>, Option<&Value>)) -> usize {
    match values {
        (Some(one), Some(other)) => different(one, other),
        _ => 1,
    }
}
