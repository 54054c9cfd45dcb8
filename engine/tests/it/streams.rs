//! Connections go where the specification says, whatever the manifests, and the explanation is true.

use std::{cell::RefCell, collections::BTreeMap};

use engine::{
    analysis::Analysis,
    compile::{StreamSocket, Transport},
    report::{Decision, Outcome, Step, StepKind, Verdict},
};
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

use crate::{
    oracle::{
        attachment, backend,
        connection::{self, Answer, Offer, compare},
        hostname,
    },
    random::{Case, streams},
    support::analyse,
};

/// What the random cases were worth.
#[derive(Debug, Default)]
struct Worth {
    objects: usize,
    rejected: usize,
    connections: usize,
    taken: usize,
    /// So many, by the criterion that decided.
    decided_by: BTreeMap<&'static str, usize>,
    outcomes: BTreeMap<String, usize>,
}

/// Every name at every socket of random manifests; `PROPTEST_CASES` says of how many.
#[test]
fn connections_go_where_the_specification_says() {
    let worth = RefCell::new(Worth::default());
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 128;
    }
    let result = TestRunner::new(config).run(&streams::case(), |case| {
        one_case(&case, &mut worth.borrow_mut());
        Ok::<(), TestCaseError>(())
    });
    if let Err(TestError::Fail(_, case)) = &result {
        eprintln!("{}", case.text);
    }
    let worth = worth.into_inner();
    eprintln!("{worth:#?}");
    result.unwrap();
    assert!(worth.rejected * 10 < worth.objects, "too many objects are refused");
    assert!(worth.taken * 5 > worth.connections, "too few connections are taken");
    assert_eq!(worth.decided_by.len(), 3, "some criterion never decided");
    assert_eq!(worth.outcomes.len(), 6, "some outcome never came");
}

fn one_case(case: &Case, worth: &mut Worth) {
    let analysis = analyse(&case.text);
    let world = &analysis.world;
    worth.objects += case.objects;
    worth.rejected += case.objects - world.objects().count();
    let [gateway] = world.gateways.as_slice() else { return };
    for (port, transport) in [
        (443, Transport::Tcp),
        (443, Transport::Udp),
        (9000, Transport::Tcp),
        (53, Transport::Tcp),
        (53, Transport::Udp),
    ] {
        let listeners = connection::listeners(world, gateway, port, transport == Transport::Udp);
        let mut sockets =
            analysis.streams.iter().filter(|one| (one.port, one.transport) == (port, transport));
        let socket = sockets.next();
        assert!(sockets.next().is_none(), "one socket is there twice");
        let routed = listeners.iter().any(|one| one.listener.protocol != "HTTPS");
        assert_eq!(socket.is_some(), routed, "port {port}, {transport:?}");
        let Some(socket) = socket else { continue };
        for name in streams::NAMES {
            let answer = connection::answer(world, listeners.clone(), &name.to_lowercase());
            worth.connections += 1;
            worth.taken += usize::from(!answer.takers.is_empty());
            if let [first, second, ..] = answer.takers.as_slice() {
                *worth.decided_by.entry(compare(first, second).1).or_default() += 1;
            }
            for outcome in one_connection(&analysis, socket, name, &answer) {
                *worth.outcomes.entry(outcome).or_default() += 1;
            }
        }
    }
}

/// Compares the explanation, and answers its outcomes.
fn one_connection(
    analysis: &Analysis,
    socket: &StreamSocket,
    name: &str,
    answer: &Answer<'_>,
) -> Vec<String> {
    let told = analysis.explain_connection(socket, name, 0);
    let best = answer.takers.first();
    assert_eq!(told.gateway, "a/g");
    assert_eq!(told.listener, answer.listener.map(|listener| listener.name()), "{name}");
    assert_eq!(told.route, best.map(|best| best.route.meta.full_name()), "{name}");
    assert_eq!(told.route_kind, best.map(|best| best.route.body.kind.name()));
    assert_eq!(told.rule, best.map(label));
    assert_eq!(told.matched, best.map(|_| "spec.rules[0]".to_owned()));
    listeners(&told, name, answer);
    offers(&told, answer);
    not_attached(analysis, &told, answer);
    splits(analysis, socket, name, answer)
}

fn label(offer: &Offer<'_>) -> String {
    let rule = offer.route.body.rules[0].name.as_deref().unwrap_or("0");
    format!("{}/{rule}", offer.route.meta.full_name())
}

fn of(told: &Decision, kind: StepKind) -> impl Iterator<Item = &Step> {
    told.trace.iter().filter(move |step| step.step == kind)
}

/// Each listener of the socket has one step.
fn listeners(told: &Decision, name: &str, answer: &Answer<'_>) {
    let mut steps: Vec<_> =
        of(told, StepKind::Listener).map(|step| (step.subject.clone(), step.verdict)).collect();
    let expected = answer.listeners.iter().map(|one| {
        let hostname = one.listener.hostname.as_deref();
        let fits = hostname.is_none_or(|pattern| hostname::matches(pattern, &name.to_lowercase()));
        let verdict = match answer.listener {
            Some(picked) if picked.same(one) => Verdict::Won,
            _ if fits => Verdict::Outranked,
            _ => Verdict::Failed,
        };
        (one.name(), verdict)
    });
    let mut expected: Vec<_> = expected.collect();
    for list in [&mut steps, &mut expected] {
        list.sort_by_key(|(name, verdict)| format!("{name} {verdict:?}"));
    }
    assert_eq!(steps, expected, "{name}");
}

/// Each name of each route has one step: the takers in their order, and those for others.
fn offers(told: &Decision, answer: &Answer<'_>) {
    let (failed, took): (Vec<_>, Vec<_>) =
        of(told, StepKind::Match).partition(|step| step.verdict == Verdict::Failed);
    let took: Vec<_> =
        took.into_iter().map(|step| (step.subject.clone(), step.verdict, step.reason.clone())).collect();
    let expected = answer.takers.iter().map(|offer| match compare(&answer.takers[0], offer).1 {
        "nothing" => {
            let named = offer.hostname.map(|name| format!("hostname {name}"));
            let reason = named.unwrap_or_else(|| "the oldest route of the listener".to_owned());
            (label(offer), Verdict::Won, reason)
        }
        criterion => (label(offer), Verdict::Outranked, format!("outranked: {criterion}")),
    });
    assert_eq!(took, expected.collect::<Vec<_>>());

    let mut failed: Vec<_> = failed
        .into_iter()
        .map(|step| {
            assert_eq!((step.reason.as_str(), step.field_path.as_str()), ("hostname", "spec.hostnames"));
            (step.subject.clone(), step.expected.clone())
        })
        .collect();
    let others = answer.others.iter().map(|offer| (label(offer), offer.hostname.map(str::to_owned)));
    let mut others: Vec<_> = others.collect();
    failed.sort();
    others.sort();
    assert_eq!(failed, others);
}

/// A route for connections that names the listener's owner, is of a kind that the listener takes, and
/// does not stand on it, has one step.
fn not_attached(analysis: &Analysis, told: &Decision, answer: &Answer<'_>) {
    let Some(on) = answer.listener else { return };
    let steps: Vec<_> = of(told, StepKind::Attachment).collect();
    let routes = analysis.world.routes.iter().enumerate();
    for (number, route) in routes.filter(|(_, route)| !route.body.kind.is_http()) {
        let told = steps.iter().filter(|step| step.subject == route.meta.full_name()).count();
        let named = route.body.parent_refs.iter().any(|one| attachment::names_owner(one, route, &on));
        if !named || answer.routes.contains(&number) {
            assert_eq!(told, 0, "{}", route.meta.full_name());
        } else if attachment::kind_allowed(route.body.kind, &on) {
            assert_eq!(told, 1, "{}", route.meta.full_name());
        }
    }
}

/// Each backend has its share of the draws, and one that cannot be used keeps its own.
fn splits(analysis: &Analysis, socket: &StreamSocket, name: &str, answer: &Answer<'_>) -> Vec<String> {
    let nothing = |details: &str| vec![format!("no match: {details}")];
    let mut expected = match (answer.takers.first(), answer.listener) {
        (Some(best), _) => {
            let backends = &best.route.body.rules[0].backend_refs;
            let shares = backend::shares(&analysis.world, best.route, backends);
            let refused = |details: &str| format!("refused: {details}");
            let outcome = |share: Option<String>| share.unwrap_or_else(|| refused("invalid_backend_ref"));
            if shares.is_empty() {
                vec![refused("no_backend")]
            } else {
                shares.into_iter().map(outcome).collect()
            }
        }
        (None, Some(on)) if on.listener.protocol == "HTTPS" => nothing("http_listener"),
        (None, Some(_)) => nothing("no_route"),
        (None, None) => nothing("no_listener"),
    };
    let share = u64::MAX / u64::try_from(expected.len()).unwrap();
    let draws = (0..).map(|number| share * number + share / 2).take(expected.len());
    let mut outcomes: Vec<_> =
        draws.map(|draw| outcome(&analysis.explain_connection(socket, name, draw))).collect();
    outcomes.sort();
    expected.sort();
    assert_eq!(outcomes, expected, "{name}");
    let kind = |outcome: String| if outcome.contains(": ") { outcome } else { "forwarded".to_owned() };
    outcomes.into_iter().map(kind).collect()
}

fn outcome(told: &Decision) -> String {
    let details = told.actions.details.unwrap_or_default();
    match told.outcome {
        Outcome::Forward => told.backend.clone().unwrap(),
        Outcome::Reply => format!("refused: {details}"),
        Outcome::NoMatch => format!("no match: {details}"),
        Outcome::Redirect => panic!("a connection is redirected"),
    }
}
