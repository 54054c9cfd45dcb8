#[cfg(any(test, feature = "crds"))]
use super::Node;

/// What there is nothing of in a node and below it, so that a walk need not go there. Of nodes that nobody has looked
/// through, all is to be expected.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Skip {
    pub(crate) rules: bool,
    pub(crate) defaults: bool,
    /// Lists whose items must differ.
    pub(crate) unique: bool,
    /// Anything in which the channels differ.
    pub(crate) channels: bool,
}

// === impl Skip ===

#[cfg(any(test, feature = "crds"))]
impl Skip {
    /// `differs` tells whether the node itself is another one in the other channel.
    pub(super) fn of(node: &Node, differs: bool) -> Self {
        let own = Skip {
            rules: node.rules.is_empty() && node.logic.is_none(),
            defaults: node.default.is_none(),
            unique: !node.shape.has_unique_items(),
            channels: !differs && node.logic.is_none(),
        };
        node.children().fold(own, |all, child| Skip {
            rules: all.rules && child.skip.rules,
            defaults: all.defaults && child.skip.defaults,
            unique: all.unique && child.skip.unique,
            channels: all.channels && child.skip.channels,
        })
    }
}
