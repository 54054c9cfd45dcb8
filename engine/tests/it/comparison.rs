//! What a change of manifests does to requests, attachments and shares of traffic.

use engine::{
    analysis::Analysis,
    report::{Comparison, Decision},
    table::SocketId,
};
use proptest::prelude::*;

use crate::{
    random,
    support::{Asked, analyse},
};

const SHOP: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: c, listeners: [{name: web, port: 80, protocol: HTTP, hostname: '*.example'}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g}]
  hostnames: [a.example]
  rules:
  - matches: [{path: {value: /cart}}]
    backendRefs: [{name: one, port: 80, weight: 3}, {name: two, port: 80, weight: 1}]
  - backendRefs: [{name: one, port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: one}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: two}
spec: {ports: [{port: 80}]}
";

const REQUESTS: [&str; 3] = ["a.example/cart", "a.example/", "b.example/"];

fn decide(analysis: &Analysis, number: usize) -> Result<Decision, String> {
    if analysis.definition.sockets.is_empty() {
        return Err("nobody listens".to_owned());
    }
    Ok(Asked::get(REQUESTS[number]).explain(analysis, SocketId(0)))
}

fn compare(after: &str) -> Comparison {
    analyse(SHOP).compare(&analyse(after), REQUESTS.len(), decide)
}

#[test]
fn without_a_change_nothing_changes() {
    let same = compare(&format!("# a comment moves every line\n\n{SHOP}"));
    assert!(same.requests.iter().all(|request| !request.changed), "{same:#?}");
    assert!(same.attachments.is_empty());
    let texts: Vec<_> = same.requests.iter().map(|request| request.after.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "forward to default/one:80, drawn from 2 backends",
            "forward to default/one:80",
            "answer 404: no rule on listener default/g/web matches",
        ]
    );
    let shares: Vec<_> = same.backends.iter().map(|one| (one.name.as_str(), one.before, one.after)).collect();
    assert_eq!(shares, [("default/one:80", 1.75, 1.75), ("default/two:80", 0.25, 0.25)]);
}

#[test]
fn a_weight_moves_traffic() {
    let moved = compare(&SHOP.replace("weight: 3", "weight: 1"));
    let changed: Vec<_> = moved.requests.iter().map(|request| request.changed).collect();
    assert_eq!(changed, [true, false, false]);
    let shares: Vec<_> = moved.backends.iter().map(|one| (one.before, one.after)).collect();
    assert_eq!(shares, [(1.75, 1.5), (0.25, 0.5)]);
}

#[test]
fn a_hostname_takes_a_route_off_its_listener() {
    let lost = compare(&SHOP.replace("hostnames: [a.example]", "hostnames: [a.test]"));
    let [change] = lost.attachments.as_slice() else { panic!("{lost:#?}") };
    assert_eq!(
        (change.route.as_str(), change.listener.as_str()),
        ("HTTPRoute/default/r", "Listener/default/g/web")
    );
    assert!(change.before && !change.after && change.reason.contains("`a.test`"), "{change:?}");
    assert!(lost.backends.iter().all(|one| one.after == 0.0), "{:?}", lost.backends);
    let back = analyse(&SHOP.replace("name: r}", "name: q}")).compare(&analyse(SHOP), 0, decide);
    let reasons: Vec<_> = back.attachments.iter().map(|one| (one.after, one.reason.as_str())).collect();
    assert_eq!(reasons, [(false, "the route is not there"), (true, "the route is not there")]);
}

#[test]
fn who_cannot_be_asked_any_more_is_an_error() {
    let gone = compare("");
    let after = serde_json::to_value(&gone.requests[0].after).unwrap();
    assert_eq!(after["outcome"], "error");
    assert_eq!(after["text"], "nobody listens");
    assert!(gone.requests.iter().all(|request| request.changed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_way_back_is_the_opposite(before in random::case(), after in random::case()) {
        let (old, new) = (analyse(&before.text), analyse(&after.text));
        let decide = |analysis: &Analysis, number: usize| Ok(before.requests[number].explain(analysis, SocketId(0)));
        let (there, back) = (old.compare(&new, 6, decide), new.compare(&old, 6, decide));
        for (there, back) in there.requests.iter().zip(&back.requests) {
            prop_assert_eq!(there.changed, back.changed);
            prop_assert_eq!((&there.before, &there.after), (&back.after, &back.before));
        }
        let pairs = |list: &Comparison| {
            let mut pairs: Vec<_> = list.attachments.iter().map(|one| (one.route.clone(), one.listener.clone(), one.before != one.after)).collect();
            pairs.sort();
            pairs
        };
        prop_assert_eq!(pairs(&there), pairs(&back));
        for (there, back) in there.backends.iter().zip(&back.backends) {
            prop_assert_eq!((there.before, there.after), (back.after, back.before));
        }
        let own = old.compare(&old, 6, decide);
        prop_assert!(own.attachments.is_empty() && own.requests.iter().all(|one| !one.changed));
    }
}
