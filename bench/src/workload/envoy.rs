//! The workload as routes of Envoy's own: what somebody without this filter would generate from the same manifests.

use serde_json::{Value, json};

use super::{
    Path, Rule, SET_HEADER, Workload,
    definition::{cluster_name, rank},
};

/// What the routes do with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Answer 200 at once.
    Answer,
    /// Forward it to the rule's clusters.
    Forward,
}

/// A virtual host for each host, its routes best first.
pub fn virtual_hosts(workload: &Workload, action: Action) -> Value {
    let mut by_host: Vec<Vec<&Rule>> = vec![Vec::new(); workload.hosts.len()];
    for rule in &workload.rules {
        by_host[rule.host].push(rule);
    }
    let hosts = by_host.into_iter().zip(&workload.hosts).enumerate().map(|(number, (mut rules, name))| {
        rules.sort_by_key(|rule| rank(rule));
        let routes: Vec<_> = rules.into_iter().map(|rule| route(rule, action)).collect();
        json!({ "name": format!("host-{number}"), "domains": [name], "routes": routes })
    });
    hosts.collect()
}

fn route(rule: &Rule, action: Action) -> Value {
    let mut one = match &rule.path {
        Path::Exact(path) => json!({ "path": path }),
        Path::Prefix(path) => json!({ "path_separated_prefix": path }),
        Path::Pattern(pattern) => json!({ "safe_regex": { "regex": pattern } }),
    };
    let exact = |name: &str, value: &str| json!({ "name": name, "string_match": { "exact": value } });
    let method = rule.method.map(|method| exact(":method", method));
    let headers: Vec<_> =
        method.into_iter().chain(rule.headers.iter().map(|(name, value)| exact(name, value))).collect();
    if !headers.is_empty() {
        one["headers"] = headers.into();
    }
    if let Some((name, value)) = &rule.query {
        one["query_parameters"] = json!([exact(name, value)]);
    }
    let mut out = json!({ "match": one });
    match action {
        Action::Answer => out["direct_response"] = json!({ "status": 200 }),
        Action::Forward => out["route"] = forward(rule),
    }
    if let Some(value) = &rule.sets {
        let header = json!({ "key": SET_HEADER, "value": value });
        let append = "OVERWRITE_IF_EXISTS_OR_ADD";
        out["request_headers_to_add"] = json!([{ "header": header, "append_action": append }]);
    }
    out
}

fn forward(rule: &Rule) -> Value {
    match rule.backends.as_slice() {
        [(_, only)] => json!({ "cluster": cluster_name(*only), "timeout": "0s" }),
        several => {
            let clusters = several
                .iter()
                .map(|(weight, cluster)| json!({ "name": cluster_name(*cluster), "weight": weight }));
            json!({ "weighted_clusters": { "clusters": clusters.collect::<Vec<_>>() }, "timeout": "0s" })
        }
    }
}
