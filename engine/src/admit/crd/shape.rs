//! Constraints of single types.

use std::{borrow::Cow, sync::Arc};

use serde_json::{Map, Value};

use super::schema::{Translation, is};
use crate::admit::{
    at::At,
    schema::{
        Bound, Format, ListShape, MapShape, NumberShape, NumberSize, Pattern, PatternRef, StringShape, Unique,
    },
};

/// Formats that the API server checks and this program does not.
const UNCHECKED: [&str; 7] = ["bsonobjectid", "creditcard", "isbn", "isbn10", "isbn13", "rgbcolor", "ssn"];

pub(super) fn text(
    translation: &mut Translation<'_>,
    declared: &Map<String, Value>,
    at: &At<'_>,
) -> StringShape {
    let format = declared.get("format").and_then(Value::as_str).unwrap_or_default();
    if UNCHECKED.contains(&format) {
        translation.warn(&at.field("format"), format!("format `{format}` is not checked"));
    }
    let pattern = declared.get("pattern").and_then(Value::as_str).filter(|pattern| !pattern.is_empty());
    StringShape {
        min: size(declared, "minLength"),
        max: size(declared, "maxLength"),
        pattern: pattern.and_then(|source| compile(translation, source, at)),
        // The API server ignores formats that it does not know, too.
        format: Format::named(format),
    }
}

fn compile(translation: &mut Translation<'_>, source: &str, at: &At<'_>) -> Option<PatternRef> {
    match Pattern::read(source) {
        Ok(pattern) => Some(PatternRef::Theirs(Arc::new(pattern))),
        Err(error) => {
            translation.warn(&at.field("pattern"), format!("pattern not checked: {error}"));
            None
        }
    }
}

pub(super) fn number(declared: &Map<String, Value>) -> NumberShape {
    let bound = |limit: &str, exclusive: &str| {
        let limit = declared.get(limit).and_then(Value::as_f64)?;
        Some(Bound { limit, exclusive: is(declared, exclusive) })
    };
    let word = |word: &str| declared.get(word).and_then(Value::as_str);
    NumberShape {
        size: match (word("type"), word("format")) {
            (Some("integer"), Some("int32")) => NumberSize::Int32,
            (Some("integer"), format) => NumberSize::Int64 { named: format == Some("int64") },
            (Some("number"), Some("float")) => NumberSize::Float,
            (Some("number"), format) => NumberSize::Double { named: format == Some("double") },
            _ => NumberSize::Any,
        },
        min: bound("minimum", "exclusiveMinimum"),
        max: bound("maximum", "exclusiveMaximum"),
        multiple_of: declared.get("multipleOf").and_then(Value::as_f64),
    }
}

pub(super) fn size(declared: &Map<String, Value>, word: &str) -> Option<usize> {
    declared.get(word).and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok())
}

impl Translation<'_> {
    pub(super) fn list(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> ListShape {
        if is(declared, "uniqueItems") {
            let message = "`uniqueItems` is not checked: the API server refuses a definition that has it";
            self.warn(&at.field("uniqueItems"), message);
        }
        let items = declared.get("items").unwrap_or(&Value::Null);
        ListShape {
            items: Box::new(self.node(items, &at.field("items"))),
            min: size(declared, "minItems"),
            max: size(declared, "maxItems"),
            unique: self.unique(declared, at),
        }
    }

    fn unique(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> Unique {
        match declared.get("x-kubernetes-list-type").and_then(Value::as_str) {
            Some("set") => Unique::Items,
            Some("map") => {
                let keys = declared.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
                let keys = keys.into_iter().flatten().filter_map(Value::as_str);
                Unique::Keys(keys.map(|key| Cow::Owned(key.to_owned())).collect())
            }
            None | Some("atomic") => Unique::No,
            Some(other) => {
                let at = at.field("x-kubernetes-list-type");
                self.warn(&at, format!("list type `{other}` is not supported, and not checked"));
                Unique::No
            }
        }
    }

    pub(super) fn map(&mut self, declared: &Map<String, Value>, values: &Value, at: &At<'_>) -> MapShape {
        let mut values = self.node(values, &at.field("additionalProperties"));
        // Where values have no schema, nothing is known of nulls either.
        values.nullable |= !declared.get("additionalProperties").is_some_and(Value::is_object);
        MapShape {
            forbidden: declared.get("additionalProperties") == Some(&Value::Bool(false)),
            values: Box::new(values),
            min: size(declared, "minProperties"),
            max: size(declared, "maxProperties"),
        }
    }
}
