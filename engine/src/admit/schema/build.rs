//! The words in which kinds are declared.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Bound, Facets, Field, Format, ListShape, Logic, MapShape, Node, NumberShape, NumberSize, ObjectShape,
    Pattern, PatternRef, Rule, Shape, StringShape, Unique,
};
use crate::admit::Channel;

pub(crate) fn object<const N: usize>(fields: [Field; N]) -> ObjectShape {
    ObjectShape { fields: fields.into(), ..ObjectShape::default() }
}

/// A field that must be there.
pub(crate) fn req(name: &'static str, node: impl Into<Node>) -> Field {
    Field { name: Cow::Borrowed(name), node: node.into(), required: true, channel: Channel::Standard }
}

/// A field that may be there.
pub(crate) fn opt(name: &'static str, node: impl Into<Node>) -> Field {
    Field { required: false, ..req(name, node) }
}

/// A field that only the experimental channel has.
pub(crate) fn experimental(field: Field) -> Field {
    Field { channel: Channel::Experimental, ..field }
}

pub(crate) fn map(values: impl Into<Node>) -> MapShape {
    MapShape { values: Box::new(values.into()), forbidden: false, min: None, max: None }
}

pub(crate) fn list(items: impl Into<Node>) -> ListShape {
    ListShape { items: Box::new(items.into()), min: None, max: None, unique: Unique::No }
}

pub(crate) fn string() -> StringShape {
    StringShape::default()
}

pub(crate) fn int32() -> NumberShape {
    NumberShape { size: NumberSize::Int32, ..NumberShape::default() }
}

pub(crate) fn integer() -> NumberShape {
    NumberShape { size: NumberSize::Int64 { named: false }, ..NumberShape::default() }
}

pub(crate) fn boolean() -> Shape {
    Shape::Boolean
}

/// A port by number or by name.
pub(crate) fn int_or_string() -> Shape {
    Shape::Untyped(Box::new(Facets { int_or_string: true, ..Facets::default() }))
}

/// Anything at all, kept as it is.
pub(crate) fn any() -> Node {
    let facets = Facets { open: true, ..Facets::default() };
    Node { nullable: true, ..facets.into() }
}

/// What an alternative says of a value, whose type is declared elsewhere.
pub(crate) fn alternative() -> Facets {
    Facets::default()
}

/// What every declaration can have, whatever its shape.
pub(crate) trait Declare: Into<Node> {
    /// What an absent or null field becomes.
    fn default_to(self, value: impl Into<Value>) -> Node {
        Node { default: Some(value.into()), ..self.into() }
    }

    /// Allows these values, beside those allowed already, and no others.
    fn one_of<V: Into<Value> + Clone>(self, values: &[V]) -> Node {
        let mut node = self.into();
        node.values.extend(values.iter().cloned().map(Into::into));
        node
    }

    /// Exactly one of these holds as well.
    fn exactly_one<const N: usize>(self, alternatives: [Node; N]) -> Node {
        let logic = Logic { one_of: alternatives.into(), ..Logic::default() };
        Node { logic: Some(Box::new(logic)), ..self.into() }
    }

    /// At least one of these holds as well.
    fn at_least_one<const N: usize>(self, alternatives: [Node; N]) -> Node {
        let logic = Logic { any_of: alternatives.into(), ..Logic::default() };
        Node { logic: Some(Box::new(logic)), ..self.into() }
    }

    /// This does not hold.
    fn but_not(self, alternative: Node) -> Node {
        let logic = Logic { not: Some(alternative), ..Logic::default() };
        Node { logic: Some(Box::new(logic)), ..self.into() }
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
    pub(crate) fn keyed_by(self, keys: &[&'static str]) -> Self {
        let keys = keys.iter().map(|key| Cow::Borrowed(*key)).collect();
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
        StringShape { pattern: Some(PatternRef::Ours(pattern)), ..self }
    }

    pub(crate) fn format(self, format: Format) -> Self {
        StringShape { format: Some(format), ..self }
    }
}

impl NumberShape {
    pub(crate) fn min(self, min: i32) -> Self {
        NumberShape { min: Some(Bound { limit: min.into(), exclusive: false }), ..self }
    }

    pub(crate) fn max(self, max: i32) -> Self {
        NumberShape { max: Some(Bound { limit: max.into(), exclusive: false }), ..self }
    }
}

impl Facets {
    /// The fields of an object that the alternative speaks of.
    pub(crate) fn fields<const N: usize>(self, fields: [Field; N]) -> Self {
        Facets { object: object(fields), ..self }
    }

    pub(crate) fn format(mut self, format: Format) -> Self {
        self.text.format = Some(format);
        self
    }
}

// === impl Node ===

impl From<Shape> for Node {
    fn from(shape: Shape) -> Self {
        Node {
            shape,
            nullable: false,
            default: None,
            values: Vec::new(),
            logic: None,
            rules: Vec::new(),
            experimental: None,
        }
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

impl From<NumberShape> for Node {
    fn from(number: NumberShape) -> Self {
        Shape::Number(number).into()
    }
}

impl From<Facets> for Node {
    fn from(facets: Facets) -> Self {
        Shape::Untyped(Box::new(facets)).into()
    }
}
