//! Reads admitted objects into the types of this module.
//!
//! A struct, an enumeration or a union is declared once, by [`object!`], [`choice!`] or [`union!`], and
//! can be read from then on. Serde's derived code does the same and is ten times the size.
//!
//! Reading always gives a value: what is not as the schema promised leaves a complaint with the
//! [`Reader`] and something empty in its place.

mod lately;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value};

use self::lately::Lately;
use super::{BackendReference, ParentReference};
use crate::SharedStr;

/// Remembers the first thing that was not as it had to be.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    complaint: Option<String>,
    texts: Lately<SharedStr>,
    backends: Lately<Arc<BackendReference>>,
    parents: Lately<Arc<ParentReference>>,
}

/// A type that is read from a value. Texts are moved out of it.
pub(crate) trait Read: Sized {
    fn read(value: &mut Value, reader: &mut Reader) -> Self;

    /// What a field is that is not there.
    fn absent(name: &str, reader: &mut Reader) -> Self {
        reader.missing(name);
        Self::read(&mut Value::Null, reader)
    }
}

/// The fields of an object while it is read.
pub(crate) struct Fields<'a> {
    /// None of what is no object.
    map: Option<&'a mut Map<String, Value>>,
    reader: &'a mut Reader,
}

/// Reads a whole value.
pub(crate) fn read<T: Read>(value: &mut Value) -> Result<T, String> {
    Reader::default().run(|reader| T::read(value, reader))
}

/// Declares a struct whose fields have the names of the API's, in our spelling: `section_name` is
/// `sectionName`. A name that is spelled otherwise stands in brackets, and what an absent field is
/// stands behind `=`.
macro_rules! object {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])*
            $field_vis:vis $field:ident $([$spelling:literal])?: $type:ty $(= $default:expr)?,)*
        }
    )*) => {$(
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
        }

        impl $crate::api::read::Read for $name {
            #[allow(unused_mut, unused_variables, reason = "there is a struct without fields")]
            fn read(value: &mut serde_json::Value, reader: &mut $crate::api::read::Reader) -> Self {
                let mut fields = $crate::api::read::Fields::of(value, reader);
                $name {
                    $($field: $crate::api::read::field!(
                        fields,
                        $crate::api::read::spelling!($field $([$spelling])?)
                        $(, $default)?
                    ),)*
                }
            }
        }
    )*};
}

macro_rules! field {
    ($fields:ident, $name:expr) => {
        $fields.read($name)
    };
    ($fields:ident, $name:expr, $default:expr) => {
        $fields.read_or($name, || $default)
    };
}

/// Declares an enumeration of texts.
macro_rules! choice {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $first:ident $(, $(#[$variant_meta:meta])* $variant:ident)* $(,)?
        }
    )*) => {$(
        $(#[$meta])*
        pub enum $name {
            $first,
            $($(#[$variant_meta])* $variant,)*
        }

        impl $crate::api::read::Read for $name {
            fn read(value: &mut serde_json::Value, reader: &mut $crate::api::read::Reader) -> Self {
                match value.as_str() {
                    Some(stringify!($first)) => Self::$first,
                    $(Some(stringify!($variant)) => Self::$variant,)*
                    _ => {
                        reader.unexpected(value, stringify!($name));
                        Self::$first
                    }
                }
            }
        }
    )*};
}

/// Declares a union: the field `type` says which other field there is.
macro_rules! union {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $first:ident { $first_field:ident: $first_type:ty },
            $($variant:ident $([$spelling:literal])? { $field:ident: $type:ty },)*
        }
    )*) => {$(
        $(#[$meta])*
        pub enum $name {
            $first { $first_field: $first_type },
            $($variant { $field: $type },)*
        }

        impl $crate::api::read::Read for $name {
            fn read(value: &mut serde_json::Value, reader: &mut $crate::api::read::Reader) -> Self {
                let mut fields = $crate::api::read::Fields::of(value, reader);
                let kind: String = fields.read("type");
                $(if kind == $crate::api::read::spelling!($variant $([$spelling])?) {
                    return Self::$variant { $field: fields.read(stringify!($field)) };
                })*
                if kind != stringify!($first) {
                    fields.unknown_type(&kind);
                }
                Self::$first { $first_field: fields.read(stringify!($first_field)) }
            }
        }
    )*};
}

macro_rules! spelling {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident [$spelling:literal]) => {
        $spelling
    };
}

pub(crate) use {choice, field, object, spelling, union};

// === impl Reader ===

impl Reader {
    /// What is read, unless there is a complaint.
    pub(crate) fn run<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Result<T, String> {
        let read = read(self);
        match self.complaint.take() {
            Some(complaint) => Err(complaint),
            None => Ok(read),
        }
    }

    pub(crate) fn complains(&self) -> bool {
        self.complaint.is_some()
    }

    pub(crate) fn unexpected(&mut self, value: &Value, expected: &str) {
        self.complain(|| match value {
            Value::Number(number) => format!("invalid value: integer `{number}`, expected {expected}"),
            _ => format!("invalid type, expected {expected}"),
        });
    }

    fn missing(&mut self, name: &str) {
        self.complain(|| format!("missing field `{name}`"));
    }

    pub(crate) fn complain(&mut self, complaint: impl FnOnce() -> String) {
        if self.complaint.is_none() {
            self.complaint = Some(complaint());
        }
    }
}

// === impl Fields ===

impl<'a> Fields<'a> {
    pub(crate) fn of(value: &'a mut Value, reader: &'a mut Reader) -> Self {
        if !value.is_object() {
            reader.unexpected(value, "an object");
        }
        Fields { map: value.as_object_mut(), reader }
    }

    /// A name is given as in the API, or in our spelling.
    pub(crate) fn read<T: Read>(&mut self, name: &str) -> T {
        match find(&mut self.map, name) {
            Some(value) => T::read(value, self.reader),
            None => T::absent(name, self.reader),
        }
    }

    pub(crate) fn read_or<T: Read>(&mut self, name: &str, absent: impl FnOnce() -> T) -> T {
        match find(&mut self.map, name) {
            Some(value) => T::read(value, self.reader),
            None => absent(),
        }
    }

    /// The fields of an object one level further down.
    pub(crate) fn object(&mut self, name: &str) -> Fields<'_> {
        match find(&mut self.map, name) {
            Some(value) => Fields::of(value, self.reader),
            None => {
                self.reader.missing(name);
                Fields { map: None, reader: self.reader }
            }
        }
    }

    /// A list that is empty if absent, read item by item.
    pub(crate) fn list<T>(&mut self, name: &str, item: impl Fn(&mut Value, &mut Reader) -> T) -> Box<[T]> {
        match find(&mut self.map, name) {
            Some(value) => list(value, self.reader, item).into(),
            None => Box::default(),
        }
    }

    pub(crate) fn unknown_type(&mut self, kind: &str) {
        self.reader.complain(|| format!("unknown type `{kind}`"));
    }
}

fn find<'m>(map: &'m mut Option<&mut Map<String, Value>>, name: &str) -> Option<&'m mut Value> {
    // Few fields, so that to hash the name would take longer.
    let mut fields = map.as_mut()?.iter_mut();
    fields.find(|(key, _)| is_named(key, name)).map(|(_, value)| value)
}

/// Whether a key is the name, or what Go makes of a name in our spelling.
fn is_named(key: &str, name: &str) -> bool {
    let mut key = key.bytes();
    let mut starts_word = false;
    for letter in name.bytes() {
        if letter == b'_' {
            starts_word = true;
            continue;
        }
        let letter = if starts_word { letter.to_ascii_uppercase() } else { letter };
        starts_word = false;
        if key.next() != Some(letter) {
            return false;
        }
    }
    key.next().is_none()
}

fn list<T>(value: &mut Value, reader: &mut Reader, item: impl Fn(&mut Value, &mut Reader) -> T) -> Vec<T> {
    let Value::Array(items) = value else {
        reader.unexpected(value, "a list");
        return Vec::new();
    };
    let mut list = Vec::new();
    list.reserve_exact(items.len());
    for value in items {
        list.push(item(value, reader));
    }
    list
}

// === impl Read ===

impl Read for String {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let Value::String(text) = value else {
            reader.unexpected(value, "a text");
            return String::new();
        };
        std::mem::take(text)
    }
}

impl Read for SharedStr {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let text = String::read(value, reader);
        reader.texts.shared(text.as_str(), || text.as_str().into())
    }
}

impl Read for Arc<BackendReference> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let reference = BackendReference::read(value, reader);
        reader.backends.shared(&reference, || Arc::new(reference.clone()))
    }
}

impl Read for Arc<ParentReference> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let reference = ParentReference::read(value, reader);
        reader.parents.shared(&reference, || Arc::new(reference.clone()))
    }
}

impl Read for bool {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        value.as_bool().unwrap_or_else(|| {
            reader.unexpected(value, "a boolean");
            false
        })
    }

    fn absent(_: &str, _: &mut Reader) -> Self {
        false
    }
}

macro_rules! integers {
    ($($type:ident)*) => {
        $(impl Read for $type {
            fn read(value: &mut Value, reader: &mut Reader) -> Self {
                value.as_i64().and_then(|number| number.try_into().ok()).unwrap_or_else(|| {
                    reader.unexpected(value, stringify!($type));
                    0
                })
            }
        })*
    };
}

integers!(u16 u32 u64 i64);

impl<T: Read> Read for Option<T> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        if value.is_null() { None } else { Some(T::read(value, reader)) }
    }

    fn absent(_: &str, _: &mut Reader) -> Self {
        None
    }
}

/// What is seldom there and large.
impl<T: Read> Read for Box<T> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }
}

/// For what there is a lot of.
impl<T: Read> Read for Box<[T]> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        list(value, reader, T::read).into()
    }

    fn absent(_: &str, _: &mut Reader) -> Self {
        Box::default()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        list(value, reader, T::read)
    }

    fn absent(_: &str, _: &mut Reader) -> Self {
        Vec::new()
    }
}

impl Read for BTreeMap<String, String> {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        let Value::Object(fields) = value else {
            reader.unexpected(value, "an object");
            return BTreeMap::new();
        };
        let mut texts = BTreeMap::new();
        for (key, mut value) in std::mem::take(fields) {
            texts.insert(key, String::read(&mut value, reader));
        }
        texts
    }

    fn absent(_: &str, _: &mut Reader) -> Self {
        BTreeMap::new()
    }
}

#[cfg(test)]
mod tests;
