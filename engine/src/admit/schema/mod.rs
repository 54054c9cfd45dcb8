//! Structural schemas: what a CRD says about the shape of its objects.

#[cfg(test)]
mod build;
mod evident;
mod format;
pub(crate) mod known;
mod node;
pub(crate) mod packed;
mod packed_types;
mod pattern;
mod rule;
mod shape;
mod skip;

#[cfg(any(test, feature = "crds"))]
use super::Channel;
use super::names::NameRule;

#[cfg(test)]
pub(crate) use self::{
    build::{Declared, alternative, any, boolean, int_or_string, int32, integer, list, map, object, string},
    evident::FILTERS,
};
pub(crate) use self::{
    evident::Evident,
    format::Format,
    node::{Field, Name, Node, Shape},
    pattern::{Pattern, PatternRef},
    rule::{Reason, Rule},
    shape::{
        Bound, Facets, ListShape, Logic, MapShape, NumberShape, NumberSize, ObjectShape, StringShape, Unique,
    },
    skip::Skip,
};

#[cfg(feature = "crds")]
pub(crate) use self::{format::OtherFormat, rule::RuleDetails};

/// One kind in one channel, ready to validate objects with.
#[derive(Debug)]
pub struct Schema {
    pub(crate) root: Node,
    pub(crate) name_rule: NameRule,
    /// Whether any field has CEL rules, so that it matters when they are skipped.
    pub(crate) has_rules: bool,
    /// Whether other objects of the API may be inside.
    pub(crate) has_embedded: bool,
    /// Cluster-scoped objects lose their namespace, as on the API server.
    pub(crate) namespaced: bool,
}

#[cfg(any(test, feature = "crds"))]
impl Schema {
    pub(crate) fn new(root: Node, name_rule: NameRule, namespaced: bool, channel: Channel) -> Self {
        let root = root.in_channel(channel);
        let has_rules = root.has_rules();
        let has_embedded = root.has_embedded();
        Schema { root, name_rule, has_rules, has_embedded, namespaced }
    }
}
