//! One change of an object, most of them for the worse.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::{
    schema::Schema,
    seeds::Donors,
    values::{self, pick},
};

/// One step from an object or a list to what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Field(String),
    Index(usize),
}

/// Where a value stands in an object and in the schema.
#[derive(Debug, Clone)]
struct Place<'s> {
    steps: Vec<Step>,
    schema: Option<Schema<'s>>,
    /// The place with list indexes and the keys of maps left out.
    name: String,
}

/// Lists are not made longer than this, however long they may be.
const LONGEST: usize = 140;

/// Changes the object somewhere.
pub(crate) fn mutate(rng: &mut Rng, object: &mut Value, schema: Schema<'_>, donors: &Donors<'_>) {
    let places = places(object, schema);
    if places.is_empty() || rng.u8(..40) == 0 {
        return root(rng, object, donors);
    }
    let place = pick(rng, &places);
    match rng.u8(..12) {
        0..2 => remove(object, &place.steps),
        2 => replace(object, place, |_, _| Value::Null),
        3 => {
            let other = values::anything(rng, place.schema, donors);
            replace(object, place, |_, _| other);
        }
        4..6 => {
            let other = donors.at(&place.name);
            if !other.is_empty() {
                let other = (*pick(rng, other)).clone();
                replace(object, place, |_, _| other);
            }
        }
        _ => replace(object, place, |value, place| fitting(rng, value, place, donors)),
    }
}

/// Misspells a field of the object itself, or adds one. What the object claims to be stays as it is.
fn root(rng: &mut Rng, object: &mut Value, donors: &Donors<'_>) {
    const KNOWN: [&str; 5] = ["apiversion", "kind", "metadata", "spec", "status"];
    let Some(fields) = object.as_object_mut() else { return };
    let old = *pick(rng, &["metadata", "spec", ""]);
    let new = if rng.bool() { values::misspelt(rng, old) } else { values::text(rng, None, donors) };
    if KNOWN.contains(&new.to_lowercase().as_str()) {
        return;
    }
    let value = fields.shift_remove(old).unwrap_or_else(|| values::anything(rng, None, donors));
    fields.insert(new, value);
}

/// Every value that may be changed: all but the object itself, its kind and version.
fn places<'s>(object: &Value, schema: Schema<'s>) -> Vec<Place<'s>> {
    let mut places = Vec::new();
    let root = |name: &str, schema| Place {
        steps: vec![Step::Field(name.to_owned())],
        schema,
        name: format!(".{name}"),
    };
    for (name, value) in object.as_object().into_iter().flatten() {
        match name.as_str() {
            "apiVersion" | "kind" | "status" => {}
            "metadata" => collect(value, root(name, Some(Schema::metadata())), &mut places),
            _ => collect(value, root(name, schema.field(name)), &mut places),
        }
    }
    places
}

fn collect<'s>(value: &Value, place: Place<'s>, places: &mut Vec<Place<'s>>) {
    let below = |step: Step, schema, name: String| {
        let mut steps = place.steps.clone();
        steps.push(step);
        Place { steps, schema, name }
    };
    match value {
        Value::Object(fields) => {
            let is_map = place.schema.is_some_and(Schema::is_map);
            for (name, value) in fields {
                let schema = place.schema.and_then(|schema| schema.field(name));
                let path = format!("{}.{}", place.name, if is_map { "*" } else { name });
                collect(value, below(Step::Field(name.clone()), schema, path), places);
            }
        }
        Value::Array(items) => {
            let schema = place.schema.and_then(Schema::items);
            for (index, value) in items.iter().enumerate() {
                collect(value, below(Step::Index(index), schema, format!("{}[]", place.name)), places);
            }
        }
        _ => {}
    }
    places.push(place);
}

/// Takes a field or an item away.
pub(crate) fn remove(object: &mut Value, steps: &[Step]) {
    let Some((last, above)) = steps.split_last() else { return };
    match (at(object, above), last) {
        (Some(Value::Object(fields)), Step::Field(name)) => {
            fields.shift_remove(name);
        }
        (Some(Value::Array(items)), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}

fn replace(object: &mut Value, place: &Place<'_>, by: impl FnOnce(&Value, &Place<'_>) -> Value) {
    if let Some(value) = at(object, &place.steps) {
        *value = by(value, place);
    }
}

pub(crate) fn at<'v>(object: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(object, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Index(index) => value.get_mut(index),
    })
}

/// A change that suits the value's type.
fn fitting(rng: &mut Rng, value: &Value, place: &Place<'_>, donors: &Donors<'_>) -> Value {
    match value {
        Value::Null => values::anything(rng, place.schema, donors),
        Value::Bool(truth) => pick(rng, &[json!(!truth), json!(truth.to_string())]).clone(),
        Value::Number(number) => match rng.u8(..6) {
            0 => number.to_string().into(),
            _ => values::number(rng, place.schema),
        },
        Value::String(text) => string(rng, text, place, donors),
        Value::Array(items) => list(rng, items.clone(), place, donors),
        Value::Object(fields) => object(rng, fields.clone(), place, donors),
    }
}

fn string(rng: &mut Rng, text: &str, place: &Place<'_>, donors: &Donors<'_>) -> Value {
    let values = place.schema.map_or(&[][..], Schema::values);
    match rng.u8(..5) {
        0..3 if !values.is_empty() => pick(rng, values).clone(),
        0..2 => values::misspelt(rng, text).into(),
        _ => values::text(rng, place.schema, donors).into(),
    }
}

fn list(rng: &mut Rng, mut items: Vec<Value>, place: &Place<'_>, donors: &Donors<'_>) -> Value {
    let below = place.schema.and_then(Schema::items);
    let name = format!("{}[]", place.name);
    let one = |rng: &mut Rng| match below {
        Some(schema) => values::sample(rng, schema, donors, &name),
        None => values::anything(rng, None, donors),
    };
    let bound = place.schema.and_then(|schema| schema.number("maxItems")).unwrap_or(16);
    match rng.u8(..8) {
        0 => items.clear(),
        1..4 if !items.is_empty() => {
            let twin = pick(rng, &items).clone();
            items.insert(rng.usize(..=items.len()), twin);
        }
        // Rules that compare each item with each other take their time on a long list.
        4 if bound <= 16 || rng.u8(..4) == 0 => {
            let length = usize::try_from(bound + rng.i64(-1..=1)).unwrap_or(0).min(LONGEST);
            let template = items.first().cloned().unwrap_or_else(|| one(rng));
            items.extend((items.len()..length).map(|number| numbered(&template, number)));
            items.truncate(length);
        }
        5 => rng.shuffle(&mut items),
        _ => {
            let new = one(rng);
            items.insert(rng.usize(..=items.len()), new);
        }
    }
    items.into()
}

/// The value with another name, where it has one: a long list need not be one of duplicates.
fn numbered(template: &Value, number: usize) -> Value {
    let mut value = template.clone();
    match &mut value {
        Value::String(text) => text.push_str(&number.to_string()),
        Value::Object(fields) => {
            if let Some(Value::String(name)) = fields.get_mut("name") {
                name.push_str(&number.to_string());
            }
        }
        _ => {}
    }
    value
}

fn object(rng: &mut Rng, mut fields: Map<String, Value>, place: &Place<'_>, donors: &Donors<'_>) -> Value {
    let declared: Vec<_> = place.schema.map(Schema::properties).into_iter().flatten().collect();
    let is_map = place.schema.is_some_and(Schema::is_map);
    match rng.u8(..7) {
        0..3 if !declared.is_empty() => {
            let (name, schema) = *pick(rng, &declared);
            fields.insert(
                name.to_owned(),
                values::sample(rng, schema, donors, &format!("{}.{name}", place.name)),
            );
        }
        3..5 if !fields.is_empty() => {
            let names: Vec<_> = fields.keys().cloned().collect();
            let name = pick(rng, &names);
            if let Some(value) = fields.shift_remove(name) {
                fields.insert(values::misspelt(rng, name), value);
            }
        }
        5 if is_map => {
            let bound = place.schema.and_then(|schema| schema.number("maxProperties")).unwrap_or(3);
            for number in 0..bound + rng.i64(0..=1) {
                fields.insert(format!("k{number}"), "v".into());
            }
        }
        5 if !fields.is_empty() => {
            // A field that some other object has: the wrong member of a union.
            let other = donors.at(&place.name);
            if let Some(other) = (!other.is_empty()).then(|| *pick(rng, other)).and_then(Value::as_object) {
                fields.extend(other.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        _ => {
            let name =
                if is_map || rng.bool() { values::text(rng, None, donors) } else { "extra".to_owned() };
            let value = match place.schema.and_then(|schema| schema.field(&name)) {
                Some(schema) => values::sample(rng, schema, donors, &format!("{}.*", place.name)),
                None => values::anything(rng, None, donors),
            };
            fields.insert(name, value);
        }
    }
    fields.into()
}
