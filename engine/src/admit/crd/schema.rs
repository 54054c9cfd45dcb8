use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{rule, shape};
use crate::{
    admit::{
        Channel,
        at::At,
        schema::{Facets, Field, Logic, Node, ObjectShape, Shape, StringShape},
        schema_of,
        take::codes,
    },
    source::{DocId, Place, Problem, Severity},
};

/// As deep as anything else is followed.
const MAX_DEPTH: usize = 100;

/// What explains a schema and constrains nothing.
const REMARKS: [&str; 8] = [
    "$schema",
    "description",
    "example",
    "externalDocs",
    "id",
    "title",
    "x-kubernetes-map-type",
    "x-descriptors",
];

/// What this translation reads, here or in [`shape`] and [`rule`].
const KNOWN: [&str; 33] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
    "uniqueItems",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

/// A walk through an `openAPIV3Schema`, which becomes the schema that our own kinds have.
pub(super) struct Translation<'p> {
    document: DocId,
    problems: &'p mut Vec<Problem>,
    depth: usize,
}

impl<'p> Translation<'p> {
    pub(super) fn new(document: DocId, problems: &'p mut Vec<Problem>) -> Self {
        Translation { document, problems, depth: 0 }
    }

    /// The schema of a whole object. Creating one, the API server drops the status that has a resource of
    /// its own.
    pub(super) fn resource(&mut self, declared: &Value, has_status: bool, at: &At<'_>) -> Node {
        let mut root = self.node(declared, at);
        let object = match &mut root.shape {
            Shape::Object(object) => object,
            other => {
                // A schema without properties, perhaps with all fields kept.
                let open = matches!(other, Shape::Untyped(facets) if facets.open);
                *other = Shape::Object(ObjectShape { open, ..ObjectShape::default() });
                let Shape::Object(object) = other else { return root };
                object
            }
        };
        embed(object);
        if has_status {
            object.fields.retain(|field| field.name != "status");
            object.fields.push(optional("status", any()));
        }
        root
    }

    /// What a schema says, here and further down.
    pub(super) fn node(&mut self, declared: &Value, at: &At<'_>) -> Node {
        let empty = Map::new();
        let declared = declared.as_object().unwrap_or(&empty);
        if self.depth == MAX_DEPTH {
            self.warn(at, "schemas this deep are not followed");
            return any();
        }
        self.depth += 1;
        self.foreign_words(declared, at);
        let mut node = Node::from(self.shape(declared, at));
        node.nullable = is(declared, "nullable");
        node.default = declared.get("default").cloned();
        node.values = declared.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
        node.logic = self.logic(declared, at);
        node.rules = rule::read(self, declared, at);
        self.depth -= 1;
        node
    }

    pub(super) fn warn(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.problems.push(Problem {
            severity: Severity::Warning,
            code: codes::CRD_NOT_CHECKED,
            message: message.into(),
            place: Place::Field { document: self.document, path: at.path() },
            hint: None,
        });
    }

    fn foreign_words(&mut self, declared: &Map<String, Value>, at: &At<'_>) {
        for word in declared.keys().map(String::as_str) {
            let extension = word.starts_with("x-") && !word.starts_with("x-kubernetes-");
            if !extension && !KNOWN.contains(&word) && !REMARKS.contains(&word) {
                self.warn(&at.field(word), format!("`{word}` is not supported, and not checked"));
            }
        }
    }

    fn shape(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> Shape {
        if is(declared, "x-kubernetes-int-or-string") {
            let facets = Facets { int_or_string: true, ..self.facets(declared, at) };
            return Shape::Untyped(Box::new(facets));
        }
        match declared.get("type").and_then(Value::as_str) {
            Some("object") => self.object_or_map(declared, at),
            Some("array") => Shape::List(self.list(declared, at)),
            Some("string") => Shape::String(shape::text(self, declared, at)),
            Some("integer" | "number") => Shape::Number(shape::number(declared)),
            Some("boolean") => Shape::Boolean,
            Some(other) => {
                self.warn(&at.field("type"), format!("type `{other}` is not supported, and not checked"));
                Shape::Untyped(Box::new(Facets { open: true, ..Facets::default() }))
            }
            None => Shape::Untyped(Box::new(self.facets(declared, at))),
        }
    }

    /// Of a value whose type is not said: in an alternative, or where everything is kept.
    fn facets(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> Facets {
        let additional = declared.get("additionalProperties").filter(|schema| schema.is_object());
        Facets {
            int_or_string: false,
            open: is(declared, "x-kubernetes-preserve-unknown-fields"),
            text: shape::text(self, declared, at),
            number: shape::number(declared),
            list: ["items", "minItems", "maxItems"]
                .iter()
                .any(|word| declared.contains_key(*word))
                .then(|| self.list(declared, at)),
            object: self.object(declared, at),
            map: additional.map(|schema| self.map(declared, schema, at)),
        }
    }

    fn object_or_map(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> Shape {
        let additional = declared.get("additionalProperties");
        match additional {
            Some(Value::Object(_)) if declared.contains_key("properties") => {
                let at = at.field("additionalProperties");
                self.warn(
                    &at,
                    "`additionalProperties` beside `properties` is not supported, and not checked",
                );
            }
            Some(schema @ Value::Object(_)) => return Shape::Map(self.map(declared, schema, at)),
            // Values of any type, but none with fields, which nobody declares.
            Some(Value::Bool(_)) if !declared.contains_key("properties") => {
                return Shape::Map(self.map(declared, &Value::Null, at));
            }
            _ => {}
        }
        let mut object = self.object(declared, at);
        if is(declared, "x-kubernetes-embedded-resource") {
            embed(&mut object);
            object.embedded = true;
        }
        Shape::Object(object)
    }

    fn object(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> ObjectShape {
        let required: Vec<&str> = declared
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let empty = Map::new();
        let properties = declared.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let below = at.field("properties");
        let mut fields = Vec::with_capacity(properties.len());
        for (name, schema) in properties {
            fields.push(Field {
                name: Cow::Owned(name.clone()),
                node: self.node(schema, &below.field(name)),
                required: required.contains(&name.as_str()),
                channel: Channel::Standard,
            });
        }
        let undeclared = required.into_iter().filter(|name| !properties.contains_key(*name));
        ObjectShape {
            fields,
            required: undeclared.map(|name| Cow::Owned(name.to_owned())).collect(),
            open: is(declared, "x-kubernetes-preserve-unknown-fields"),
            min: shape::size(declared, "minProperties"),
            max: shape::size(declared, "maxProperties"),
            ..ObjectShape::default()
        }
    }

    fn logic(&mut self, declared: &Map<String, Value>, at: &At<'_>) -> Option<Box<Logic>> {
        let mut several = |word: &str| {
            let at = at.field(word);
            let schemas = declared.get(word).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let nodes = schemas.iter().enumerate();
            nodes.map(|(index, schema)| self.node(schema, &at.index(index))).collect::<Vec<_>>()
        };
        let (all_of, any_of, one_of) = (several("allOf"), several("anyOf"), several("oneOf"));
        let not = declared.get("not").map(|schema| self.node(schema, &at.field("not")));
        let is_empty = all_of.is_empty() && any_of.is_empty() && one_of.is_empty() && not.is_none();
        (!is_empty).then(|| Box::new(Logic { all_of, any_of, one_of, not }))
    }
}

/// Whether a word of the schema is `true`.
pub(super) fn is(declared: &Map<String, Value>, word: &str) -> bool {
    declared.get(word) == Some(&Value::Bool(true))
}

fn optional(name: &'static str, node: Node) -> Field {
    Field { name: name.into(), node, required: false, channel: Channel::Standard }
}

/// Anything at all, kept as it is.
fn any() -> Node {
    let open = Facets { open: true, ..Facets::default() };
    Node { nullable: true, ..Shape::Untyped(Box::new(open)).into() }
}

/// The metadata that every object has.
fn metadata() -> Node {
    let object = schema_of("", "v1", "Namespace", Channel::Standard);
    let metadata = object.and_then(|schema| schema.root.shape.field("metadata"));
    metadata.cloned().unwrap_or_else(any)
}

/// Every object of the API has a version, a kind and metadata, of which a schema can only say more.
fn embed(object: &mut ObjectShape) {
    for name in ["apiVersion", "kind"] {
        if object.field(name).is_none() {
            object.fields.push(optional(name, Shape::String(StringShape::default()).into()));
        }
    }
    let declared = object.fields.iter().position(|field| field.name == "metadata");
    let declared = declared.map(|position| object.fields.remove(position));
    let mut metadata = optional("metadata", metadata());
    if let Some(Field { node, required, .. }) = declared {
        metadata.required = required;
        if let (Shape::Object(ours), Shape::Object(theirs)) = (&mut metadata.node.shape, node.shape) {
            for field in theirs.fields {
                ours.fields.retain(|known| known.name != field.name);
                ours.fields.push(field);
            }
        }
    }
    object.fields.push(metadata);
}
