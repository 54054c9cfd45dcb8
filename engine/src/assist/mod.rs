//! Help for somebody who types manifests: what may stand at a place, and what stands there.
//!
//! The text need not be YAML yet: [`outline`] tells from indentation and brackets where a place is. From there
//! it is one walk along the schema and the documentation (`place`), and then keys, values, names of objects.

mod documentation;
mod hover;
mod insert;
mod keys;
mod objects;
mod outline;
mod place;
mod reference;
mod schema;
mod skeleton;
#[cfg(test)]
mod tests;
mod text;
mod values;

use serde::Serialize;

pub use self::documentation::{DOCUMENTATION, Documentation};
use self::{
    insert::Insertion,
    outline::{Outline, Shape, Side},
    place::Place,
};
use crate::{
    analysis::Analysis,
    source::{FileSpan, Position, Range},
};

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completions {
    /// What is replaced: from here to the position that was asked about.
    pub from: Position,
    pub items: Vec<Completion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What is shown and matched.
    pub label: String,
    /// What is written; the label if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insert: Option<String>,
    pub kind: CompletionKind,
    /// Empty where there is nothing to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub documentation: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CompletionKind {
    Field,
    Value,
    Object,
    Snippet,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hover {
    pub range: Range,
    /// `spec.rules[].matches[].path.type`.
    pub field_path: String,
    /// `string, required`.
    #[serde(rename = "type")]
    pub type_line: String,
    pub documentation: String,
    /// Of the specification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Analysis {
    /// What may stand at a position of a file. Nothing where that cannot be told.
    pub fn complete(&self, path: &str, position: Position, documentation: &Documentation) -> Completions {
        let Some((number, text)) = self.file(path) else {
            return Completions { from: position, items: Vec::new() };
        };
        let cursor = text::offset(text, position);
        let (from, items) = self.items(text, cursor, documentation).unwrap_or((cursor, Vec::new()));
        let span = FileSpan { file: number, start: from, end: cursor };
        Completions { from: self.sources.position(span).start, items }
    }

    /// What stands at a position of a file.
    pub fn hover(&self, path: &str, position: Position, documentation: &Documentation) -> Option<Hover> {
        let (number, text) = self.file(path)?;
        let cursor = text::offset(text, position);
        let outline = Outline::of(text, text::document(text, cursor)?, cursor);
        let place = Place::of(&outline, outline.find(cursor)?, &self.options.admit, documentation)?;
        hover::hover(&place, number, self)
    }

    fn file(&self, path: &str) -> Option<(usize, &str)> {
        let mut files = self.sources.files.iter().enumerate();
        files.find(|(_, file)| file.path == path).map(|(number, file)| (number, file.text.as_str()))
    }

    /// Where the replaced text begins, and what may stand there.
    fn items(
        &self,
        text: &str,
        cursor: usize,
        documentation: &Documentation,
    ) -> Option<(usize, Vec<Completion>)> {
        let outline = Outline::of(text, text::document(text, cursor)?, cursor);
        let found = outline.find(cursor)?;
        let place = Place::of(&outline, found, &self.options.admit, documentation)?;
        let insertion = Insertion::at(&place, cursor)?;
        let mut items = match place.side {
            Side::Key => keys::beside(&place, &insertion),
            Side::Value => self.values(&place, &insertion),
        };
        if outline.is_blank_object(&place) && !insertion.is_bracketed() {
            items.splice(0..0, skeleton::all(self.options.admit.channel, documentation));
        }
        Some((insertion.from, items))
    }

    fn values(&self, place: &Place<'_, '_>, insertion: &Insertion) -> Vec<Completion> {
        let names = reference::Reference::at(place, self);
        let names = names.map(|reference| reference.completions(insertion)).unwrap_or_default();
        if names.is_empty() { values::values(place, insertion, self) } else { names }
    }
}

impl Outline<'_> {
    /// Whether nothing is written of an object but what is being typed.
    fn is_blank_object(&self, place: &Place<'_, '_>) -> bool {
        let inside =
            place.part == place.object || self.get(place.part).is_some_and(|part| part.parent == Some(0));
        let blank = match self.get(0).map(|part| part.shape) {
            Some(Shape::Map) => !self.children(0).any(|child| self.is_complete(child)),
            Some(Shape::List) => false,
            _ => true,
        };
        inside && blank
    }
}

impl Completion {
    fn new(label: &str, insert: String, kind: CompletionKind) -> Self {
        let insert = (insert != label).then_some(insert);
        let (detail, documentation) = (String::new(), String::new());
        Completion { label: label.to_owned(), insert, kind, detail, documentation }
    }
}

/// What there is to say of several things, with commas.
fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(part);
    }
    text
}
