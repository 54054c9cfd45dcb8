//! Reading of an OpenAPI schema as a CRD has it.

use serde_json::{Value, json};
use std::sync::LazyLock;

/// One place of a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema<'a>(&'a Value);

/// The part of ObjectMeta that people write, which no CRD describes.
static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"}});
    json!({"type": "object", "properties": {
        "name": {"type": "string", "maxLength": 253},
        "generateName": {"type": "string", "maxLength": 253},
        "namespace": {"type": "string", "maxLength": 63},
        "labels": texts,
        "annotations": texts,
        "finalizers": {"type": "array", "items": {"type": "string", "maxLength": 63}},
        "creationTimestamp": {"type": "string"},
        "ownerReferences": {"type": "array", "items": {"type": "object", "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "name": {"type": "string"},
            "uid": {"type": "string"},
            "controller": {"type": "boolean"},
            "blockOwnerDeletion": {"type": "boolean"},
        }}},
    }})
});

// === impl Schema ===

impl<'a> Schema<'a> {
    pub(crate) fn new(schema: &'a Value) -> Self {
        Schema(schema)
    }

    pub(crate) fn metadata() -> Schema<'static> {
        Schema(&METADATA)
    }

    pub(crate) fn properties(self) -> impl Iterator<Item = (&'a str, Schema<'a>)> {
        let properties = self.0.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), Schema(schema)))
    }

    /// What a field of an object has to be, whether it is declared or the value of a map.
    pub(crate) fn field(self, name: &str) -> Option<Schema<'a>> {
        let declared = self.0.get("properties").and_then(|properties| properties.get(name));
        declared.or_else(|| self.0.get("additionalProperties")).map(Schema)
    }

    pub(crate) fn is_map(self) -> bool {
        self.0.get("additionalProperties").is_some()
    }

    pub(crate) fn items(self) -> Option<Schema<'a>> {
        self.0.get("items").map(Schema)
    }

    pub(crate) fn type_name(self) -> &'a str {
        self.0.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn number(self, keyword: &str) -> Option<i64> {
        let number = self.0.get(keyword)?;
        number.as_i64().or_else(|| number.as_f64().map(|float| float as i64))
    }

    pub(crate) fn values(self) -> &'a [Value] {
        self.0.get("enum").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn default(self) -> Option<&'a Value> {
        self.0.get("default")
    }
}
