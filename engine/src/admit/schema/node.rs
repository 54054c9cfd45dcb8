use serde_json::Value;

use super::{Pattern, Rule};
use crate::admit::Channel;

/// What is allowed at one place of an object.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) shape: Shape,
    pub(crate) default: Option<Value>,
    pub(crate) rules: Vec<Rule>,
    /// What the experimental channel declares instead of this node.
    pub(crate) experimental: Option<Box<Node>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Object(ObjectShape),
    Map(MapShape),
    List(ListShape),
    String(StringShape),
    Integer(IntShape),
    Boolean,
    /// A port by number or by name.
    IntOrString,
    /// Anything at all, kept as it is.
    Any,
}

/// An object with named fields.
#[derive(Debug, Clone)]
pub(crate) struct ObjectShape {
    pub(crate) fields: Vec<Field>,
    /// Names that only the experimental channel knows, in a schema of the standard channel.
    pub(crate) withheld: Vec<&'static str>,
    /// `spec.addresses[]` of a Gateway: an address of type `IPAddress` must be one.
    pub(crate) typed_address: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) node: Node,
    pub(crate) required: bool,
    /// The first channel that has the field.
    pub(crate) channel: Channel,
}

/// An object whose keys are free.
#[derive(Debug, Clone)]
pub(crate) struct MapShape {
    pub(crate) values: Box<Node>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unique {
    /// Nothing.
    No,
    /// Each item.
    Items,
    /// Each combination of these fields of an item.
    Keys(&'static [&'static str]),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct StringShape {
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
    pub(crate) pattern: Option<&'static Pattern>,
    /// Whether it is bytes, written as base64.
    pub(crate) base64: bool,
    /// The only values allowed, if any are named.
    pub(crate) values: Vec<&'static str>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct IntShape {
    /// Whether the format is `int32`.
    pub(crate) narrow: bool,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    /// The only values allowed, if any are named.
    pub(crate) values: Vec<i64>,
}

// === impl Node ===

impl Node {
    pub(crate) fn has_rules(&self) -> bool {
        !self.rules.is_empty()
            || match &self.shape {
                Shape::Object(object) => object.fields.iter().any(|field| field.node.has_rules()),
                Shape::Map(map) => map.values.has_rules(),
                Shape::List(list) => list.items.has_rules(),
                _ => false,
            }
    }

    /// What remains of a declaration in one channel.
    pub(super) fn in_channel(self, channel: Channel) -> Node {
        if channel == Channel::Experimental
            && let Some(experimental) = self.experimental
        {
            return experimental.in_channel(channel);
        }
        let shape = match self.shape {
            Shape::Object(object) => Shape::Object(object.in_channel(channel)),
            Shape::Map(map) => {
                Shape::Map(MapShape { values: Box::new(map.values.in_channel(channel)), ..map })
            }
            Shape::List(list) => {
                Shape::List(ListShape { items: Box::new(list.items.in_channel(channel)), ..list })
            }
            leaf => leaf,
        };
        let rules = self.rules.into_iter().filter(|rule| rule.holds_in(channel)).collect();
        Node { shape, default: self.default, rules, experimental: None }
    }
}

// === impl ObjectShape ===

impl ObjectShape {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn in_channel(self, channel: Channel) -> Self {
        let (kept, withheld): (Vec<_>, Vec<_>) =
            self.fields.into_iter().partition(|field| field.channel <= channel);
        ObjectShape {
            fields: kept
                .into_iter()
                .map(|field| Field { node: field.node.in_channel(channel), ..field })
                .collect(),
            withheld: withheld.into_iter().map(|field| field.name).collect(),
            typed_address: self.typed_address,
        }
    }
}
