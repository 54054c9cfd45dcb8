use super::{Grouped, Linear, Matchit, Peer};
use crate::{
    engine::{Ready, Router},
    workload::{Shape, Workload, definition, requests},
};

#[test]
fn peers_and_engine_find_the_same_rule() {
    for shape in Shape::ALL {
        let workload = Workload::of(shape, 1_000);
        let router = Router::build(definition(&workload));
        let (linear, grouped) = (Linear::of(&workload), Grouped::of(&workload));
        for request in requests(&workload, 2_000) {
            let ours = router.decide(&Ready::of(&request));
            assert_eq!(ours, linear.find(&request), "{request:?}");
            assert_eq!(ours, grouped.find(&request), "{request:?}");
        }
    }
}

#[test]
fn most_of_the_rules_that_matchit_finds_are_those_of_the_engine() {
    let workload = Workload::of(Shape::OneHost, 1_000);
    let router = Router::build(definition(&workload));
    let matchit = Matchit::of(&workload);
    let requests = requests(&workload, 2_000);
    let same = requests.iter().filter(|it| matchit.find(it) == router.decide(&Ready::of(it))).count();
    assert!(same * 10 > requests.len() * 9, "{same} of {}", requests.len());
}
