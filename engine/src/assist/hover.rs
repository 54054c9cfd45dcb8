//! What is known of a key or a value that is written.

use super::{
    Hover, documentation, keys, objects,
    outline::{Shape, Side, Step},
    place::Place,
    reference::Reference,
    values::scalar,
};
use crate::{analysis::Analysis, source::FileSpan};

pub(super) fn hover(place: &Place<'_, '_>, file: usize, analysis: &Analysis) -> Option<Hover> {
    let outline = place.outline;
    let part = outline.get(place.part)?;
    let range = match (&part.step, place.side) {
        (Step::Field { key, .. }, Side::Key) => key.clone(),
        _ if part.shape == Shape::Scalar => part.value.clone(),
        _ => return None,
    };
    if range.is_empty() {
        return None;
    }
    let spot = place.spot()?;
    let content = spot.content?;
    let mut told = Vec::new();
    let mut web = spot.entry.map(|entry| entry.owner);
    if place.side == Side::Value {
        told.extend(value(place));
        told.extend(object(place, analysis));
        if let Some(kind) = documented_kind(place) {
            told.insert(0, kind.text.to_owned());
            web = Some(kind);
        }
    }
    told.extend(spot.entry.map(|entry| entry.text.to_owned()));
    if place.side == Side::Key && part.shape != Shape::Scalar {
        let below = spot.documented.map(|documented| documented.text.to_owned());
        told.extend(below.filter(|text| !text.is_empty()));
    }
    if told.is_empty() && spot.entry.is_none() && !place.is_known() {
        return None;
    }
    Some(Hover {
        range: analysis.sources.position(FileSpan { file, start: range.start, end: range.end }),
        field_path: place.path(),
        type_line: type_line(content),
        documentation: told.join("\n\n"),
        link: web.and_then(documentation::Type::link),
    })
}

/// `string, required, one of Exact, PathPrefix`.
fn type_line(content: super::schema::Type<'_>) -> String {
    let values: Vec<_> = content.values().filter_map(|named| scalar(named.value)).collect();
    let line = keys::line(content);
    if values.is_empty() { line } else { format!("{line}, one of {}", values.join(", ")) }
}

/// What the documentation says of the value itself.
fn value(place: &Place<'_, '_>) -> Option<String> {
    let text = place.outline.scalar(place.part)?;
    let entry = place.spot()?.documented?.entry(text)?;
    Some(format!("{text}: {}", entry.text))
}

/// The kind that `kind:` names.
fn documented_kind<'s>(place: &Place<'_, 's>) -> Option<documentation::Type<'s>> {
    let kind = place.kind.filter(|_| place.path() == "kind")?;
    place.documentation.find(kind.kind)
}

/// What the value names.
fn object(place: &Place<'_, '_>, analysis: &Analysis) -> Option<String> {
    let reference = Reference::at(place, analysis)?;
    let objects = objects::all(analysis);
    match reference.named(&objects) {
        Some(object) => {
            let mut lines = vec![format!("{} {}", object.kind, object.full_name())];
            let summary = object.summary();
            if !summary.is_empty() {
                lines.push(summary);
            }
            let state = object.state(analysis);
            if !state.is_empty() {
                lines.push(state);
            }
            reference.is_name().then(|| lines.join("\n"))
        }
        None if reference.is_name() => {
            let name = place.outline.scalar(place.part)?;
            Some(format!("The input has no {} {name} that this could name.", reference.kind()))
        }
        None => None,
    }
}
