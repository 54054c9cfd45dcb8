//! Makes an object smaller for as long as it shows the same kind of difference.

use serde_json::Value;

use super::{
    answer::Question,
    compare::{Difference, compare},
    conversation::ask,
    differences::Seen,
    mutate::{Step, remove},
    oracle::Oracle,
};

/// The smallest object found, and the differences that it shows.
pub(crate) fn minimise(oracle: &Oracle, question: Question) -> (Question, Vec<Difference>) {
    let wanted = signature(&differences(oracle, vec![question.clone()]).remove(0).1);
    let mut smallest = question;
    loop {
        let candidates = smaller(&smallest);
        let found = differences(oracle, candidates)
            .into_iter()
            .find(|(_, differences)| !wanted.is_empty() && signature(differences) == wanted);
        match found {
            Some((smaller, _)) => smallest = smaller,
            None => break,
        }
    }
    differences(oracle, vec![smallest]).remove(0)
}

fn differences(oracle: &Oracle, questions: Vec<Question>) -> Vec<(Question, Vec<Difference>)> {
    let mut all = Vec::new();
    ask(oracle, questions.into_iter(), |question, answer| {
        let differences = compare(&question, &answer, &mut Seen::default());
        all.push((question, differences));
    });
    all
}

/// What a difference is about, without the places and values that shrinking changes.
pub(crate) fn signature(differences: &[Difference]) -> Vec<String> {
    let mut signature: Vec<_> = differences
        .iter()
        .map(|difference| match difference {
            Difference::NoSchema => "no schema".to_owned(),
            Difference::Verdict { .. } => "verdict".to_owned(),
            Difference::Object { .. } => "object".to_owned(),
            Difference::Missing(fault) => format!("missing {} {}", fault.kind, words(&fault.field)),
            Difference::Surplus(fault) => format!("surplus {} {}", fault.kind, words(&fault.field)),
        })
        .collect();
    signature.sort();
    signature.dedup();
    signature
}

fn words(text: &str) -> String {
    text.chars().filter(|character| !character.is_ascii_digit()).take(80).collect()
}

/// The question with one part of its object removed or shortened, larger parts first.
fn smaller(question: &Question) -> Vec<Question> {
    let mut paths = Vec::new();
    collect(&question.object, &mut Vec::new(), &mut paths);
    paths.sort_by_key(Vec::len);
    let mut questions: Vec<_> = paths
        .iter()
        .map(|path| {
            let mut question = question.clone();
            remove(&mut question.object, path);
            question
        })
        .collect();
    questions.retain(|smaller| smaller.object != question.object);
    questions
}

fn collect(value: &Value, path: &mut Vec<Step>, paths: &mut Vec<Vec<Step>>) {
    let mut below = |step: Step, value: &Value| {
        path.push(step);
        if !matches!(path.as_slice(), [Step::Field(name)] if matches!(name.as_str(), "apiVersion" | "kind")) {
            paths.push(path.clone());
        }
        collect(value, path, paths);
        path.pop();
    };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| below(Step::Field(name.clone()), value));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| below(Step::Index(index), value));
        }
        _ => {}
    }
}
