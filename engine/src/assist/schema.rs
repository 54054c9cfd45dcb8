//! What assistance asks of a schema. Only this file knows how schemas are declared.

use serde_json::Value;

use crate::admit::{
    AdmitOptions, Channel, KindInfo, known_kinds,
    schema::{Field as Declared, Node, NumberSize, Shape},
    schema_of,
};

/// What may stand at one place of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type<'s> {
    node: &'s Node,
    /// The same place in the standard channel, if that has it.
    standard: Option<&'s Node>,
    required: bool,
}

/// A field that an object may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'s> {
    pub(super) name: &'s str,
    pub(super) content: Type<'s>,
}

/// A value that a schema names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'s> {
    pub(super) value: &'s Value,
    pub(super) experimental: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Object,
    /// An object whose keys are free.
    Map,
    List,
    Text,
    Number,
    Boolean,
    Any,
}

/// The kind that an object says it is. Without an `apiVersion` that fits, its newest version.
pub(super) fn kind(
    api_version: &str,
    kind: &str,
    channel: Channel,
) -> Option<(&'static KindInfo, Type<'static>)> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let mut known = known_kinds().iter().filter(|known| known.kind == kind);
    let known = known.clone().find(|known| known.group == group).or_else(|| known.next())?;
    let newest = known.served(channel).next().map_or("", |version| version.name);
    let (version, root) = [version, newest].into_iter().find_map(|version| {
        let schema = schema_of(known.group, version, kind, channel)?;
        Some((version, &schema.root))
    })?;
    let standard = schema_of(known.group, version, kind, Channel::Standard).map(|schema| &schema.root);
    // In a kind of the experimental channel nothing else is worth the word.
    Some((known, Type { node: root, standard: standard.or(Some(root)), required: true }))
}

/// A kind whose metadata are like everybody's.
pub(super) fn any() -> Option<Type<'static>> {
    kind("v1", "ConfigMap", Channel::Standard).map(|(_, root)| root)
}

/// The root of a kind that somebody brought along.
pub(super) fn custom<'s>(api_version: &str, kind: &str, options: &'s AdmitOptions) -> Option<Type<'s>> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let root = &options.custom.schema(group, version, kind)?.root;
    Some(Type { node: root, standard: Some(root), required: true })
}

impl<'s> Type<'s> {
    pub(super) fn field(self, name: &str) -> Option<Type<'s>> {
        let declared = self.declared().iter().find(|field| field.name == name);
        if let Some(declared) = declared {
            return Some(self.content(declared));
        }
        let node = self.node.shape.field(name)?;
        Some(Type {
            node,
            standard: self.standard.and_then(|standard| standard.shape.field(name)),
            required: false,
        })
    }

    pub(super) fn items(self) -> Option<Type<'s>> {
        let node = self.node.shape.items()?;
        let standard = self.standard.and_then(|standard| standard.shape.items());
        Some(Type { node, standard, required: false })
    }

    pub(super) fn fields(self) -> impl Iterator<Item = Field<'s>> {
        self.declared().iter().map(move |field| Field { name: &field.name, content: self.content(field) })
    }

    fn declared(self) -> &'s [Declared] {
        match &self.node.shape {
            Shape::Object(object) => &object.fields,
            Shape::Untyped(facets) => &facets.object.fields,
            _ => &[],
        }
    }

    fn content(self, field: &'s Declared) -> Type<'s> {
        let standard = self.standard.and_then(|standard| standard.shape.field(&field.name));
        Type { node: &field.node, standard, required: field.required }
    }

    pub(super) fn is_required(self) -> bool {
        self.required
    }

    /// Whether the standard channel lacks it.
    pub(super) fn is_experimental(self) -> bool {
        self.standard.is_none()
    }

    pub(super) fn form(self) -> Form {
        match &self.node.shape {
            Shape::Object(_) => Form::Object,
            Shape::Map(_) => Form::Map,
            Shape::List(_) => Form::List,
            Shape::String(_) => Form::Text,
            Shape::Number(_) => Form::Number,
            Shape::Boolean => Form::Boolean,
            Shape::Untyped(facets) if facets.int_or_string => Form::Number,
            Shape::Untyped(_) => Form::Any,
        }
    }

    /// The only values allowed, if any are named.
    pub(super) fn values(self) -> impl Iterator<Item = Named<'s>> {
        self.node.values.iter().map(move |value| {
            let experimental = self.standard.is_some_and(|standard| !standard.values.contains(value));
            Named { value, experimental }
        })
    }

    pub(super) fn default(self) -> Option<&'s Value> {
        self.node.default.as_ref()
    }

    /// `list of objects`.
    pub(super) fn noun(self) -> String {
        match &self.node.shape {
            Shape::Untyped(facets) if facets.int_or_string => "integer or string".to_owned(),
            Shape::Number(number) => match number.size {
                NumberSize::Int32 | NumberSize::Int64 { .. } => "integer".to_owned(),
                _ => "number".to_owned(),
            },
            Shape::Map(map) => format!("map of {}s", Type { node: &map.values, ..self }.noun()),
            Shape::List(list) => format!("list of {}s", Type { node: &list.items, ..self }.noun()),
            Shape::Object(_) => "object".to_owned(),
            Shape::String(_) => "string".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::Untyped(_) => "anything".to_owned(),
        }
    }
}
