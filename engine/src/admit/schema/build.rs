//! The words in which kinds are declared.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Bound, Evident, Facets, Field, Format, ListShape, Logic, MapShape, Node, NumberShape, NumberSize,
    ObjectShape, Pattern, PatternRef, Rule, Shape, StringShape, Unique,
};
use crate::admit::Channel;

/// A node on its way. It is on the heap, so that every word takes and gives one pointer: there are a thousand of
/// them, and where they moved nodes around that alone was most of their code.
#[derive(Debug, Clone)]
pub(crate) struct Declared(Box<Node>);

pub(crate) fn object() -> Declared {
    Shape::Object(ObjectShape::default()).into()
}

pub(crate) fn map(values: Declared) -> Declared {
    Shape::Map(MapShape { values: values.0, forbidden: false, min: None, max: None }).into()
}

pub(crate) fn list(items: Declared) -> Declared {
    Shape::List(ListShape { items: items.0, min: None, max: None, unique: Unique::No }).into()
}

pub(crate) fn string() -> Declared {
    Shape::String(StringShape::default()).into()
}

pub(crate) fn int32() -> Declared {
    Shape::Number(NumberShape { size: NumberSize::Int32, ..NumberShape::default() }).into()
}

pub(crate) fn integer() -> Declared {
    Shape::Number(NumberShape { size: NumberSize::Int64 { named: false }, ..NumberShape::default() }).into()
}

pub(crate) fn boolean() -> Declared {
    Shape::Boolean.into()
}

/// A port by number or by name.
pub(crate) fn int_or_string() -> Declared {
    untyped(Facets { int_or_string: true, ..Facets::default() })
}

/// Anything at all, kept as it is.
pub(crate) fn any() -> Declared {
    let mut any = untyped(Facets { open: true, ..Facets::default() });
    any.0.nullable = true;
    any
}

/// What an alternative says of a value, whose type is declared elsewhere.
pub(crate) fn alternative() -> Declared {
    untyped(Facets::default())
}

fn untyped(facets: Facets) -> Declared {
    Shape::Untyped(Box::new(facets)).into()
}

impl From<Shape> for Declared {
    fn from(shape: Shape) -> Self {
        Declared(Box::new(shape.into()))
    }
}

// === impl Declared ===

/// Of any shape.
impl Declared {
    pub(crate) fn finish(self) -> Node {
        *self.0
    }

    /// What an absent or null field becomes.
    pub(crate) fn default_to(mut self, value: impl Into<Value>) -> Self {
        self.0.default = Some(value.into());
        self
    }

    /// The same for a list or an object, in JSON.
    pub(crate) fn default_json(mut self, json: &str) -> Self {
        self.0.default = serde_json::from_str(json).ok();
        self
    }

    /// Allows these values, beside those allowed already, and no others.
    pub(crate) fn one_of(mut self, texts: &[&str]) -> Self {
        self.0.values.extend(texts.iter().map(|text| Value::from(*text)));
        self
    }

    pub(crate) fn one_of_numbers(mut self, numbers: &[u16]) -> Self {
        self.0.values.extend(numbers.iter().map(|number| Value::from(*number)));
        self
    }

    /// Exactly one of these holds as well.
    pub(crate) fn exactly_one(self, alternatives: [Declared; 2]) -> Self {
        self.logic(Logic { one_of: alternatives.map(Declared::finish).into(), ..Logic::default() })
    }

    /// At least one of these holds as well.
    pub(crate) fn at_least_one(self, alternatives: [Declared; 2]) -> Self {
        self.logic(Logic { any_of: alternatives.map(Declared::finish).into(), ..Logic::default() })
    }

    /// This does not hold.
    pub(crate) fn but_not(self, alternative: Declared) -> Self {
        self.logic(Logic { not: Some(alternative.finish()), ..Logic::default() })
    }

    fn logic(mut self, logic: Logic) -> Self {
        self.0.logic = Some(Box::new(logic));
        self
    }

    /// A CEL rule and the message for an object that breaks it.
    pub(crate) fn rule(self, expression: &str, message: impl Into<Cow<'static, str>>) -> Self {
        self.rule_of(expression, message.into(), None)
    }

    pub(crate) fn standard_rule(self, expression: &str, message: &'static str) -> Self {
        self.rule_of(expression, message.into(), Some(Channel::Standard))
    }

    pub(crate) fn experimental_rule(self, expression: &str, message: impl Into<Cow<'static, str>>) -> Self {
        self.rule_of(expression, message.into(), Some(Channel::Experimental))
    }

    fn rule_of(mut self, expression: &str, message: Cow<'static, str>, channel: Option<Channel>) -> Self {
        self.0.rules.push(Rule::new(expression, message, channel));
        self
    }

    /// Tells values at a glance that keep all rules.
    pub(crate) fn evident(mut self, evident: Evident) -> Self {
        self.0.evident = evident;
        self
    }

    /// What the experimental channel declares instead.
    pub(crate) fn in_experimental(mut self, change: impl FnOnce(Self) -> Self) -> Self {
        self.0.experimental = Some(change(self.clone()).0);
        self
    }
}

/// Of an object, or of what an alternative says of one.
impl Declared {
    /// A field that may be there.
    pub(crate) fn opt(self, name: &'static str, node: Declared) -> Self {
        self.field(name, node, false, Channel::Standard)
    }

    /// A field that must be there.
    pub(crate) fn req(self, name: &'static str, node: Declared) -> Self {
        self.field(name, node, true, Channel::Standard)
    }

    /// A field that may be there, and that only the experimental channel has.
    pub(crate) fn experimental(self, name: &'static str, node: Declared) -> Self {
        self.field(name, node, false, Channel::Experimental)
    }

    fn field(mut self, name: &'static str, node: Declared, required: bool, channel: Channel) -> Self {
        let field = Field { name: Cow::Borrowed(name), node: node.finish(), required, channel };
        match &mut self.0.shape {
            Shape::Object(object) => object.fields.push(field),
            Shape::Untyped(facets) => facets.object.fields.push(field),
            _ => debug_assert!(false, "`{name}` is declared of what is no object"),
        }
        self
    }
}

/// Of a text, a list, a map or a number.
impl Declared {
    /// The least number, or the fewest characters, items or entries.
    pub(crate) fn min(mut self, limit: u32) -> Self {
        match &mut self.0.shape {
            Shape::Number(number) => number.min = Some(Bound { limit: limit.into(), exclusive: false }),
            shape => {
                if let Some((min, _)) = sizes(shape) {
                    *min = usize::try_from(limit).ok();
                }
            }
        }
        self
    }

    /// The greatest number, or the most characters, items or entries.
    pub(crate) fn max(mut self, limit: u32) -> Self {
        match &mut self.0.shape {
            Shape::Number(number) => number.max = Some(Bound { limit: limit.into(), exclusive: false }),
            shape => {
                if let Some((_, max)) = sizes(shape) {
                    *max = usize::try_from(limit).ok();
                }
            }
        }
        self
    }

    /// No two equal items.
    pub(crate) fn set(self) -> Self {
        self.unique(Unique::Items)
    }

    /// No two items that agree in all of these fields.
    pub(crate) fn keyed_by(self, keys: &[&'static str]) -> Self {
        self.unique(Unique::Keys(keys.iter().map(|key| Cow::Borrowed(*key)).collect()))
    }

    fn unique(mut self, unique: Unique) -> Self {
        match &mut self.0.shape {
            Shape::List(list) => list.unique = unique,
            _ => debug_assert!(false, "only lists have items"),
        }
        self
    }

    pub(crate) fn pattern(mut self, pattern: &'static Pattern) -> Self {
        if let Some(text) = self.text() {
            text.pattern = Some(PatternRef::Ours(pattern));
        }
        self
    }

    pub(crate) fn format(mut self, format: Format) -> Self {
        if let Some(text) = self.text() {
            text.format = Some(format);
        }
        self
    }

    fn text(&mut self) -> Option<&mut StringShape> {
        match &mut self.0.shape {
            Shape::String(text) => Some(text),
            Shape::Untyped(facets) => Some(&mut facets.text),
            _ => {
                debug_assert!(false, "only texts have patterns and formats");
                None
            }
        }
    }
}

fn sizes(shape: &mut Shape) -> Option<(&mut Option<usize>, &mut Option<usize>)> {
    match shape {
        Shape::String(StringShape { min, max, .. })
        | Shape::List(ListShape { min, max, .. })
        | Shape::Map(MapShape { min, max, .. }) => Some((min, max)),
        _ => {
            debug_assert!(false, "this has no size");
            None
        }
    }
}
