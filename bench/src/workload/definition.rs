//! The workload as the engine's table, without the way over manifests.

use std::{cmp::Reverse, collections::BTreeSet};

use engine::table::{
    ArmDefinition, ArmId, BackendDefinition, Definition, FieldDefinition, FiltersDefinition, HostDefinition,
    ListenerDefinition, OperationsDefinition, PathDefinition, RuleDefinition, Scheme, SocketDefinition,
    ValueDefinition,
};

use super::{CLUSTERS, Path, Rule, Workload, route_name, rule::SET_HEADER};

/// Equal to what `compile` makes of the manifests; a test compares.
pub fn definition(workload: &Workload) -> Definition {
    let mut clusters = Clusters { number_of: vec![None; CLUSTERS], names: Vec::new() };
    let rules: Vec<RuleDefinition> = workload
        .routes()
        .enumerate()
        .flat_map(|(route, rules)| rules.iter().enumerate().map(move |(number, rule)| (route, number, rule)))
        .map(|(route, number, rule)| table_rule(route, number, rule, &mut clusters))
        .collect();

    let mut patterns: Vec<String> = Vec::new();
    // An arm's number is its precedence; equal ones stay in the order of the manifests.
    let mut order: Vec<usize> = (0..workload.rules.len()).collect();
    order.sort_by_key(|number| rank(&workload.rules[*number]));
    let mut hosts: Vec<HostDefinition> = workload
        .hosts
        .iter()
        .map(|name| HostDefinition { hostname: name.as_str().into(), ..Default::default() })
        .collect();
    let mut exact = vec![BTreeSet::<(&str, ArmId)>::new(); hosts.len()];
    let mut prefix = exact.clone();
    let mut arms = Vec::with_capacity(order.len());
    for (arm, index) in (0..).map(ArmId).zip(order) {
        let rule = &workload.rules[index];
        let path = match &rule.path {
            Path::Exact(path) => {
                exact[rule.host].insert((path, arm));
                PathDefinition::Exact
            }
            Path::Prefix(path) => {
                prefix[rule.host].insert((path, arm));
                PathDefinition::Prefix { length: number(path.len()) }
            }
            Path::Pattern(pattern) => {
                hosts[rule.host].patterns.push(arm);
                patterns.push(pattern.clone());
                PathDefinition::Pattern(number(patterns.len() - 1))
            }
        };
        arms.push(ArmDefinition {
            rule: number(index),
            path,
            method: rule.method.map(Into::into),
            headers: rule.headers.iter().map(|(name, value)| field(name, value)).collect(),
            queries: rule.query.iter().map(|(name, value)| field(name, value)).collect(),
        });
    }
    for ((host, exact), prefix) in hosts.iter_mut().zip(exact).zip(prefix) {
        host.exact = exact.into_iter().map(|(path, arm)| (path.into(), arm)).collect();
        host.prefix = prefix.into_iter().map(|(path, arm)| (path.into(), arm)).collect();
    }
    hosts.sort_by(|left, right| left.hostname.cmp(&right.hostname));
    let listener =
        ListenerDefinition { name: "default/edge/http".to_owned(), hostname: String::new(), hosts };
    let socket = SocketDefinition {
        name: "default/edge:80".to_owned(),
        port: 80,
        scheme: Scheme::Http,
        clusters: 0,
        listeners: vec![listener],
    };
    Definition { sockets: vec![socket], arms, rules, natives: Vec::new(), clusters: clusters.names, patterns }
}

/// The criteria of `HTTPRouteRule.matches`, best first.
pub fn rank(rule: &Rule) -> impl Ord + use<> {
    let characters = |path: &str| path.chars().count();
    let (path, length) = match &rule.path {
        // Two that are exact are never compared by their lengths: one path has one.
        Path::Exact(_) => (0, 0),
        Path::Pattern(pattern) => (1, characters(pattern)),
        Path::Prefix(prefix) => (2, characters(prefix)),
    };
    (path, Reverse((length, rule.method.is_some(), rule.headers.len(), rule.query.is_some())))
}

/// Clusters by the order of their first use.
struct Clusters {
    number_of: Vec<Option<u32>>,
    names: Vec<String>,
}

impl Clusters {
    fn number(&mut self, cluster: usize) -> u32 {
        let Clusters { number_of, names } = self;
        *number_of[cluster].get_or_insert_with(|| {
            names.push(cluster_name(cluster));
            number(names.len() - 1)
        })
    }
}

/// What the engine calls the cluster of a Service.
pub fn cluster_name(cluster: usize) -> String {
    format!("default/backend-{cluster}:8080")
}

fn table_rule(route: usize, place: usize, rule: &Rule, clusters: &mut Clusters) -> RuleDefinition {
    let filters = rule.sets.as_ref().map(|value| {
        let set = [(SET_HEADER.into(), value.as_str().into())].into();
        let request_headers = OperationsDefinition { set, ..Default::default() };
        Box::new(FiltersDefinition { request_headers, ..Default::default() })
    });
    let backends = rule.backends.iter().map(|(weight, cluster)| BackendDefinition {
        weight: *weight,
        cluster: Some(clusters.number(*cluster)),
        ..Default::default()
    });
    RuleDefinition {
        label: format!("default/{}/{place}", route_name(route)),
        is_grpc: false,
        backends: backends.collect(),
        filters,
    }
}

fn field(name: &str, value: &str) -> FieldDefinition {
    FieldDefinition { name: name.into(), value: ValueDefinition::Exact(value.into()) }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
