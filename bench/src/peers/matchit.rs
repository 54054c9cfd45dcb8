use std::collections::HashMap;

use matchit::Router;

use super::{Peer, Predicates};
use crate::workload::{Path, Request, Workload, rank};

/// A map of hosts and a `matchit` router for each, as people put them together: one lookup of the path, then the
/// matches that share it. A request that none of them takes is not looked up again: shorter prefixes, wildcards and
/// their precedence are not in it, so it is a bound and no peer.
#[derive(Debug)]
pub struct Matchit {
    hosts: HashMap<String, Router<Vec<Match>>>,
}

#[derive(Debug, Clone)]
struct Match {
    number: usize,
    predicates: Predicates,
}

impl Matchit {
    pub fn of(workload: &Workload) -> Self {
        let mut order: Vec<usize> = (0..workload.rules.len()).collect();
        order.sort_by_key(|number| rank(&workload.rules[*number]));
        let mut paths: HashMap<String, HashMap<String, Vec<Match>>> = HashMap::new();
        for number in order {
            let rule = &workload.rules[number];
            let host = paths.entry(workload.host(rule).to_owned()).or_default();
            let one = Match { number, predicates: Predicates::of(rule) };
            let mut add = |path: String| host.entry(path).or_default().push(one.clone());
            match &rule.path {
                Path::Exact(path) => add(path.clone()),
                Path::Prefix(path) => {
                    add(path.clone());
                    add(format!("{path}/{{*rest}}"));
                }
                Path::Pattern(_) => {}
            }
        }
        let router = |paths: HashMap<String, Vec<Match>>| {
            let mut router = Router::new();
            for (path, matches) in paths {
                // One that conflicts with another is left out: the workload has none.
                let inserted = router.insert(path, matches);
                debug_assert!(inserted.is_ok(), "{inserted:?}");
            }
            router
        };
        Matchit { hosts: paths.into_iter().map(|(host, paths)| (host, router(paths))).collect() }
    }
}

impl Peer for Matchit {
    fn find(&self, request: &Request) -> Option<usize> {
        let found = self.hosts.get(&request.host)?.at(&request.path).ok()?;
        found.value.iter().find(|one| one.predicates.hold(request)).map(|one| one.number)
    }
}
