//! What `explain` tells is what `decide` does, and each reason that it gives is true.

use std::collections::BTreeMap;

use engine::{
    analysis::Analysis,
    report::{Decision, Outcome, Step, StepKind, Verdict},
    table::SocketId,
};

use crate::{
    oracle::{
        Answer, Candidate, attachment, hostname,
        precedence::compare,
        predicate::{self, Predicate},
    },
    support::Asked,
};

/// The explanation of one request against the oracle's answer. Answers whether it tells of a route
/// that is refused for one of the other kind.
pub(crate) fn is_true(analysis: &Analysis, socket: SocketId, asked: &Asked, answer: &Answer<'_>) -> bool {
    let told = asked.explain(analysis, socket);
    let best = answer.takers.first();
    assert_eq!(told.route, best.map(|best| best.route.meta.full_name()));
    assert_eq!(told.rule, best.map(label));
    assert_eq!(told.matched, best.map(field_path));
    assert_eq!(told.listener, answer.listener.map(|listener| listener.name()));
    assert_eq!(told.route_kind, best.map(|best| best.route.body.kind.name()));
    let outcome = asked.outcome(analysis, socket, 0);
    let expected = match outcome.as_str() {
        "404" => Outcome::NoMatch,
        "301" => Outcome::Redirect,
        "500" | "503" => Outcome::Reply,
        _ => Outcome::Forward,
    };
    assert_eq!(told.outcome, expected);
    assert_eq!(told.backend, (told.outcome == Outcome::Forward).then_some(outcome));

    way_holds(analysis, &told);
    let of = |kind: StepKind| told.trace.iter().filter(move |step| step.step == kind);
    listeners(asked, answer, of(StepKind::Listener));
    let matches: Vec<_> = of(StepKind::Match).collect();
    each_once(answer, &matches);
    for step in &matches {
        reason_holds(step, asked, answer);
    }
    let nearest = told.nearest.map(|number| told.trace[number].verdict);
    let loser =
        told.outcome == Outcome::NoMatch && (matches.len() + usize::from(answer.listener.is_none()) > 0);
    assert_eq!(nearest, loser.then_some(Verdict::Failed), "the nearest miss: {:#?}", told.trace);
    not_attached(analysis, answer, of(StepKind::Attachment))
}

/// The way of the request follows attached edges of the graph, and every step has its node.
fn way_holds(analysis: &Analysis, told: &Decision) {
    let graph = analysis.report("2026-01-02T03:04:05Z", |_| true).graph;
    for pair in told.nodes.windows(2) {
        let edge = graph.edges.iter().find(|edge| edge.from == pair[0] && edge.to == pair[1]);
        // A ListenerSet whose listeners all lack a certificate is not accepted, and they are.
        let may_be_refused = pair[1].starts_with("ListenerSet/");
        assert!(edge.is_some_and(|edge| edge.attached || may_be_refused), "{pair:?}");
    }
    let gateway = format!("Gateway/{}", told.gateway);
    assert_eq!(told.nodes.get(1), Some(&gateway), "{:?}", told.nodes);
    let backend = told.nodes.last().and_then(|last| last.strip_prefix("Backend/"));
    assert_eq!(backend, told.backend.as_deref());
    for step in &told.trace {
        let node = graph.nodes.iter().find(|node| Some(&node.id) == step.node.as_ref());
        assert_eq!(node.map(|node| node.name.as_str()), Some(step.subject.as_str()), "{step:?}");
    }
}

fn label(candidate: &Candidate<'_>) -> String {
    format!("{}/{}", candidate.route.meta.full_name(), candidate.rule)
}

fn field_path(candidate: &Candidate<'_>) -> String {
    format!("spec.rules[{}].matches[{}]", candidate.rule, candidate.one)
}

/// Each listener of the port has one step. A Gateway and a ListenerSet may share all their names.
fn listeners<'a>(asked: &Asked, answer: &Answer<'_>, steps: impl Iterator<Item = &'a Step>) {
    let mut told: Vec<_> = steps.map(|step| (step.subject.clone(), step.verdict)).collect();
    let mut expected: Vec<_> = answer
        .listeners
        .iter()
        .map(|one| {
            let hostname = one.listener.hostname.as_deref();
            let verdict = if answer.listener.is_some_and(|picked| picked.same(one)) {
                Verdict::Won
            } else if hostname.is_none_or(|name| hostname::matches(name, &hostname::of(asked))) {
                Verdict::Outranked
            } else {
                Verdict::Failed
            };
            (one.name(), verdict)
        })
        .collect();
    for list in [&mut told, &mut expected] {
        list.sort_by_key(|(name, verdict)| format!("{name} {verdict:?}"));
    }
    assert_eq!(told, expected, "{asked:?}");
}

/// Each route that names the listener's owner and does not stand on the listener has one step.
fn not_attached<'a>(analysis: &Analysis, answer: &Answer<'_>, steps: impl Iterator<Item = &'a Step>) -> bool {
    let Some(on) = answer.listener else { return false };
    let routes = analysis.world.routes.iter().enumerate();
    let mut expected: Vec<_> = routes
        .filter(|(number, route)| {
            let named = route.body.parent_refs.iter().any(|one| attachment::names_owner(one, route, &on));
            named && !answer.routes.contains(number)
        })
        .map(|(_, route)| route.meta.full_name())
        .collect();
    expected.sort();
    let mut told = Vec::new();
    let mut rivals = false;
    for step in steps {
        told.push(step.subject.clone());
        let is_rival = attachment::is_refused_for_a_rival(&analysis.world, &step.subject, &on);
        assert_eq!(step.reason.contains("is older"), is_rival, "{step:?}");
        rivals |= is_rival;
    }
    told.sort();
    assert_eq!(told, expected);
    rivals
}

/// Every match of the listener has one step; a step without its own place is counted by its rule.
fn each_once(answer: &Answer<'_>, steps: &[&Step]) {
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for candidate in &answer.all {
        *expected.entry(label(candidate)).or_default() += 1;
    }
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: Vec<_> = Vec::new();
    for step in steps {
        *told.entry(step.subject.clone()).or_default() += 1;
        places.extend(one_of(step, answer).map(|candidate| (label(candidate), field_path(candidate))));
    }
    assert_eq!(told, expected);
    let all = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), all, "a match is told twice");
}

/// The match that a step points at.
fn one_of<'a, 'w>(step: &Step, answer: &'a Answer<'w>) -> Option<&'a Candidate<'w>> {
    answer.all.iter().find(|candidate| {
        let own = field_path(candidate);
        let below = step.field_path.strip_prefix(&own);
        label(candidate) == step.subject && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn reason_holds(step: &Step, asked: &Asked, answer: &Answer<'_>) {
    let best = answer.takers.first();
    if step.field_path == "spec.hostnames" {
        // All matches of one rule have the same host names.
        let mut of_rule = answer.all.iter().filter(|candidate| label(candidate) == step.subject);
        assert!(
            of_rule.any(|one| match step.verdict {
                Verdict::Won => false,
                Verdict::Failed => step.reason == "hostname" && !one.host_fits(asked),
                Verdict::Outranked => {
                    step.reason.contains("hostname is more specific")
                        && answer.takers.iter().any(|taker| field_path(taker) == field_path(one))
                        && compare(best.unwrap(), one, asked).1 == "hostname"
                }
            }),
            "{asked:?} {step:?}"
        );
        return;
    }
    let one = one_of(step, answer).unwrap_or_else(|| panic!("no match is there: {step:?}"));
    let predicates = predicate::all(one.matched(), asked);
    match step.verdict {
        Verdict::Won => {
            let best = best.unwrap();
            assert_eq!((label(one), field_path(one)), (label(best), field_path(best)));
        }
        Verdict::Outranked => {
            assert!(one.host_fits(asked) && one.fits(asked), "{asked:?} {step:?}");
            let criterion = compare(best.unwrap(), one, asked).1;
            assert_eq!(step.reason, format!("outranked: {criterion}"), "{asked:?} {step:?}");
        }
        Verdict::Failed => {
            assert!(one.host_fits(asked), "the host is asked before: {asked:?} {step:?}");
            let Predicate { field, .. } = predicates.iter().find(|predicate| !predicate.holds).unwrap();
            assert_eq!(step.field_path, format!("{}.{field}", field_path(one)), "{asked:?} {step:?}");
        }
    }
}
