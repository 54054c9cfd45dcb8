//! `allOf`, `anyOf`, `oneOf` and `not`.

use serde_json::Value;

use super::structure;
use crate::admit::{
    FieldError,
    at::At,
    schema::{Logic, Node},
};

/// Of alternatives that all fail, the faults of the one that the value has most to do with are shown.
pub(super) fn check(logic: &Logic, value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let mut matched = 0;
    if !logic.any_of.is_empty() {
        matched += any_of(&logic.any_of, value, at, errors);
    }
    if !logic.one_of.is_empty() {
        matched += one_of(&logic.one_of, value, at, errors);
    }
    if !logic.all_of.is_empty() {
        matched += all_of(&logic.all_of, value, at, errors);
    }
    if let Some(node) = &logic.not
        && Outcome::of(node, value, at).holds()
    {
        errors.push(composite(at, "must not validate the schema (not)"));
    }
    matched
}

struct Outcome {
    faults: Vec<FieldError>,
    matched: usize,
}

impl Outcome {
    fn of(node: &Node, value: &Value, at: &At<'_>) -> Self {
        let mut faults = Vec::new();
        let matched = structure::check(node, value, at, &mut faults);
        Outcome { faults, matched }
    }

    fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    fn merge(self, errors: &mut Vec<FieldError>) -> usize {
        // The same fault may be found in several ways.
        for fault in self.faults {
            if !errors.contains(&fault) {
                errors.push(fault);
            }
        }
        self.matched
    }
}

fn any_of(nodes: &[Node], value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let mut best: Option<Outcome> = None;
    for node in nodes {
        let outcome = Outcome::of(node, value, at);
        if outcome.holds() {
            return outcome.matched;
        }
        if best.as_ref().is_none_or(|best| outcome.matched > best.matched) {
            best = Some(outcome);
        }
    }
    errors.push(composite(at, "must validate at least one schema (anyOf)"));
    best.map_or(0, |best| best.merge(errors))
}

fn one_of(nodes: &[Node], value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let mut best: Option<Outcome> = None;
    let mut held = Vec::new();
    for node in nodes {
        let outcome = Outcome::of(node, value, at);
        if outcome.holds() {
            held.push(outcome.matched);
        } else if best.as_ref().is_none_or(|best| outcome.matched > best.matched) {
            best = Some(outcome);
        }
    }
    let found = match held.as_slice() {
        [matched] => return *matched,
        [] => "Found none valid".to_owned(),
        several => format!("Found {} valid alternatives", several.len()),
    };
    errors.push(composite(at, &format!("must validate one and only one schema (oneOf). {found}")));
    best.filter(|_| held.is_empty()).map_or(0, |best| best.merge(errors))
}

fn all_of(nodes: &[Node], value: &Value, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    let mut matched = 0;
    let mut held = 0;
    for node in nodes {
        let outcome = Outcome::of(node, value, at);
        held += usize::from(outcome.holds());
        matched += outcome.merge(errors);
    }
    if held < nodes.len() {
        let none = if held == 0 { ". None validated" } else { "" };
        errors.push(composite(at, &format!("must validate all the schemas (allOf){none}")));
    }
    matched
}

fn composite(at: &At<'_>, sentence: &str) -> FieldError {
    FieldError::invalid(at, &"".into(), format!("\"{at}\" {sentence}"))
}
