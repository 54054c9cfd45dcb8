//! The workload as the engine's table, without the way over manifests.

use std::cmp::Reverse;

use engine::table::{
    ArmDefinition, ArmId, BackendDefinition, ClusterId, Definition, FieldDefinition, FiltersDefinition,
    HostDefinition, Label, ListenerDefinition, OperationsDefinition, PathDefinition, RuleDefinition, Scheme,
    SocketDefinition, TestsDefinition, ValueDefinition,
};

use super::{CLUSTERS, Path, Rule, Workload, route_name, rule::SET_HEADER};

/// Equal to what `compile` makes of the manifests; a test compares.
pub fn definition(workload: &Workload) -> Definition {
    let mut clusters = Clusters { number_of: vec![None; CLUSTERS], names: Vec::new() };
    let mut definition = Definition::default();
    for (route, rules) in workload.routes().enumerate() {
        let label = number(definition.labels.len());
        definition.labels.push_str(&format!("default/{}/", route_name(route)));
        let label = label..number(definition.labels.len());
        for (place, rule) in (0..).zip(rules) {
            let label = Label { text: label.clone(), number: Some(place) };
            add_rule(label, rule, &mut clusters, &mut definition);
        }
    }

    // An arm's number is its precedence; equal ones stay in the order of the manifests.
    let mut order: Vec<usize> = (0..workload.rules.len()).collect();
    order.sort_by_key(|number| rank(&workload.rules[*number]));
    let mut hosts: Vec<HostDefinition> = workload
        .hosts
        .iter()
        .map(|name| HostDefinition { hostname: name.as_str().into(), ..Default::default() })
        .collect();
    for (arm, index) in (0..).map(ArmId).zip(order) {
        let rule = &workload.rules[index];
        let path = match &rule.path {
            Path::Exact(path) => PathDefinition::Exact(path.as_str().into()),
            Path::Prefix(path) => PathDefinition::Prefix(path.as_str().into()),
            Path::Pattern(pattern) => {
                definition.patterns.push(pattern.clone());
                PathDefinition::Pattern(number(definition.patterns.len() - 1))
            }
        };
        let tests = TestsDefinition {
            method: rule.method.map(Into::into),
            headers: rule.headers.iter().map(|(name, value)| field(name, value)).collect(),
            queries: rule.query.iter().map(|(name, value)| field(name, value)).collect(),
        };
        let tests = (tests != TestsDefinition::default()).then(|| Box::new(tests));
        definition.arms.push(ArmDefinition { rule: number(index), path, tests });
        hosts[rule.host].arms.push(arm);
    }
    let listener =
        ListenerDefinition { name: "default/edge/http".to_owned(), hostname: String::new(), hosts };
    let socket = SocketDefinition {
        name: "default/edge:80".to_owned(),
        port: 80,
        scheme: Scheme::Http,
        clusters: 0,
        listeners: vec![listener],
    };
    Definition { sockets: vec![socket], clusters: clusters.names, ..definition }
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

fn add_rule(
    label: Label,
    rule: &Rule,
    clusters: &mut Clusters,
    Definition { rules, backends, .. }: &mut Definition,
) {
    let filters = rule.sets.as_ref().map(|value| {
        let set = [(SET_HEADER.into(), value.as_str().into())].into();
        let request_headers = OperationsDefinition { set, ..Default::default() };
        Box::new(FiltersDefinition { request_headers, ..Default::default() })
    });
    let first = number(backends.len());
    backends.extend(rule.backends.iter().map(|(weight, cluster)| BackendDefinition {
        weight: *weight,
        cluster: ClusterId::new(clusters.number(*cluster)),
        more: None,
    }));
    rules.push(RuleDefinition { label, is_grpc: false, filters, backends: first..number(backends.len()) });
}

fn field(name: &str, value: &str) -> FieldDefinition {
    FieldDefinition { name: name.into(), value: ValueDefinition::Exact(value.into()) }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
