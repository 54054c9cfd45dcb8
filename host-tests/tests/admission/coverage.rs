//! What the mutations begin with.

use std::collections::BTreeSet;

use super::{
    answer::Question,
    conversation::ask,
    oracle::Oracle,
    schema::Schema,
    seeds::{Donors, Seeds},
};

/// Seeds that no channel admits, and why.
const REFUSED: &[(&str, &str)] = &[("named-port", "the rule of XBackend's port name holds for no name")];

#[test]
fn every_field_of_every_kind_is_in_a_seed() {
    let seeds = Seeds::load();
    let mut missing = BTreeSet::new();
    for kind in &Oracle::get().kinds {
        let schema = Schema::new(&kind.schema);
        let donors = seeds.donors(&kind.kind, schema);
        let spec = schema.field("spec").expect("a spec");
        without_value(spec, ".spec", &donors, &mut |place| {
            missing.insert(format!("{}{place}", kind.kind));
        });
    }
    assert_eq!(missing, BTreeSet::new());
}

fn without_value(schema: Schema<'_>, place: &str, donors: &Donors<'_>, report: &mut impl FnMut(&str)) {
    if donors.at(place).is_empty() {
        report(place);
        return;
    }
    for (name, field) in schema.properties() {
        without_value(field, &format!("{place}.{name}"), donors, report);
    }
    if let Some(items) = schema.items() {
        without_value(items, &format!("{place}[]"), donors, report);
    }
}

#[test]
fn every_seed_is_admitted_by_some_channel() {
    let (oracle, seeds) = (Oracle::get(), Seeds::load());
    let questions: Vec<_> = oracle
        .kinds
        .iter()
        .flat_map(|kind| seeds.of(&kind.kind).iter().map(move |seed| (kind, seed)))
        .filter(|(kind, seed)| seed.object["apiVersion"] == kind.api_version.as_str())
        .map(|(kind, seed)| Question {
            channel: kind.channel(),
            object: seed.object.clone(),
            old: None,
            origin: format!("{}: {}", seed.name, seed.object["metadata"]["name"]),
        })
        .collect();
    let mut refused = BTreeSet::new();
    let mut admitted = BTreeSet::new();
    ask(oracle, questions.into_iter(), |question, answer| {
        let set = if answer.admitted { &mut admitted } else { &mut refused };
        set.insert(question.origin);
    });
    let nowhere: Vec<_> = refused
        .difference(&admitted)
        .filter(|seed| !REFUSED.iter().any(|(name, _)| seed.ends_with(&format!("\"{name}\""))))
        .collect();
    assert!(nowhere.is_empty(), "{nowhere:#?}");
}
