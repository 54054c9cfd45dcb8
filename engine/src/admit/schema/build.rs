//! The words in which kinds are declared.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Field, IntShape, ListShape, MapShape, Node, ObjectShape, Pattern, Rule, Shape, StringShape, Unique,
};
use crate::admit::Channel;

pub(crate) fn object<const N: usize>(fields: [Field; N]) -> ObjectShape {
    ObjectShape { fields: fields.into(), withheld: Vec::new(), typed_address: false }
}

/// A field that must be there.
pub(crate) fn req(name: &'static str, node: impl Into<Node>) -> Field {
    Field { name, node: node.into(), required: true, channel: Channel::Standard }
}

/// A field that may be there.
pub(crate) fn opt(name: &'static str, node: impl Into<Node>) -> Field {
    Field { name, node: node.into(), required: false, channel: Channel::Standard }
}

/// A field that only the experimental channel has.
pub(crate) fn experimental(field: Field) -> Field {
    Field { channel: Channel::Experimental, ..field }
}

pub(crate) fn map(values: impl Into<Node>) -> MapShape {
    MapShape { values: Box::new(values.into()), max: None }
}

pub(crate) fn list(items: impl Into<Node>) -> ListShape {
    ListShape { items: Box::new(items.into()), min: None, max: None, unique: Unique::No }
}

pub(crate) fn string() -> StringShape {
    StringShape::default()
}

pub(crate) fn int32() -> IntShape {
    IntShape { narrow: true, ..IntShape::default() }
}

pub(crate) fn integer() -> IntShape {
    IntShape::default()
}

pub(crate) fn boolean() -> Shape {
    Shape::Boolean
}

pub(crate) fn any() -> Shape {
    Shape::Any
}

/// What every declaration can have, whatever its shape.
pub(crate) trait Declare: Into<Node> {
    /// What an absent or null field becomes.
    fn default_to(self, value: impl Into<Value>) -> Node {
        Node { default: Some(value.into()), ..self.into() }
    }

    /// A CEL rule and the message for an object that breaks it.
    fn rule(self, expression: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Node {
        with_rule(self, Rule::new(expression.into(), message.into(), None))
    }

    fn standard_rule(self, expression: &'static str, message: &'static str) -> Node {
        with_rule(self, Rule::new(expression.into(), message.into(), Some(Channel::Standard)))
    }

    fn experimental_rule(
        self,
        expression: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Node {
        with_rule(self, Rule::new(expression.into(), message.into(), Some(Channel::Experimental)))
    }

    /// What the experimental channel declares instead.
    fn in_experimental<N: Into<Node>>(self, change: impl FnOnce(Self) -> N) -> Node
    where
        Self: Clone,
    {
        let experimental = Box::new(change(self.clone()).into());
        Node { experimental: Some(experimental), ..self.into() }
    }
}

impl<T: Into<Node>> Declare for T {}

fn with_rule(node: impl Into<Node>, rule: Rule) -> Node {
    let mut node = node.into();
    node.rules.push(rule);
    node
}

// === impl shapes ===

impl ObjectShape {
    pub(crate) fn typed_address(self) -> Self {
        ObjectShape { typed_address: true, ..self }
    }
}

impl MapShape {
    pub(crate) fn max(self, max: usize) -> Self {
        MapShape { max: Some(max), ..self }
    }
}

impl ListShape {
    pub(crate) fn min(self, min: usize) -> Self {
        ListShape { min: Some(min), ..self }
    }

    pub(crate) fn max(self, max: usize) -> Self {
        ListShape { max: Some(max), ..self }
    }

    /// No two equal items.
    pub(crate) fn set(self) -> Self {
        ListShape { unique: Unique::Items, ..self }
    }

    /// No two items that agree in all of these fields.
    pub(crate) fn keyed_by(self, keys: &'static [&'static str]) -> Self {
        ListShape { unique: Unique::Keys(keys), ..self }
    }
}

impl StringShape {
    pub(crate) fn min(self, min: usize) -> Self {
        StringShape { min: Some(min), ..self }
    }

    pub(crate) fn max(self, max: usize) -> Self {
        StringShape { max: Some(max), ..self }
    }

    pub(crate) fn pattern(self, pattern: &'static Pattern) -> Self {
        StringShape { pattern: Some(pattern), ..self }
    }

    pub(crate) fn base64(self) -> Self {
        StringShape { base64: true, ..self }
    }

    /// Allows these values, beside those allowed already, and no others.
    pub(crate) fn one_of(mut self, values: &[&'static str]) -> Self {
        self.values.extend_from_slice(values);
        self
    }
}

impl IntShape {
    pub(crate) fn min(self, min: i64) -> Self {
        IntShape { min: Some(min), ..self }
    }

    pub(crate) fn max(self, max: i64) -> Self {
        IntShape { max: Some(max), ..self }
    }

    /// Allows these values, beside those allowed already, and no others.
    pub(crate) fn one_of(mut self, values: &[i64]) -> Self {
        self.values.extend_from_slice(values);
        self
    }
}

// === impl Node ===

impl From<Shape> for Node {
    fn from(shape: Shape) -> Self {
        Node { shape, default: None, rules: Vec::new(), experimental: None }
    }
}

impl From<ObjectShape> for Node {
    fn from(object: ObjectShape) -> Self {
        Shape::Object(object).into()
    }
}

impl From<MapShape> for Node {
    fn from(map: MapShape) -> Self {
        Shape::Map(map).into()
    }
}

impl From<ListShape> for Node {
    fn from(list: ListShape) -> Self {
        Shape::List(list).into()
    }
}

impl From<StringShape> for Node {
    fn from(string: StringShape) -> Self {
        Shape::String(string).into()
    }
}

impl From<IntShape> for Node {
    fn from(integer: IntShape) -> Self {
        Shape::Integer(integer).into()
    }
}
