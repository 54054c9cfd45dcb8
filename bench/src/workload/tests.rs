use std::collections::HashSet;

use super::{Format, Path, Shape, Workload, definition, manifests, requests};
use crate::engine::{Ready, Router, compiled, read_file};

#[test]
fn manifests_compile_to_the_definition_that_is_measured() {
    for shape in Shape::ALL {
        let workload = Workload::of(shape, 200);
        for (format, file) in [(Format::Yaml, "workload.yaml"), (Format::Json, "workload.json")] {
            let sources = read_file(file, &manifests(&workload, format));
            assert_eq!(compiled(&sources, &mut |compile| compile()), definition(&workload), "{format:?}");
        }
    }
}

#[test]
fn nine_of_ten_requests_hit() {
    for shape in Shape::ALL {
        let workload = Workload::of(shape, 1_000);
        let router = Router::build(definition(&workload));
        let requests = requests(&workload, 1_000);
        for request in &requests {
            assert_eq!(router.decide(&Ready::of(request)).is_some(), request.hits, "{request:?}");
        }
        assert_eq!(requests.iter().filter(|request| request.hits).count(), 900);
    }
}

#[test]
fn rules_have_the_shares_of_the_issue() {
    let workload = Workload::of(Shape::OneHost, 10_000);
    let rules = workload.plain();
    assert_eq!(rules.len(), 10_000);
    let percent = |test: &dyn Fn(&super::Rule) -> bool| rules.iter().filter(|rule| test(rule)).count() / 100;
    assert!((8..=12).contains(&percent(&|rule| matches!(rule.path, Path::Exact(_)))));
    assert!((18..=22).contains(&percent(&|rule| !rule.headers.is_empty())));
    assert!((9..=11).contains(&percent(&|rule| rule.method.is_some())));
    assert!((4..=6).contains(&percent(&|rule| rule.query.is_some())));
    let segments = |rule: &super::Rule| rule.path.text().matches('/').count();
    assert!(rules.iter().all(|rule| (2..=4).contains(&segments(rule))));
}

#[test]
fn a_spread_workload_has_ten_rules_on_each_host() {
    let workload = Workload::of(Shape::Spread, 1_000);
    let hosts: HashSet<_> = workload.plain().iter().map(|rule| rule.host).collect();
    assert_eq!(hosts.len(), 100);
    assert!(hosts.iter().all(|host| workload.plain().iter().filter(|rule| rule.host == *host).count() == 10));
}
