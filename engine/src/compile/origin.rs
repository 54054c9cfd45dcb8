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
    /// Of each rule.
    pub rules: Vec<RuleOrigin>,
}

#[derive(Debug)]
pub struct SocketOrigin {
    pub gateway: usize,
    /// The place of each listener in the Gateway's merged list.
    pub listeners: Vec<usize>,
}

/// Where a rule is written.
#[derive(Debug, Clone, Copy)]
pub struct RuleOrigin {
    pub(super) route: u32,
    pub(super) rule: u16,
}

/// Where a match is written, and what decides between it and others.
#[derive(Debug, Clone, Copy)]
pub struct ArmOrigin {
    pub(super) route: u32,
    pub(super) rule: u16,
    pub(super) number: u16,
    pub(super) precedence: Precedence,
}

// === impl RuleOrigin ===

impl RuleOrigin {
    pub fn route(&self) -> usize {
        index(self.route)
    }

    /// Its number in its route.
    pub fn rule(&self) -> usize {
        self.rule.into()
    }
}

// === impl ArmOrigin ===

impl ArmOrigin {
    pub fn route(&self) -> usize {
        index(self.route)
    }

    /// The number of the rule in its route.
    pub fn rule(&self) -> usize {
        self.rule.into()
    }

    /// The match's number in its rule.
    pub fn number(&self) -> usize {
        self.number.into()
    }

    /// The criterion by which this match outranks another.
    pub fn decided_by(&self, other: &ArmOrigin, world: &World) -> &'static str {
        let route = |one: &ArmOrigin| world.routes.get(one.route());
        let is_grpc = route(self).is_some_and(|route| route.body.kind == RouteKind::Grpc);
        let by_match = self.precedence.decided_by(other.precedence, is_grpc);
        let meta = |one| route(one).map(|route| &route.meta);
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
