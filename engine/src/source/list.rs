//! `kind: List`, and the `…List` kinds that the API server answers with, stand for their items.

use super::{Draft, Findings, codes, object::noun};
use serde_json::{Map, Value};

/// Puts the document, or the items that it stands for, at the end of `documents`.
///
/// Lists in lists are taken apart too; how deep a value is nested is bounded where it is parsed.
pub(crate) fn expand(document: Draft, documents: &mut Vec<Draft>, findings: &mut Findings) {
    let place = document.spans.place(document.file);
    let Draft { file, mut value, mut spans } = document;
    let (list, position) = match List::of(&value) {
        Content::Items(list, position) => (list, position),
        Content::Single => return documents.push(Draft { file, value, spans }),
        Content::Empty => return,
        Content::Unusable(noun) => {
            let message = format!("the `items` of a `List` are {noun} and not a list");
            return findings.error(
                place,
                codes::INVALID_LIST,
                message,
                "write each object as an item of `items`",
            );
        }
    };
    let items = match value.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    let spans = spans.take_items(position).chain(std::iter::repeat_with(Default::default));
    for (mut value, spans) in items.into_iter().zip(spans) {
        list.complete(&mut value);
        expand(Draft { file, value, spans }, documents, findings);
    }
}

/// What the items of a typed list leave out.
struct List {
    api_version: String,
    /// Empty for `kind: List`, whose items say themselves what they are.
    item_kind: String,
}

enum Content {
    /// The list and where its `items` stand among its fields.
    Items(List, usize),
    Empty,
    Single,
    Unusable(&'static str),
}

// === impl List ===

impl List {
    fn of(value: &Value) -> Content {
        let Some(object) = value.as_object() else { return Content::Single };
        let (Some(kind), Some(api_version)) = (text(object, "kind"), text(object, "apiVersion")) else {
            return Content::Single;
        };
        let Some(item_kind) = kind.strip_suffix("List") else { return Content::Single };
        let position = object.keys().position(|key| key == "items");
        match (object.get("items"), position) {
            (Some(Value::Array(_)), Some(position)) => {
                let list = List { api_version: api_version.to_owned(), item_kind: item_kind.to_owned() };
                Content::Items(list, position)
            }
            // Any other kind may call itself a list and have whatever fields it likes.
            _ if !item_kind.is_empty() || api_version != "v1" => Content::Single,
            (None | Some(Value::Null), _) => Content::Empty,
            (Some(other), _) => Content::Unusable(noun(other)),
        }
    }

    /// The API server does not repeat the type in every item of a typed list.
    fn complete(&self, item: &mut Value) {
        let Some(object) = item.as_object_mut() else { return };
        if self.item_kind.is_empty() || object.contains_key("kind") || object.contains_key("apiVersion") {
            return;
        }
        object.insert("apiVersion".to_owned(), Value::from(self.api_version.as_str()));
        object.insert("kind".to_owned(), Value::from(self.item_kind.as_str()));
    }
}

fn text<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    object.get(field).and_then(Value::as_str)
}
