//! Structural schemas: what a CRD says about the shape of its objects.

mod build;
mod node;
mod pattern;
mod rule;

use super::{Channel, names::NameRule};

pub(crate) use self::{
    build::{Declare, any, boolean, experimental, int32, integer, list, map, object, opt, req, string},
    node::{Field, IntShape, ListShape, MapShape, Node, ObjectShape, Shape, StringShape, Unique},
    pattern::Pattern,
    rule::Rule,
};

/// One kind in one channel, ready to validate objects with.
#[derive(Debug)]
pub struct Schema {
    pub(crate) root: Node,
    pub(crate) name_rule: NameRule,
    /// Whether any field has CEL rules, so that it matters when they are skipped.
    pub(crate) has_rules: bool,
    /// Cluster-scoped objects lose their namespace, as on the API server.
    pub(crate) namespaced: bool,
}

impl Schema {
    pub(crate) fn new(root: Node, name_rule: NameRule, namespaced: bool, channel: Channel) -> Self {
        let root = root.in_channel(channel);
        let has_rules = root.has_rules();
        Schema { root, name_rule, has_rules, namespaced }
    }
}
