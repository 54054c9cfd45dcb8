//! The workload of issue 7 ("Fast, small, and proven so"): rules, and requests for them. Everything follows from a
//! seed, so each run on each machine measures the same.

mod definition;
#[cfg(feature = "manifests")]
mod envoy;
#[cfg(feature = "manifests")]
mod manifests;
mod request;
mod rule;
#[cfg(all(test, feature = "manifests"))]
mod tests;

pub use self::{
    definition::{cluster_name, definition, rank},
    request::{Request, requests},
    rule::{Path, Rule, SET_HEADER},
};
#[cfg(feature = "manifests")]
pub use self::{
    envoy::{Action, virtual_hosts},
    manifests::{Format, manifests},
};

/// How rules share hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Ten rules on each host.
    Spread,
    /// All on one.
    OneHost,
}

/// Rules on hosts. The rules stand in the order of their manifests.
#[derive(Debug, Clone)]
pub struct Workload {
    pub hosts: Vec<String>,
    pub rules: Vec<Rule>,
}

/// How many requests are few enough to stay in the processor's caches, and how many are not.
pub const WARM: usize = 256;
pub const COLD: usize = 32_768;

/// The numbers of rules that are measured.
pub const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

/// How many clusters the rules send requests to.
pub const CLUSTERS: usize = 200;

/// So many rules of one host belong to one HTTPRoute.
pub const RULES_OF_A_ROUTE: usize = 5;

const SEED: u64 = 0x6761_7465_7772_6967;

/// Under it are all hosts but that of the regular expressions; it has rules of its own.
pub const WILDCARD: &str = "*.example.com";

/// A host whose rules are regular expressions: they are in the table and no request meets them.
const EXPRESSIONS: &str = "patterns.example.net";

// === impl Shape ===

impl Shape {
    pub const ALL: [Self; 2] = [Self::Spread, Self::OneHost];

    pub fn name(self) -> &'static str {
        match self {
            Self::Spread => "spread",
            Self::OneHost => "onehost",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name() == name)
    }

    fn hosts(self, rules: usize) -> usize {
        match self {
            Self::Spread => (rules / 10).max(1),
            Self::OneHost => 1,
        }
    }
}

// === impl Workload ===

impl Workload {
    /// `size` rules of the kinds that the issue names, a few under a wildcard, and a few regular expressions.
    pub fn of(shape: Shape, size: usize) -> Self {
        let mut random = fastrand::Rng::with_seed(SEED);
        let hosts = shape.hosts(size);
        let mut names: Vec<_> = (0..hosts).map(|number| format!("shop-{number}.example.com")).collect();
        let mut rules = Vec::new();
        for host in 0..hosts {
            // What is left over goes to the last ones.
            let many = (host + 1) * size / hosts - host * size / hosts;
            rule::some(&mut random, host, many, &mut rules);
        }
        names.push(WILDCARD.to_owned());
        rules.extend(rule::under_wildcard(names.len() - 1));
        names.push(EXPRESSIONS.to_owned());
        rules.extend(rule::expressions(names.len() - 1));
        Workload { hosts: names, rules }
    }

    /// The rules that requests are made for.
    pub fn plain(&self) -> &[Rule] {
        let special = self.hosts.len() - 2;
        let end = self.rules.partition_point(|rule| rule.host < special);
        &self.rules[..end]
    }

    pub fn host(&self, rule: &Rule) -> &str {
        &self.hosts[rule.host]
    }

    /// Rules by HTTPRoute, in order: each route is of one host and has a few rules.
    pub fn routes(&self) -> impl Iterator<Item = &[Rule]> {
        self.rules
            .chunk_by(|left, right| left.host == right.host)
            .flat_map(|of_host| of_host.chunks(RULES_OF_A_ROUTE))
    }
}

/// Routes sort by their names as they stand.
fn route_name(number: usize) -> String {
    format!("route-{number:06}")
}
