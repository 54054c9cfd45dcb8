//! The corpus, asked of the engine itself.

use std::path::Path;

use engine::{
    actions::Actions,
    attach::BackendTarget,
    decide::Decision,
    report::{Outcome, StepKind, Verdict},
};
use host_tests::{
    corpus::{self, Case, Update},
    subject::Native,
};

fn cases() -> Vec<Case> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"))
}

fn native(case: &Case) -> Native {
    Native::of(&case.manifests)
        .unwrap_or_else(|refused| panic!("{}:{}: {refused}", case.file.display(), case.line))
}

#[test]
fn the_engine_does_what_the_corpus_says() {
    let mut update = Update::asked();
    let mut reports = Vec::new();
    for case in cases() {
        let native = native(&case);
        let actual: Vec<_> = case.steps.iter().map(|step| native.ask(&step.request).facts()).collect();
        match &mut update {
            Some(update) => update.take(&case, &Native::SUBJECT, &actual),
            None => reports
                .extend(corpus::check(&case, &Native::SUBJECT, &actual).map_err(|r| r.to_string()).err()),
        }
    }
    if let Some(update) = update {
        update.write().expect("the corpus can be written");
    }
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
}

/// Two ways to the same answer: the fast path that data planes take, and the explanation.
#[test]
fn an_explanation_agrees_with_the_decision_that_it_explains() {
    for case in cases() {
        let native = native(&case);
        let analysis = &native.analysis;
        for step in &case.steps {
            let place = format!("{}:{}: {}", case.file.display(), step.line, step.request);
            let compared = native.with(&step.request, |socket, request| {
                let decision = analysis.table.decide(socket, request, &mut ());
                let actions = analysis.table.actions(socket, decision, request, 0);
                let explained = analysis.explain(socket, request, 0);

                let outcome = match (&actions, decision) {
                    (Actions::Forward(_), _) => Outcome::Forward,
                    (Actions::Redirect(_), _) => Outcome::Redirect,
                    (Actions::Reply(_), Decision::Rule { .. } | Decision::Misdirected { .. }) => {
                        Outcome::Reply
                    }
                    (Actions::Reply(_), _) => Outcome::NoMatch,
                };
                assert_eq!(explained.outcome, outcome, "{place}");

                let label = match decision {
                    Decision::Rule { rule, .. } => analysis.table.rule(rule).map(|rule| rule.label()),
                    _ => None,
                };
                assert_eq!(explained.rule.as_deref(), label, "{place}");

                let winners: Vec<_> = explained
                    .trace
                    .iter()
                    .filter(|step| step.step == StepKind::Match && step.verdict == Verdict::Won)
                    .map(|step| step.subject.as_str())
                    .collect();
                assert_eq!(winners, label.into_iter().collect::<Vec<_>>(), "{place}");

                if let Actions::Forward(forward) = &actions {
                    let backend = BackendTarget::label_of(forward.cluster);
                    assert_eq!(explained.backend.as_deref(), Some(backend), "{place}");
                    assert_eq!(explained.actions.path, forward.path, "{place}");
                    assert_eq!(explained.actions.host.as_deref(), forward.host, "{place}");
                }
                if let Actions::Redirect(redirect) = &actions {
                    assert_eq!(explained.actions.location.as_ref(), Some(&redirect.location), "{place}");
                }
                let missed = outcome == Outcome::NoMatch;
                assert!(missed || explained.nearest.is_none(), "{place}");
            });
            assert_eq!(compared, Ok(()), "{place}");
        }
    }
}
