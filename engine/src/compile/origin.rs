//! What each number of the table came from.

use super::Precedence;
use crate::{admit::World, api::RouteKind, table::index};

/// Where the table's parts stand in the graph. The data plane does not need it; an explanation
/// does.
#[derive(Debug, Default)]
pub struct Origins {
    pub sockets: Vec<SocketOrigin>,
    /// In the table's order, best first.
    pub arms: Vec<ArmOrigin>,
    /// Route and rule of each rule.
    pub rules: Vec<(usize, usize)>,
}

#[derive(Debug)]
pub struct SocketOrigin {
    pub gateway: usize,
    /// The place of each listener in the Gateway's merged list.
    pub listeners: Vec<usize>,
}

/// Where a match is written, and what decides between it and others.
#[derive(Debug, Clone, Copy)]
pub struct ArmOrigin {
    pub(super) kind: RouteKind,
    pub(super) route: u32,
    pub(super) rule: u32,
    pub(super) number: u32,
    pub(super) precedence: Precedence,
}

// === impl ArmOrigin ===

impl ArmOrigin {
    pub fn route(&self) -> usize {
        index(self.route)
    }

    /// The number of the rule in its route.
    pub fn rule(&self) -> usize {
        index(self.rule)
    }

    /// The match's number in its rule.
    pub fn number(&self) -> usize {
        index(self.number)
    }

    /// The criterion by which this match outranks another.
    pub fn decided_by(&self, other: &ArmOrigin, world: &World) -> &'static str {
        let by_match = self.precedence.decided_by(&other.precedence, self.kind == RouteKind::Grpc);
        let meta = |one: &ArmOrigin| world.routes.get(one.route()).map(|route| &route.meta);
        let created = |one| meta(one).map(|meta| meta.created);
        let name = |one| meta(one).map(|meta| (&meta.namespace, &meta.name));
        match by_match {
            Some(criterion) => criterion,
            None if created(self) != created(other) => "creation time",
            None if name(self) != name(other) => "namespace and name",
            None if self.rule != other.rule => "rule order",
            // The specification does not care, an explanation does.
            None => "match order",
        }
    }
}
