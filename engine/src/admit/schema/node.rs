use std::borrow::Cow;

use serde_json::Value;

use super::{Evident, Facets, ListShape, Logic, MapShape, NumberShape, ObjectShape, Rule, Skip, StringShape};
use crate::admit::Channel;

/// The name of a field: of ours in the program, of somebody else's read from a CRD.
pub(crate) type Name = Cow<'static, str>;

/// What is allowed at one place of an object.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) shape: Shape,
    /// Whether null is a value here, not an absent field.
    pub(crate) nullable: bool,
    pub(crate) default: Option<Value>,
    /// The only values allowed, if any are named.
    pub(crate) values: Vec<Value>,
    /// Other schemas that must, or must not, hold as well.
    pub(crate) logic: Option<Box<Logic>>,
    pub(crate) rules: Vec<Rule>,
    /// Which values are known to keep the rules.
    pub(crate) evident: Evident,
    /// What the experimental channel declares instead of this node.
    #[cfg_attr(
        not(any(test, feature = "crds")),
        expect(dead_code, reason = "what is packed is of one channel")
    )]
    pub(crate) experimental: Option<Box<Node>>,
    pub(crate) skip: Skip,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Object(ObjectShape),
    Map(MapShape),
    List(ListShape),
    String(StringShape),
    Number(NumberShape),
    Boolean,
    /// A number or a text, anything at all, or whatever an alternative of [`Logic`] leaves open.
    Untyped(Box<Facets>),
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) node: Node,
    pub(crate) required: bool,
    /// The first channel that has the field.
    #[cfg_attr(
        not(any(test, feature = "crds")),
        expect(dead_code, reason = "what is packed is of one channel")
    )]
    pub(crate) channel: Channel,
}

// === impl Node ===

#[cfg(any(test, feature = "crds"))]
impl From<Shape> for Node {
    fn from(shape: Shape) -> Self {
        Node {
            shape,
            nullable: false,
            default: None,
            values: Vec::new(),
            logic: None,
            rules: Vec::new(),
            evident: Evident::default(),
            experimental: None,
            skip: Skip::default(),
        }
    }
}

impl Node {
    #[cfg(any(test, feature = "crds"))]
    pub(crate) fn has_rules(&self) -> bool {
        !self.rules.is_empty() || self.children().any(Node::has_rules)
    }

    /// Whether an object of the API may be inside.
    #[cfg(any(test, feature = "crds"))]
    pub(crate) fn has_embedded(&self) -> bool {
        matches!(&self.shape, Shape::Object(object) if object.embedded)
            || self.children().any(Node::has_embedded)
    }

    /// What is declared one level further down, and what has to hold as well.
    #[cfg(any(test, feature = "crds"))]
    pub(super) fn children(&self) -> impl Iterator<Item = &Node> {
        let fields = match &self.shape {
            Shape::Object(object) => object.fields.as_slice(),
            Shape::Untyped(facets) => facets.object.fields.as_slice(),
            _ => &[],
        };
        let more = match &self.shape {
            Shape::Map(map) => Some(&*map.values),
            Shape::Untyped(facets) => facets.map.as_ref().map(|map| &*map.values),
            _ => None,
        };
        let all = self.logic.iter().flat_map(|logic| &logic.all_of);
        fields.iter().map(|field| &field.node).chain(more).chain(self.shape.items()).chain(all)
    }

    /// What remains of a declaration in one channel.
    #[cfg(any(test, feature = "crds"))]
    pub(super) fn in_channel(self, channel: Channel) -> Node {
        let mut differs = self.experimental.is_some() || self.rules.iter().any(Rule::is_of_one_channel);
        if channel == Channel::Experimental
            && let Some(experimental) = self.experimental
        {
            let mut node = experimental.in_channel(channel);
            node.skip.channels = false;
            return node;
        }
        let shape = match self.shape {
            Shape::Object(object) => {
                differs |= object.fields.iter().any(|field| field.channel != Channel::Standard);
                Shape::Object(object.in_channel(channel))
            }
            Shape::Map(map) => {
                Shape::Map(MapShape { values: Box::new(map.values.in_channel(channel)), ..map })
            }
            Shape::List(list) => {
                Shape::List(ListShape { items: Box::new(list.items.in_channel(channel)), ..list })
            }
            leaf => leaf,
        };
        let rules = self.rules.into_iter().filter(|rule| rule.holds_in(channel)).collect();
        let mut node = Node { shape, rules, experimental: None, ..self };
        node.skip = Skip::of(&node, differs);
        node
    }
}
