use std::collections::BTreeMap;

use engine::admit::{self, Channel, FieldError, FieldErrorKind};
use serde_json::{Number, Value};

use super::{
    answer::{Answer, Fault, Question},
    differences,
};

/// One way in which the engine and the API server disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Difference {
    /// The engine has no schema for this kind and version.
    NoSchema,
    Verdict {
        api_server: bool,
        engine: bool,
    },
    Object {
        api_server: String,
        engine: String,
    },
    /// Only the API server says so.
    Missing(Fault),
    /// Only the engine says so.
    Surplus(Fault),
}

/// What the engine says, in the API server's form.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) object: Value,
    pub(crate) faults: Vec<Fault>,
}

/// What the engine says of an object; nothing if it does not know the kind.
pub(crate) fn engine_says(channel: Channel, object: &Value) -> Option<Said> {
    let text = |field: &str| object[field].as_str().unwrap_or_default();
    let (group, version) = text("apiVersion").split_once('/').unwrap_or(("", text("apiVersion")));
    let schema = admit::schema_of(group, version, text("kind"), channel)?;
    let admission = admit::validate(schema, object.clone());
    let faults = admission.errors.iter().map(fault).collect();
    Some(Said { object: admission.value, faults })
}

/// All differences that are not listed; the listed ones that were met are noted.
pub(crate) fn compare(
    question: &Question,
    answer: &Answer,
    listed: &mut differences::Seen,
) -> Vec<Difference> {
    let Some(mut said) = engine_says(question.channel, &question.object) else {
        return vec![Difference::NoSchema];
    };
    let engine = said.faults.is_empty();
    let mut differences = Vec::new();
    if answer.admitted != engine {
        differences.push(Difference::Verdict { api_server: answer.admitted, engine });
    }
    if let Some(reason) = &answer.refused {
        assert!(!reason.starts_with("oracle:"), "{reason}");
        listed.refused(reason);
        return differences;
    }
    let mut stored = answer.object.clone();
    listed.forget_in_objects(&mut stored, &mut said.object);
    if !same(&stored, &said.object) {
        differences
            .push(Difference::Object { api_server: stored.to_string(), engine: said.object.to_string() });
    }
    let (missing, surplus) = unpaired(answer.errors.clone(), said.faults);
    let (missing, surplus) = listed.forget_in_faults(missing, surplus);
    differences.extend(missing.into_iter().map(Difference::Missing));
    differences.extend(surplus.into_iter().map(Difference::Surplus));
    differences
}

fn fault(error: &FieldError) -> Fault {
    let kind = match error.kind {
        FieldErrorKind::Required => "FieldValueRequired",
        FieldErrorKind::TypeInvalid => "FieldValueTypeInvalid",
        FieldErrorKind::NotSupported => "FieldValueNotSupported",
        FieldErrorKind::TooLong => "FieldValueTooLong",
        FieldErrorKind::TooMany => "FieldValueTooMany",
        FieldErrorKind::Duplicate => "FieldValueDuplicate",
        FieldErrorKind::Unknown => "strict",
        FieldErrorKind::TooDeep => "too deep",
        _ => "FieldValueInvalid",
    };
    let field = match error.kind {
        FieldErrorKind::RulesUnchecked => "<nil>".to_owned(),
        // The API server has it in the message alone.
        FieldErrorKind::Unknown => String::new(),
        _ => error.path.to_string(),
    };
    Fault { kind: kind.to_owned(), field, message: error.message.clone() }
}

/// What only one side has. The order is no matter: the API server itself has no fixed one.
fn unpaired(mut one: Vec<Fault>, mut other: Vec<Fault>) -> (Vec<Fault>, Vec<Fault>) {
    one.sort();
    other.sort();
    let mut counts: BTreeMap<&Fault, i32> = BTreeMap::new();
    one.iter().for_each(|fault| *counts.entry(fault).or_default() += 1);
    other.iter().for_each(|fault| *counts.entry(fault).or_default() -= 1);
    let more = |sign: i32| {
        counts
            .iter()
            .flat_map(|(fault, count)| std::iter::repeat_n((*fault).clone(), (count * sign).max(0) as usize))
            .collect()
    };
    (more(1), more(-1))
}

/// Equality of JSON: `80` and `80.0` are one number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    one == other || one.as_f64() == other.as_f64()
}
