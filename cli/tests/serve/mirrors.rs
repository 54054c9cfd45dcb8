//! Mirrors of rules and of backends (`HTTPRequestMirrorFilter`).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::one_route::{OneRoute, ask, post};
use crate::running::wait_for;
use crate::scripted::{Answer, Scripted, Seen};

const BACKEND: &str = "backendRefs: [{name: backend, port: 80}]";

fn mirror(service: &str) -> String {
    format!("{{type: RequestMirror, requestMirror: {{backendRef: {{name: {service}, port: 80}}}}}}")
}

fn paths(seen: &[Seen]) -> BTreeSet<String> {
    seen.iter().map(|seen| seen.path.clone()).collect()
}

/// It gets all of the request, and the client does not wait for it: it never answers.
#[test]
fn the_client_waits_for_no_mirror() {
    let (backend, silent) = (Scripted::fine(), Scripted::start(|_, _| Answer::Never));
    let rule = format!("{{filters: [{}], {BACKEND}}}", mirror("mirror"));
    let served = OneRoute::start(&[&rule], &[("backend", &backend), ("mirror", &silent)]);
    for number in 0..3 {
        assert_eq!(post(served.running.only_address(), &format!("/{number}?a=b"), &[], "hello"), 200);
    }
    wait_for("the mirror has seen all", || silent.seen().len() == 3);
    assert_eq!(paths(&silent.seen()), paths(&backend.seen()));
    assert!(silent.seen().iter().all(|seen| seen.method == "POST" && seen.body == "hello"));
}

#[test]
fn every_mirror_sees_what_the_backend_sees() {
    let (backend, first, second) = (Scripted::fine(), Scripted::fine(), Scripted::fine());
    let rule = format!(
        "{{matches: [{{path: {{value: /a}}}}], filters: [{}, {}, \
         {{type: URLRewrite, urlRewrite: {{hostname: other.example, path: {{type: ReplacePrefixMatch, replacePrefixMatch: /b}}}}}}, \
         {{type: RequestHeaderModifier, requestHeaderModifier: {{set: [{{name: x-a, value: '1'}}]}}}}], {BACKEND}}}",
        mirror("first"),
        mirror("second")
    );
    let served = OneRoute::start(&[&rule], &[("backend", &backend), ("first", &first), ("second", &second)]);
    assert_eq!(served.get("/a/x?q=1").status, 200);
    wait_for("both have seen it", || !first.seen().is_empty() && !second.seen().is_empty());
    for seen in [&backend, &first, &second].map(|it| it.seen().remove(0)) {
        assert_eq!(seen.path, "/b/x?q=1");
        assert_eq!(seen.headers.values("host").collect::<Vec<_>>(), ["other.example"]);
        assert_eq!(seen.headers.values("x-a").collect::<Vec<_>>(), ["1"]);
        assert!(seen.headers.iter().all(|(name, _)| !name.contains("gatewright")), "{seen:?}");
    }
}

/// Of 400 requests the half is mirrored, give or take what 10^20 tries would not.
#[test]
fn a_fraction_is_mirrored() {
    let (backend, half, none) = (Scripted::fine(), Scripted::fine(), Scripted::fine());
    let part = |name: &str, part: &str| {
        format!("{{type: RequestMirror, requestMirror: {{backendRef: {{name: {name}, port: 80}}, {part}}}}}")
    };
    let half_of = part("half", "fraction: {numerator: 1, denominator: 2}");
    let none_of = part("none", "percent: 0");
    let rule = format!("{{filters: [{half_of}, {none_of}], {BACKEND}}}");
    let served = OneRoute::start(&[&rule], &[("backend", &backend), ("half", &half), ("none", &none)]);
    for _ in 0..400 {
        assert_eq!(served.get("/").status, 200);
    }
    wait_for("some are mirrored", || half.seen().len() > 100);
    assert!(half.seen().len() < 300 && none.seen().is_empty());
}

#[test]
fn a_backends_mirror_sees_the_requests_of_that_backend() {
    let (a, b, mirrored) = (Scripted::fine(), Scripted::fine(), Scripted::fine());
    let rule = format!(
        "{{backendRefs: [{{name: a, port: 80}}, {{name: b, port: 80, filters: [{}]}}]}}",
        mirror("mirror")
    );
    let served = OneRoute::start(&[&rule], &[("a", &a), ("b", &b), ("mirror", &mirrored)]);
    for number in 0..60 {
        assert_eq!(served.get(&format!("/{number}")).status, 200);
    }
    assert!(!a.seen().is_empty() && !b.seen().is_empty());
    wait_for("the mirror has seen all", || mirrored.seen().len() >= b.seen().len());
    assert_eq!(paths(&mirrored.seen()), paths(&b.seen()));
}

#[test]
fn a_mirror_that_does_not_exist_is_left_out() {
    let (backend, other) = (Scripted::fine(), Scripted::fine());
    let rule = format!("{{filters: [{}, {}], {BACKEND}}}", mirror("missing"), mirror("other"));
    let served = OneRoute::start(&[&rule], &[("backend", &backend), ("other", &other)]);
    assert_eq!(served.get("/").status, 200);
    wait_for("the other mirror has seen it", || other.seen().len() == 1);
}

/// Each generation sets a header and has a mirror: no mirror sees another generation's header, whatever Envoy is in the
/// middle of, and no request fails.
#[test]
fn rules_that_change_under_load_are_never_mixed() {
    let (backend, even, odd) = (Scripted::fine(), Scripted::fine(), Scripted::fine());
    let rule = |generation: usize| {
        format!(
            "{{timeouts: {{request: {}s}}, filters: [{}, {{type: RequestHeaderModifier, \
             requestHeaderModifier: {{set: [{{name: x-generation, value: '{generation}'}}]}}}}], {BACKEND}}}",
            30 + generation,
            mirror(["even", "odd"][generation % 2])
        )
    };
    let mut served = OneRoute::start(&[&rule(0)], &[("backend", &backend), ("even", &even), ("odd", &odd)]);
    let address = served.running.only_address();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let answer = ask(address, "GET", "/", &[]);
                    if answer.status != 200 {
                        over.store(true, Ordering::Relaxed);
                    }
                    assert_eq!(answer.status, 200);
                }
            });
        }
        for generation in 1..=20 {
            served.change(&[&rule(generation)]);
            let before = backend.seen().len();
            wait_for("requests go through", || {
                backend.seen().len() > before + 20 || over.load(Ordering::Relaxed)
            });
        }
        over.store(true, Ordering::Relaxed);
    });
    for (rest, mirror) in [even, odd].iter().enumerate() {
        let seen = mirror.seen();
        assert!(!seen.is_empty());
        for seen in seen {
            let generation = seen.headers.values("x-generation").next().unwrap();
            assert_eq!(generation.parse::<usize>().unwrap() % 2, rest, "{seen:?}");
        }
    }
}
