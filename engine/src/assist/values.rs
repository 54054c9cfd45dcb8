//! Values that a schema or the documentation names.

use serde_json::Value;

use super::{
    Completion,
    insert::Insertion,
    keys, objects,
    place::{Place, Spot},
    reference,
    schema::{Form, Type},
};
use crate::{admit::known_kinds, analysis::Analysis};

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
            ("kind", _, api_version) => kinds(api_version, insertion, analysis),
            ("apiVersion", kind, _) => api_versions(kind, insertion, analysis),
            ("metadata.namespace", ..) => reference::namespaces(&objects::all(analysis), insertion),
            _ => named(content, spot, insertion),
        },
    }
}

/// The values of an enumeration, booleans, or the default.
fn named(content: Type<'_>, spot: Spot<'_>, insertion: &Insertion) -> Vec<Completion> {
    let default = content.default().and_then(scalar);
    let completion = |text: &str, is_text: bool, experimental: bool| {
        let documentation = spot.documented.and_then(|documented| documented.entry(text));
        let is_default = default.as_deref() == Some(text);
        let detail: Vec<_> = [(is_default, "default"), (experimental, "experimental")]
            .into_iter()
            .filter(|(is, _)| *is)
            .collect();
        let detail: Vec<_> = detail.into_iter().map(|(_, word)| word).collect();
        Completion {
            detail: Some(detail.join(", ")),
            documentation: documentation.map(|entry| entry.text.to_owned()),
            ..Completion::value(text, if is_text { insertion.text(text) } else { insertion.literal(text) })
        }
    };
    let known: Vec<_> = content
        .values()
        .filter_map(|named| {
            Some(completion(&scalar(named.value)?, named.value.is_string(), named.experimental))
        })
        .collect();
    if !known.is_empty() {
        return known;
    }
    if content.form() == Form::Boolean {
        return ["true", "false"].map(|text| completion(text, false, false)).into();
    }
    let documented = spot.documented.into_iter().flat_map(|documented| documented.entries());
    let mut usual: Vec<_> = documented.map(|entry| completion(entry.name, true, false)).collect();
    if let Some(default) = default.as_deref().filter(|default| !default.is_empty())
        && !usual.iter().any(|completion| completion.label == default)
    {
        usual.push(completion(default, content.form() == Form::Text, false));
    }
    usual
}

/// A scalar as people write it.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The kinds that can be written, those of the `apiVersion` if there is one that is known.
fn kinds(api_version: Option<&str>, insertion: &Insertion, analysis: &Analysis) -> Vec<Completion> {
    let channel = analysis.options.admit.channel;
    let mut all: Vec<(String, Completion)> = Vec::new();
    for known in known_kinds() {
        for version in known.served(channel) {
            let full = join(known.group, version.name);
            let documented = super::docs::find(known.kind);
            let completion = Completion {
                detail: Some(full.clone()),
                documentation: documented.map(|documented| documented.text.to_owned()),
                ..Completion::value(known.kind, insertion.text(known.kind))
            };
            all.push((full, completion));
        }
    }
    let fitting = api_version.filter(|wanted| all.iter().any(|(full, _)| full == wanted));
    if let Some(wanted) = fitting {
        all.retain(|(full, _)| full == wanted);
    }
    // Of several versions the one to write.
    all.dedup_by(|later, earlier| later.1.label == earlier.1.label);
    all.into_iter().map(|(_, completion)| completion).collect()
}

/// The versions of the `kind`, or all there are.
fn api_versions(kind: Option<&str>, insertion: &Insertion, analysis: &Analysis) -> Vec<Completion> {
    let channel = analysis.options.admit.channel;
    let fits = |known: &&crate::admit::KindInfo| kind.is_none_or(|kind| known.kind == kind);
    let any = known_kinds().iter().any(|known| fits(&known));
    let mut items: Vec<Completion> = Vec::new();
    for known in known_kinds().iter().filter(|known| !any || fits(known)) {
        for version in known.served(channel) {
            let full = join(known.group, version.name);
            if items.iter().any(|item| item.label == full) {
                continue;
            }
            let detail = [(version.deprecated, "deprecated"), (kind.is_none(), known.kind)];
            let detail: Vec<_> = detail.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
            let detail = Some(detail.join(", "));
            items.push(Completion { detail, ..Completion::value(&full, insertion.text(&full)) });
        }
    }
    items
}

fn join(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}
