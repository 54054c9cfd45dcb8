use crate::{
    api::RouteKind,
    report::{Node, Subject},
};

/// The columns of the picture, from left to right. Policies and ReferenceGrants stand one column before
/// what they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// What is about a GatewayClass.
    Before,
    GatewayClass,
    Gateway,
    ListenerSet,
    Listener,
    Route,
    Rule,
    Backend,
}

impl Rank {
    pub(super) fn title(self) -> &'static str {
        match self {
            Rank::Before => "Policy",
            Rank::GatewayClass => "GatewayClass",
            Rank::Gateway => "Gateway",
            Rank::ListenerSet => "ListenerSet",
            Rank::Listener => "Listener",
            Rank::Route => "Route",
            Rank::Rule => "Rule",
            Rank::Backend => "Backend",
        }
    }

    /// Whether nodes of one owner stay together, in the order in which they are written.
    pub(super) fn keeps_order(self) -> bool {
        matches!(self, Rank::ListenerSet | Rank::Listener | Rank::Rule)
    }

    pub(super) fn before(self) -> Self {
        match self {
            Rank::Before | Rank::GatewayClass => Rank::Before,
            Rank::Gateway => Rank::GatewayClass,
            Rank::ListenerSet => Rank::Gateway,
            Rank::Listener => Rank::ListenerSet,
            Rank::Route => Rank::Listener,
            Rank::Rule => Rank::Route,
            Rank::Backend => Rank::Rule,
        }
    }

    /// Where a node stands that is no policy and no grant. `leads` says that something hangs from it:
    /// a Service that is a route's parent stands where parents do.
    pub(super) fn of(node: &Node, leads: bool) -> Self {
        match node.subject {
            Subject::GatewayClass(_) => Rank::GatewayClass,
            Subject::Gateway(_) => Rank::Gateway,
            Subject::ListenerSet(_) => Rank::ListenerSet,
            Subject::Listener { .. } => Rank::Listener,
            Subject::Route(_) => Rank::Route,
            Subject::Rule { .. } => Rank::Rule,
            Subject::Backend { .. } => Rank::Backend,
            _ => Rank::of_kind(&node.kind, leads),
        }
    }

    fn of_kind(kind: &str, leads: bool) -> Self {
        match kind {
            "GatewayClass" => Rank::GatewayClass,
            "ListenerSet" => Rank::ListenerSet,
            "Listener" | "ListenerEntry" => Rank::Listener,
            "Backend" | "Service" | "XBackend" if !leads => Rank::Backend,
            kind if RouteKind::of(kind).is_some() => Rank::Route,
            kind if kind.strip_suffix("Rule").and_then(RouteKind::of).is_some() => Rank::Rule,
            _ => Rank::Gateway,
        }
    }
}
