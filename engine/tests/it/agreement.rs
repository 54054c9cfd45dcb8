//! The compiled table agrees with the specification, whatever the manifests.

use std::cell::RefCell;

use engine::{analysis::Analysis, api::RouteKind, compile::listener_name, decide::Decision, table::SocketId};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::{
    explanation,
    oracle::{self, Answer, backend, listeners},
    random::{Case, case},
    support::{Asked, analyse},
};

/// What the random cases were worth.
#[derive(Debug, Default)]
struct Worth {
    objects: usize,
    rejected: usize,
    decisions: usize,
    no_listener: usize,
    no_rule: usize,
    /// A GRPCRoute took the request.
    calls: usize,
    /// The listener was a ListenerSet's.
    of_sets: usize,
    /// The listener has refused a route for one of the other kind.
    rivals: usize,
    /// Several matches wanted the request.
    contested: usize,
    /// So many, by the criterion that decided.
    decided_by: std::collections::BTreeMap<&'static str, usize>,
}

/// Every request at every socket of random manifests; `PROPTEST_CASES` says of how many.
#[test]
fn the_table_does_as_the_specification_reads() {
    let worth = RefCell::new(Worth::default());
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 128;
        // So few cases that what they were worth would be a matter of luck.
        config.rng_seed = RngSeed::Fixed(2);
    }
    let result = TestRunner::new(config).run(&case(), |case| {
        one_case(&case, &worth);
        Ok::<(), TestCaseError>(())
    });
    if let Err(TestError::Fail(_, case)) = &result {
        eprintln!("{}", case.text);
    }
    let worth = worth.into_inner();
    eprintln!("{worth:#?}");
    result.unwrap();
    assert!(worth.rejected * 10 < worth.objects, "too many objects are refused");
    assert!(worth.contested * 8 > worth.decisions, "too few requests are contested");
    assert!(worth.calls * 8 > worth.decisions, "too few requests come to GRPCRoutes");
    assert!(worth.of_sets * 20 > worth.decisions, "too few requests come to ListenerSets");
    assert!(worth.rivals * 50 > worth.decisions, "too few routes are refused for one of the other kind");
    assert_eq!(worth.decided_by.len(), 13, "some criterion never decided");
}

fn one_case(case: &Case, worth: &RefCell<Worth>) {
    let analysis = analyse(&case.text);
    let world = &analysis.world;
    let mut worth = worth.borrow_mut();
    let admitted = world.gateway_classes.len()
        + world.gateways.len()
        + world.listener_sets.len()
        + world.routes.len()
        + world.reference_grants.len()
        + world.namespaces.len()
        + world.services.len();
    worth.objects += case.objects;
    worth.rejected += case.objects - admitted;
    for gateway in &world.gateways {
        for port in [80, 81] {
            let socket = analysis.table.socket(&format!("{}:{port}", gateway.meta.full_name()));
            let listens =
                listeners::accepted(world, gateway).into_iter().any(|one| one.listener.port == port);
            assert_eq!(socket.is_some(), listens);
            let Some(socket) = socket else { continue };
            for asked in &case.requests {
                let answer = oracle::answer(world, gateway, port, asked);
                worth.decisions += 1;
                worth.no_listener += usize::from(answer.listener.is_none());
                worth.no_rule += usize::from(answer.listener.is_some() && answer.takers.is_empty());
                worth.of_sets +=
                    usize::from(answer.listener.is_some_and(|listener| listener.kind == "ListenerSet"));
                worth.calls +=
                    usize::from(answer.takers.iter().any(|one| one.route.body.kind == RouteKind::Grpc));
                if let [first, second, ..] = answer.takers.as_slice() {
                    worth.contested += 1;
                    let criterion = oracle::precedence::compare(first, second, asked).1;
                    *worth.decided_by.entry(criterion).or_default() += 1;
                }
                decides(&analysis, socket, asked, &answer);
                splits(&analysis, socket, asked, &answer);
                worth.rivals += usize::from(explanation::is_true(&analysis, socket, asked, &answer));
            }
        }
    }
}

/// The same listener, route, rule and match.
fn decides(analysis: &Analysis, socket: SocketId, asked: &Asked, answer: &Answer<'_>) {
    let decision = asked.decide(analysis, socket, &mut ());
    let listener = |number: u32| {
        let origin = &analysis.origins.sockets[socket.index()];
        let index = origin.listeners[usize::try_from(number).unwrap()];
        let listener = &analysis.graph.gateways[origin.gateway].listeners[index];
        let kind = if listener.set.is_some() { "ListenerSet" } else { "Gateway" };
        let gateway = &analysis.world.gateways[origin.gateway];
        (kind, listener_name(&analysis.world, gateway, listener))
    };
    let expected = answer.takers.first().map(|best| (best.number, best.rule, best.one));
    let (on, taken) = match decision {
        Decision::NoListener => (None, None),
        Decision::Misdirected { listener: number } | Decision::NoRule { listener: number } => {
            (Some(listener(number)), None)
        }
        Decision::Rule { listener: number, arm, rule } => {
            let origin = &analysis.origins.arms[arm.index()];
            let of_rule = &analysis.origins.rules[rule.index()];
            assert_eq!((of_rule.route(), of_rule.rule()), (origin.route(), origin.rule()));
            (Some(listener(number)), Some((origin.route(), origin.rule(), origin.number())))
        }
    };
    assert_eq!(on, answer.listener.map(|listener| (listener.kind, listener.name())), "{asked:?}");
    assert_eq!(taken, expected, "route, rule, match: {asked:?}");
}

/// Each backend has its share of the draws, and one that cannot be used keeps its own.
fn splits(analysis: &Analysis, socket: SocketId, asked: &Asked, answer: &Answer<'_>) {
    let expected = match answer.takers.first() {
        None => vec!["404".to_owned()],
        Some(best) => backend::outcomes(&analysis.world, best.route, best.rule),
    };
    let share = u64::MAX / u64::try_from(expected.len()).unwrap();
    let draws = (0..).map(|number| share * number + share / 2).take(expected.len());
    let mut outcomes: Vec<_> = draws.map(|draw| asked.outcome(analysis, socket, draw)).collect();
    outcomes.sort();
    assert_eq!(outcomes, expected, "{asked:?}");
}
