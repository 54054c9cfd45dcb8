//! A match that is said never to win never wins, and no repetition is missed, whatever the manifests.

use std::{cell::RefCell, collections::BTreeSet};

use engine::{
    analysis::Analysis,
    decide::Decision,
    source::Place,
    table::{ArmId, Definition, HostDefinition, ListenerDefinition, PathDefinition, SocketId},
};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::{
    random::{Case, case},
    support::{Asked, analyse},
};

/// What the random cases were worth.
#[derive(Debug, Default)]
struct Worth {
    matches: usize,
    never: usize,
    repeated: usize,
    /// Equal to another one, for sure and whoever looks.
    same: usize,
    decisions: usize,
}

#[test]
fn what_is_said_never_to_win_never_does() {
    let worth = RefCell::new(Worth::default());
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 256;
        // So few cases that what they were worth would be a matter of luck.
        config.rng_seed = RngSeed::Fixed(1);
    }
    let result = TestRunner::new(config).run(&case(), |case| {
        one_case(&case, &mut worth.borrow_mut());
        Ok::<(), TestCaseError>(())
    });
    if let Err(TestError::Fail(_, case)) = &result {
        eprintln!("{}", case.text);
    }
    let worth = worth.into_inner();
    eprintln!("{worth:#?}");
    result.unwrap();
    assert!(worth.never * 50 > worth.matches, "too few matches that never win");
    assert!(worth.repeated * 50 > worth.matches, "too few matches that are repeated");
    assert!(worth.same > 0, "no matches that have to be told");
}

fn one_case(case: &Case, worth: &mut Worth) {
    let analysis = analyse(&case.text);
    let never: BTreeSet<_> = told(&analysis, |code, message| {
        code == "match-never-wins" || code == "match-repeated" && message.contains("never takes")
    });
    let repeated = told(&analysis, |code, _| code == "match-repeated");
    worth.matches += analysis.definition.arms.len();
    worth.never += never.difference(&repeated).count();
    worth.repeated += repeated.len();
    for number in 0..analysis.definition.sockets.len() {
        let socket = SocketId(u32::try_from(number).unwrap());
        for asked in &case.requests {
            worth.decisions += 1;
            if let Decision::Rule { arm, .. } = asked.decide(&analysis, socket, &mut ()) {
                assert!(!never.contains(&arm), "{:?} wins {asked:?}", analysis.origins.arms[arm.index()]);
            }
        }
        let listeners = &analysis.definition.sockets[number].listeners;
        for (listener, definition) in (0..).zip(listeners) {
            for host in &definition.hosts {
                let asked = Asked::get(&sample(&definition.hostname, &host.hostname));
                if listener_of(asked.decide(&analysis, socket, &mut ())) == Some(listener) {
                    let told = never.union(&repeated).copied().collect();
                    worth.same += repetitions(&analysis, definition, host, &told);
                }
            }
        }
    }
}

/// The matches that a finding speaks of.
fn told(analysis: &Analysis, of: impl Fn(&str, &str) -> bool) -> BTreeSet<ArmId> {
    let problems = analysis.problems.iter().filter(|problem| of(problem.code, &problem.message));
    let places: BTreeSet<_> = problems
        .map(|problem| match &problem.place {
            Place::Field { document, path } => (*document, path.to_string()),
            other => panic!("{other:?}"),
        })
        .collect();
    let arms = (0..).zip(&analysis.origins.arms).filter(|(_, origin)| {
        let document = analysis.world.routes[origin.route()].document;
        places.contains(&(document, format!("spec.rules[{}].matches[{}]", origin.rule(), origin.number())))
    });
    arms.map(|(number, _)| ArmId(number)).collect()
}

/// Of matches that ask for the same at one host, all but the first are told, unless expressions or
/// other hosts may take everything from the first one, too. Answers how many there are.
fn repetitions(
    analysis: &Analysis,
    listener: &ListenerDefinition,
    host: &HostDefinition,
    told: &BTreeSet<ArmId>,
) -> usize {
    let definition = &analysis.definition;
    let is_pattern = |arm: &ArmId| matches!(definition.arms[arm.index()].path, PathDefinition::Pattern(_));
    if host.arms.iter().any(is_pattern) || listener.hosts.len() > 1 {
        return 0;
    }
    let mut found = 0;
    for (number, arm) in host.arms.iter().enumerate() {
        let first = host.arms[..number].iter().any(|other| same(definition, *other, *arm));
        found += usize::from(first);
        assert!(!first || told.contains(arm), "{:?}", analysis.origins.arms[arm.index()]);
    }
    found
}

fn same(definition: &Definition, one: ArmId, other: ArmId) -> bool {
    let parts = |arm: ArmId| {
        let arm = &definition.arms[arm.index()];
        let tests = arm.tests.as_deref().cloned().unwrap_or_default();
        let sorted = |fields: &[engine::table::FieldDefinition]| {
            let mut list: Vec<_> = fields.iter().map(|field| format!("{field:?}")).collect();
            list.sort();
            list
        };
        (arm.path.clone(), tests.method, sorted(&tests.headers), sorted(&tests.queries))
    };
    parts(one) == parts(other)
}

fn listener_of(decision: Decision) -> Option<u32> {
    match decision {
        Decision::NoListener => None,
        Decision::Misdirected { listener }
        | Decision::NoRule { listener }
        | Decision::Rule { listener, .. } => Some(listener),
    }
}

/// A host that no other name of the alphabet is made for, if both leave the choice.
fn sample(listener: &str, route: &str) -> String {
    let full = |name: &&str| !name.is_empty() && !name.starts_with('*');
    let longest = if listener.len() > route.len() { listener } else { route };
    let narrow = [listener, route].into_iter().find(full).unwrap_or(longest);
    match narrow.strip_prefix('*') {
        Some(suffix) => format!("zzz{suffix}"),
        None if narrow.is_empty() => "zzz".to_owned(),
        None => narrow.to_owned(),
    }
}
