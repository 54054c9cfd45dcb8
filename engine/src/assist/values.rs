//! Values that a schema or the documentation names.

use serde_json::Value;

use super::{
    Completion, CompletionKind,
    documentation::Documentation,
    insert::Insertion,
    joined, keys, objects,
    place::{Place, Spot},
    reference,
    schema::{Form, Type},
};
use crate::{
    admit::{KindInfo, known_kinds},
    analysis::Analysis,
};

/// What may stand at the place of a value.
pub(super) fn values(place: &Place<'_, '_>, insertion: &Insertion, analysis: &Analysis) -> Vec<Completion> {
    let Some(spot) = place.spot() else { return Vec::new() };
    let Some(content) = spot.content else { return Vec::new() };
    match content.form() {
        Form::Object if insertion.can_nest() => keys::within(place, spot, insertion),
        Form::List if insertion.can_nest() => {
            let items = Spot { content: content.items(), ..spot };
            match items.content {
                Some(item) if item.form() == Form::Object => keys::within(place, items, insertion),
                Some(item) => named(item, items, insertion),
                None => Vec::new(),
            }
        }
        Form::Object | Form::List | Form::Map | Form::Any => Vec::new(),
        _ => match (place.path().as_str(), place.text_at(&["kind"]), place.text_at(&["apiVersion"])) {
            ("kind", _, api_version) => kinds(api_version, insertion, analysis, place.documentation),
            ("apiVersion", kind, _) => api_versions(kind, insertion, analysis),
            ("metadata.namespace", ..) => reference::namespaces(&objects::all(analysis), insertion),
            _ => named(content, spot, insertion),
        },
    }
}

/// The values of an enumeration, booleans, or the default.
fn named(content: Type<'_>, spot: Spot<'_>, insertion: &Insertion) -> Vec<Completion> {
    let default = content.default().and_then(scalar);
    let mut named =
        Named { default: default.as_deref().unwrap_or_default(), spot, insertion, items: Vec::new() };
    for value in content.values() {
        if let Some(text) = scalar(value.value) {
            named.push(&text, value.value.is_string(), value.experimental);
        }
    }
    if !named.items.is_empty() {
        return named.items;
    }
    if content.form() == Form::Boolean {
        named.push("true", false, false);
        named.push("false", false, false);
        return named.items;
    }
    for entry in spot.documented.map(|documented| documented.entries()).unwrap_or_default() {
        named.push(entry.name, true, false);
    }
    if !named.default.is_empty() && !named.items.iter().any(|item| item.label == named.default) {
        named.push(named.default, content.form() == Form::Text, false);
    }
    named.items
}

struct Named<'n, 's> {
    default: &'n str,
    spot: Spot<'s>,
    insertion: &'n Insertion,
    items: Vec<Completion>,
}

impl Named<'_, '_> {
    fn push(&mut self, text: &str, is_text: bool, is_experimental: bool) {
        let entry = self.spot.documented.and_then(|documented| documented.entry(text));
        let default = if self.default == text { "default" } else { "" };
        let experimental = if is_experimental { "experimental" } else { "" };
        let insert = if is_text { self.insertion.text(text) } else { self.insertion.literal(text) };
        self.items.push(Completion {
            detail: joined(&[default, experimental]),
            documentation: entry.map_or("", |entry| entry.text).to_owned(),
            ..Completion::new(text, insert, CompletionKind::Value)
        });
    }
}

/// A scalar as people write it.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The kinds that can be written, those of the `apiVersion` if there is one that is known.
fn kinds(
    api_version: Option<&str>,
    insertion: &Insertion,
    analysis: &Analysis,
    documentation: &Documentation,
) -> Vec<Completion> {
    let channel = analysis.options.admit.channel;
    let serves = |known: &KindInfo, wanted: &str| {
        known.served(channel).any(|version| join(known.group, version.name) == wanted)
    };
    let wanted = api_version.filter(|wanted| known_kinds().iter().any(|known| serves(known, wanted)));
    let mut items = Vec::new();
    for known in known_kinds() {
        let newest = known.served(channel).next().map(|version| join(known.group, version.name));
        let detail = match wanted {
            Some(wanted) => serves(known, wanted).then(|| wanted.to_owned()),
            None => newest,
        };
        let Some(detail) = detail else { continue };
        items.push(Completion {
            detail,
            documentation: documentation.find(known.kind).map_or("", |documented| documented.text).to_owned(),
            ..Completion::new(known.kind, insertion.text(known.kind), CompletionKind::Value)
        });
    }
    items
}

/// The versions of the `kind`, or all there are.
fn api_versions(kind: Option<&str>, insertion: &Insertion, analysis: &Analysis) -> Vec<Completion> {
    let kind = kind.filter(|kind| known_kinds().iter().any(|known| known.kind == *kind));
    let mut items: Vec<Completion> = Vec::new();
    for known in known_kinds().iter().filter(|known| kind.is_none_or(|kind| known.kind == kind)) {
        for version in known.served(analysis.options.admit.channel) {
            let full = join(known.group, version.name);
            let example = if kind.is_none() { known.kind } else { "" };
            let deprecated = if version.deprecated { "deprecated" } else { "" };
            if !items.iter().any(|item| item.label == full) {
                items.push(Completion {
                    detail: joined(&[example, deprecated]),
                    ..Completion::new(&full, insertion.text(&full), CompletionKind::Value)
                });
            }
        }
    }
    items
}

fn join(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}
