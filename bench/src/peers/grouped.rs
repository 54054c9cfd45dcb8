use std::collections::HashMap;

use super::{Peer, Predicates, path_matches};
use crate::workload::{Path, Request, Workload, rank};

/// As agentgateway does it: a map from host names to their matches, each list sorted by precedence, and the first
/// that matches wins. A host that has none is looked up by its wildcards.
#[derive(Debug)]
pub struct Grouped {
    hosts: HashMap<String, Vec<Match>>,
}

#[derive(Debug)]
struct Match {
    number: usize,
    path: Path,
    predicates: Predicates,
}

impl Grouped {
    pub fn of(workload: &Workload) -> Self {
        let mut order: Vec<usize> = (0..workload.rules.len()).collect();
        order.sort_by_key(|number| rank(&workload.rules[*number]));
        let mut hosts: HashMap<String, Vec<Match>> = HashMap::new();
        for number in order {
            let rule = &workload.rules[number];
            let one = Match { number, path: rule.path.clone(), predicates: Predicates::of(rule) };
            hosts.entry(workload.host(rule).to_owned()).or_default().push(one);
        }
        Grouped { hosts }
    }
}

impl Peer for Grouped {
    fn find(&self, request: &Request) -> Option<usize> {
        let of = |name: &str| {
            let list = self.hosts.get(name)?;
            let matches = |one: &&Match| {
                path_matches(&one.path, &request.path).is_some() && one.predicates.hold(request)
            };
            list.iter().find(matches).map(|one| one.number)
        };
        let wildcards = request.host.match_indices('.').map(|(dot, _)| format!("*{}", &request.host[dot..]));
        of(&request.host).or_else(|| wildcards.into_iter().find_map(|name| of(&name)))
    }
}
