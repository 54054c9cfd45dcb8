//! The fields that an object has and that are not written yet.

use super::{
    Completion, CompletionKind,
    insert::Insertion,
    joined,
    place::{Place, Spot},
    schema::{Field, Form, Type},
    values::scalar,
};
use crate::sort;

/// What every object has.
const EVERYWHERE: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// The fields that may stand beside the key at a place.
pub(super) fn beside(place: &Place<'_, '_>, insertion: &Insertion) -> Vec<Completion> {
    let Some(around) = place.around() else { return Vec::new() };
    let others = place.outline.children(around.part).filter(|child| *child != place.part);
    let written: Vec<_> = others
        .filter(|child| place.outline.is_complete(*child))
        .filter_map(|child| place.outline.name(child))
        .collect();
    let arm = |field: &str| place.outline.text_of(around.part, field).map(str::to_owned);
    fields(place, around, &written, arm, insertion)
}

/// The fields of an object that begins at a place.
pub(super) fn within(place: &Place<'_, '_>, spot: Spot<'_>, insertion: &Insertion) -> Vec<Completion> {
    fields(place, spot, &[], |_| None, insertion)
}

fn fields(
    place: &Place<'_, '_>,
    around: Spot<'_>,
    written: &[&str],
    text_of: impl Fn(&str) -> Option<String>,
    insertion: &Insertion,
) -> Vec<Completion> {
    let Some(content) = around.content else { return Vec::new() };
    let all: Vec<_> = content.fields().collect();
    let arms = Arms::of(&all, text_of);
    let mut left: Vec<_> = all
        .iter()
        .filter(|field| !written.contains(&field.name))
        // Of an object that does not say what it is, only what all have.
        .filter(|field| place.is_known() || around.part != place.object || EVERYWHERE.contains(&field.name))
        .filter(|field| arms.allow(field.name))
        .collect();
    sort::sort_by_key(&mut left, |field| (!arms.is_chosen(field.name), !field.content.is_required()));
    left.into_iter().map(|field| completion(field, around, insertion)).collect()
}

fn completion(field: &Field<'_>, around: Spot<'_>, insertion: &Insertion) -> Completion {
    let entry = around.documented.and_then(|documented| documented.entry(field.name));
    let insert = insertion.key(field.name, field.content.form());
    Completion {
        detail: line(field.content),
        documentation: entry.map_or("", |entry| entry.text).to_owned(),
        ..Completion::new(field.name, insert, CompletionKind::Field)
    }
}

/// `string, required`.
pub(super) fn line(content: Type<'_>) -> String {
    let default = content.default().filter(|_| content.form() != Form::Object).and_then(scalar);
    let default = default.map(|default| format!("default {default}")).unwrap_or_default();
    let required = if content.is_required() { "required" } else { "" };
    let experimental = if content.is_experimental() { "experimental" } else { "" };
    joined(&[&content.noun(), required, experimental, &default])
}

/// The fields of a union: `type: URLRewrite` goes with `urlRewrite` and with no other of them.
struct Arms {
    names: Vec<String>,
    chosen: Option<String>,
}

impl Arms {
    fn of(fields: &[Field<'_>], text_of: impl Fn(&str) -> Option<String>) -> Self {
        for field in fields.iter().filter(|field| ["type", "protocol"].contains(&field.name)) {
            let values: Vec<_> = field.content.values().filter_map(|named| named.value.as_str()).collect();
            let is_arm = |name: &str| values.iter().any(|value| value.eq_ignore_ascii_case(name));
            let names: Vec<_> =
                fields.iter().map(|field| field.name.to_owned()).filter(|name| is_arm(name)).collect();
            if !names.is_empty() {
                let chosen = text_of(field.name).filter(|value| values.contains(&value.as_str()));
                return Arms { names, chosen };
            }
        }
        Arms { names: Vec::new(), chosen: None }
    }

    fn is_chosen(&self, name: &str) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.eq_ignore_ascii_case(name))
    }

    fn allow(&self, name: &str) -> bool {
        self.chosen.is_none() || self.is_chosen(name) || !self.names.iter().any(|arm| arm == name)
    }
}
