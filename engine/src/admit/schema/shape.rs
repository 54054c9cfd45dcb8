use super::{Field, Format, Name, Node, PatternRef, Shape};
#[cfg(any(test, feature = "crds"))]
use crate::admit::Channel;

/// An object with named fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObjectShape {
    pub(crate) fields: Vec<Field>,
    /// Names that only the experimental channel knows, in a schema of the standard channel.
    pub(crate) withheld: Vec<Name>,
    /// Fields that are required without being declared.
    pub(crate) required: Vec<Name>,
    /// Whether fields that are not declared are kept.
    pub(crate) open: bool,
    /// Whether it is an object of the API inside another one.
    pub(crate) embedded: bool,
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
}

/// An object whose keys are free.
#[derive(Debug, Clone)]
pub(crate) struct MapShape {
    pub(crate) values: Box<Node>,
    /// Whether there may be no entries after all: `additionalProperties: false`.
    pub(crate) forbidden: bool,
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct ListShape {
    pub(crate) items: Box<Node>,
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
    pub(crate) unique: Unique,
}

/// What may be in a list only once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unique {
    /// Nothing.
    No,
    /// Each item.
    Items,
    /// Each combination of these fields of an item.
    Keys(Vec<Name>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct StringShape {
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
    pub(crate) pattern: Option<PatternRef>,
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct NumberShape {
    pub(crate) size: NumberSize,
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
    pub(crate) multiple_of: Option<f64>,
}

/// Which numbers there are: a type and a format of OpenAPI.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "crds"), expect(dead_code, reason = "our own kinds have whole numbers only"))]
pub(crate) enum NumberSize {
    Int32,
    /// Whole numbers, with the format `int64` or without any.
    Int64 {
        named: bool,
    },
    Float,
    Double {
        named: bool,
    },
    /// Not said, in an alternative or where a text may stand instead.
    #[default]
    Any,
}

/// A limit of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound {
    pub(crate) limit: f64,
    /// Whether the limit itself is too much or too little.
    pub(crate) exclusive: bool,
}

/// What a value has to be like if it happens to be of a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facets {
    /// Whether it must be a whole number or a text.
    pub(crate) int_or_string: bool,
    /// Whether the fields of an object are kept though nobody declares them.
    pub(crate) open: bool,
    pub(crate) text: StringShape,
    pub(crate) number: NumberShape,
    pub(crate) list: Option<ListShape>,
    pub(crate) object: ObjectShape,
    pub(crate) map: Option<MapShape>,
}

/// `allOf`, `anyOf`, `oneOf` and `not`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Logic {
    pub(crate) all_of: Vec<Node>,
    pub(crate) any_of: Vec<Node>,
    pub(crate) one_of: Vec<Node>,
    pub(crate) not: Option<Node>,
}

// === impl Shape ===

impl Shape {
    /// What is declared of a field, or of a map's values.
    pub(crate) fn field(&self, name: &str) -> Option<&Node> {
        match self {
            Shape::Object(object) => object.field(name).map(|field| &field.node),
            Shape::Map(map) => Some(&map.values),
            Shape::Untyped(facets) => match &facets.map {
                Some(map) => Some(&map.values),
                None => facets.object.field(name).map(|field| &field.node),
            },
            _ => None,
        }
    }

    /// Whether the items of a list have to differ.
    #[cfg(any(test, feature = "crds"))]
    pub(super) fn has_unique_items(&self) -> bool {
        matches!(self, Shape::List(list) if list.unique != Unique::No)
    }

    /// What is declared of a list's items.
    pub(crate) fn items(&self) -> Option<&Node> {
        match self {
            Shape::List(list) => Some(&list.items),
            Shape::Untyped(facets) => facets.list.as_ref().map(|list| &*list.items),
            _ => None,
        }
    }
}

// === impl ObjectShape ===

impl ObjectShape {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    #[cfg(any(test, feature = "crds"))]
    pub(super) fn in_channel(self, channel: Channel) -> Self {
        let (kept, withheld): (Vec<_>, Vec<_>) =
            self.fields.into_iter().partition(|field| field.channel <= channel);
        ObjectShape {
            fields: kept
                .into_iter()
                .map(|field| Field { node: field.node.in_channel(channel), ..field })
                .collect(),
            withheld: withheld.into_iter().map(|field| field.name).collect(),
            ..self
        }
    }
}

// === impl NumberSize ===

impl NumberSize {
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, NumberSize::Int32 | NumberSize::Int64 { .. })
    }

    /// The format that was written.
    pub(crate) fn format(self) -> Option<&'static str> {
        Some(match self {
            NumberSize::Int32 => "int32",
            NumberSize::Int64 { named: true } => "int64",
            NumberSize::Float => "float",
            NumberSize::Double { named: true } => "double",
            _ => return None,
        })
    }
}
