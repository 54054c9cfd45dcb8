//! A document is an object, or a `List` of them.

use crate::source::yaml::compact::{Head, LIST, MAP, Reader, Writer};

/// The bytes of each object that a document stands for.
pub(super) fn objects(text: &str, body: Vec<u8>, start: u32) -> Option<Vec<Vec<u8>>> {
    let kind = kind(text, &body, start)?;
    match kind.strip_suffix("List") {
        None => Some(vec![body]),
        Some("") => items(text, &body, start),
        // The items of other lists do not say what they are.
        Some(_) => None,
    }
}

fn items(text: &str, body: &[u8], start: u32) -> Option<Vec<Vec<u8>>> {
    let (head, mut items) = field(text, body, start, "items")?;
    if head.tag != LIST {
        return None;
    }
    let mut inside = items.inside()?;
    let mut objects = Vec::new();
    while !inside.rest.is_empty() {
        let item = inside.head(head.span.start)?;
        let content = inside.rest;
        inside.skip(&item)?;
        let content = content.get(..content.len().checked_sub(inside.rest.len())?)?;
        // It counted from the list around it.
        let mut writer = Writer::new(text, content.len() + 8);
        writer.tag(item.tag, Some(item.span), start);
        writer.out.extend_from_slice(content);
        if item.tag != MAP || kind(text, &writer.out, start)?.ends_with("List") {
            return None;
        }
        objects.push(writer.out);
    }
    Some(objects)
}

/// The kind of an object that says what it is.
fn kind<'a>(text: &'a str, body: &'a [u8], start: u32) -> Option<&'a str> {
    let said = |name| {
        let (head, mut reader) = field(text, body, start, name)?;
        reader.text(&head).filter(|text| !text.is_empty())
    };
    said("apiVersion")?;
    said("kind")
}

/// A field of an object; the content of its value comes next.
fn field<'a>(text: &'a str, body: &'a [u8], start: u32, name: &str) -> Option<(Head, Reader<'a, 'a>)> {
    let mut reader = Reader { rest: body, text };
    let object = reader.head(start)?;
    let mut inside = reader.inside()?;
    while !inside.rest.is_empty() {
        let key = inside.head(object.span.start)?;
        let found = inside.text(&key)? == name;
        let value = inside.head(key.span.start)?;
        if found {
            return Some((value, inside));
        }
        inside.skip(&value)?;
    }
    None
}
